/* Tags, and the names that pages give their elements: what they say about the text inside. */
#ifndef TALLY_INDEXER_HTML_NAMES_H
#define TALLY_INDEXER_HTML_NAMES_H

#include <stdbool.h>

/* What a tag means for reading a page. */
enum html_role {
    HTML_INLINE,
    HTML_SKIP, /* never text */
    HTML_LINE, /* ends a line */
    HTML_BLOCK,
    HTML_HEADER,   /* a block; of the page, unless it stands in an <article> */
    HTML_FURNITURE /* a block around the article */
};

enum html_role html_names_role(const char *tag);

/* True when class, id or role among `attributes` (name, value, …, NULL; itself NULL: none) names furniture. */
bool html_names_furniture(const unsigned char *const *attributes);

#endif
