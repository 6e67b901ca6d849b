/* Station: bytes of one input become articles. */
#ifndef TALLY_INDEXER_FORMAT_H
#define TALLY_INDEXER_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "index/article.h"
#include "indexer/stream.h"

#define FORMAT_SNIFF_BYTES   4096
/* Bytes of a text or HTML file, of a JSON line: a body has at most 10 MB. */
#define FORMAT_FILE_MAX      ((size_t)24 << 20)
#define FORMAT_ARTICLE_ARENA ((size_t)1 << 30)
#define FORMAT_PIPE_ID       "stdin-" /* and 16 hex digits of its content: the id of an article that nothing names */
/* The endings that stand behind those of formats.def when a file is compressed; decoder.c tells by content. */
#define FORMAT_COMPRESSIONS  ".gz .zst .xz .bz2"

/* Where articles and complaints go. */
struct format_sink {
    void *context;
    /* The article lives until the call returns; `id_of_file`: its data gave none. -1 ends the reading (the index cannot
     * go on). */
    int (*article)(void *context, const struct article *article, bool id_of_file);
    /* One line that could not be read, or was repaired (`skipped` false). `line` is 0 when lines mean nothing here. */
    void (*problem)(void *context, size_t line, bool skipped, const struct error *error);
};

/* What a reader is given. */
struct format_input {
    struct stream *stream;
    struct buffer *head; /* bytes already taken from the stream; the reader consumes and reuses it */
    struct slice name;   /* below the folder given: the id when the data has none; empty: it comes through a pipe */
    struct arena *arena; /* reset by the reader after each article */
};

struct format {
    const char *name, *endings;
    bool (*sniff)(struct slice head);
    int (*read)(struct format_input *input, const struct format_sink *sink);
};

/* The format whose endings hold that of `name` (before one of FORMAT_COMPRESSIONS); NULL when none does. */
const struct format *format_by_name(struct slice name);
/* The first format that recognises its first bytes; the last row recognises everything that is text. NULL for none. */
const struct format *format_by_content(struct slice head);

/* Fills what the data leaves open from the name: id, a date in the path, a source that looks like a host name.
 * Cleans every field (text_repair), reports repairs to the sink, and gives it the article. -1 when the sink says so; an
 * article that cannot be used is reported too. */
int format_give(struct format_input *input, size_t line, struct article *article, const struct format_sink *sink);

#define FORMAT(name, title, endings)                                                                                   \
    bool sniff_##name(struct slice head);                                                                              \
    int read_##name(struct format_input *input, const struct format_sink *sink);
#include "indexer/formats.def"
#undef FORMAT

#endif
