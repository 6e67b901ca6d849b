/* The search page: the files of daemon/page/, compiled in, and the headers that they are sent with. */
#ifndef TALLY_DAEMON_PAGE_H
#define TALLY_DAEMON_PAGE_H

#include "base/error.h"
#include "base/slice.h"
#include "daemon/ask.h"

/* What a browser is told: nothing but these files runs or is loaded, and questions go to this daemon only. */
#define PAGE_HEADERS                                                                                                   \
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "           \
    "img-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'\r\n"                            \
    "Referrer-Policy: no-referrer\r\n"                                                                                 \
    "Cache-Control: no-cache\r\n"

struct page_file {
    const char *path; /* as requested: "/", "/page/style.css" */
    enum content content;
    struct slice bytes;
};

/* NULL with ERROR_NOT_FOUND when the page has no such file. */
const struct page_file *page_find(struct slice path, struct error *error);

#endif
