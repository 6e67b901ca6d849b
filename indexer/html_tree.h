/* Station: the bytes of a page become its tree, within limits. */
#ifndef TALLY_INDEXER_HTML_TREE_H
#define TALLY_INDEXER_HTML_TREE_H

#include <stdint.h>

#include <libxml/tree.h>

#include "base/arena.h"
#include "base/error.h"

#define HTML_LEVELS_KEPT    240    /* of the tree; what is nested deeper stands in the element of the last one */
#define HTML_ELEMENTS_MAX   500000 /* of a page: a node takes 128 bytes, as does the text in it */
#define HTML_ATTRIBUTES_MAX 500    /* of one tag */
/* An end tag is looked for among all open elements: levels × end tags of a page; some seconds. */
#define HTML_SEEKING_MAX    ((size_t)2 << 30)

/* In the `_private` of an element: its enum html_role, and marks. */
#define HTML_ROLE_SHIFT  8
#define HTML_MARK_NAMED  ((uintptr_t)1) /* class, id or role say that it is furniture */
#define HTML_MARK_TITLED ((uintptr_t)2) /* the rest: html_boxes.h */
#define HTML_MARK_BOX    ((uintptr_t)4)

/* The root element of the page; the tree lives as long as the arena. Attributes are kept of html, meta, link and time
 * alone. NULL: ERROR_BAD_INPUT when this is no page, ERROR_LIMIT with the byte where it has more of something than a
 * page may. */
xmlNode *html_tree(struct arena *arena, struct slice bytes, struct error *error);

#endif
