/* The table of the page's files. */
#include "daemon/page.h"

#include "page_bytes.inc"

static const struct page_file files[] = {
#define PAGE_FILE(path, bytes, content) {path, CONTENT_##content, {(const char *)page_##bytes, sizeof page_##bytes}},
#include "daemon/page_files.def"
#undef PAGE_FILE
};

const struct page_file *page_find(struct slice path, struct error *error)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (slice_is(path, files[i].path)) return &files[i];
    fail(error, ERROR_NOT_FOUND, 0, "the search page has no such file");
    return NULL;
}
