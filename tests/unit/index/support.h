/* What the tests of documents, segments and writers share: a folder of their own, small articles, looking into
 * postings. */
#ifndef TALLY_TESTS_INDEX_SUPPORT_H
#define TALLY_TESTS_INDEX_SUPPORT_H

#include "../test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "index/document.h"
#include "index/writer.h"

#define TEST_PATH_MAX 400

static inline int make_folder(void **state)
{
    const char *base = getenv("TMPDIR");
    char path[256];
    snprintf(path, sizeof path, "%s/tally-index-XXXXXX", base ? base : "/tmp");
    *state = mkdtemp(path) ? strdup(path) : NULL;
    return *state ? 0 : -1;
}

static inline int remove_folder(void **state)
{
    int result = file_remove_tree(*state, NULL);
    free(*state);
    return result;
}

/* Entries of a directory whose names start with `prefix`. */
static inline size_t count_entries(const char *directory, const char *prefix)
{
    size_t count = 0;
    DIR *listing = opendir(directory);
    assert_non_null(listing);
    for (struct dirent *entry; (entry = readdir(listing));)
        count += strncmp(entry->d_name, prefix, strlen(prefix)) == 0;
    closedir(listing);
    return count;
}

static inline struct article make_article(const char *id, const char *title, const char *date, const char *body)
{
    return (struct article){
        .id = slice_of(id), .title = slice_of(title), .date = slice_of(date), .body = slice_of(body)};
}

/* NULL when the document has no such term. */
static inline const struct xap_posting *find_posting(const struct xap_document *document, const char *term)
{
    for (size_t i = 0; i < document->posting_count; i++) {
        if (slice_is(slice_make(document->postings[i].term, document->postings[i].length), term))
            return &document->postings[i];
    }
    return NULL;
}

static inline void flip_byte(const char *path, long offset)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_not_equal(byte, EOF);
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    assert_int_equal(fputc(byte ^ 0x10, file), byte ^ 0x10);
    assert_int_equal(fclose(file), 0);
}

#endif
