/* The manifest: what an index consists of, at one generation.
 *
 * An index is a directory:
 *   MANIFEST            the published state, replaced by rename
 *   LOCK                held (flock) by the one writer
 *   segment-00000001/   immutable: glass tables, figures.column
 *   dead-00000007       tombstones of one segment: a bitmap of docids, named by the generation that wrote it
 * MANIFEST is one line "tally-manifest 1 <xxh3-64 of the rest, 16 hex digits>" and then JSON: generation, schema,
 * settings, segments (name, uuid, documents, dead count, languages of stems, tombstone file, files with size and
 * xxh3-64). Readers open what it names, and nothing else in the directory counts. A writer removes segments and
 * tombstones that neither the generation it published last nor the one before it names; one that has just opened knows
 * the published generation alone, so that readers which are opening an older one find it gone and open the published
 * one instead. No other file is removed. */
#ifndef TALLY_INDEX_MANIFEST_H
#define TALLY_INDEX_MANIFEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

#define MANIFEST_SEGMENTS_MAX 48
#define MANIFEST_FILES_MAX    16 /* of one segment */
#define MANIFEST_NAME_MAX     64
#define MANIFEST_BYTES_MAX    ((size_t)1 << 20)
#define MANIFEST_FILE         "MANIFEST"

struct manifest_file {
    char name[MANIFEST_NAME_MAX];
    uint64_t size_bytes, checksum; /* XXH3-64 */
};

struct manifest_segment {
    char name[MANIFEST_NAME_MAX];
    char uuid[37];
    uint32_t document_count; /* docids 1..document_count */
    uint32_t dead_count;
    uint32_t stem_languages;         /* that its articles are stemmed by: a mask, see text/stemmers.h */
    struct manifest_file tombstones; /* name "" when nothing is dead */
    struct manifest_file files[MANIFEST_FILES_MAX];
    size_t file_count;
};

struct settings {
    char stem[8];            /* "auto", "none", "en" …: fixed at the first run */
    double reference_length; /* words, see document.h */
};

struct manifest {
    uint64_t generation; /* grows with every publication; 0: nothing published yet */
    uint64_t next_name;  /* for the next segment or tombstone file */
    struct settings settings;
    struct manifest_segment segments[MANIFEST_SEGMENTS_MAX]; /* newest first */
    size_t segment_count;
};

/* ERROR_NOT_FOUND when there is no index, ERROR_CORRUPT (checksum, structure), ERROR_VERSION (another schema than
 * this program's: see schema.h). */
int manifest_read(const char *directory, struct manifest *out, struct error *error);
/* The generation alone, cheaply. */
int manifest_generation(const char *directory, uint64_t *generation, struct error *error);
/* As cheaply what tells any two published states apart, also those of another index that took the place of this one and
 * has the same generation: the manifest's checksum. Readers poll it. */
int manifest_stamp(const char *directory, uint64_t *stamp, struct error *error);
/* Publishes: writes, syncs, renames, syncs the directory. */
int manifest_publish(const char *directory, const struct manifest *manifest, struct error *error);

/* Fills size and checksum of directory/name. */
int manifest_file_measure(const char *directory, struct manifest_file *file, struct error *error);
int manifest_file_verify(const char *directory, const struct manifest_file *file, struct error *error);

#endif
