/* Station: of a tree, the elements that stand around the article. A box ends with its element, whatever is in it. */
#ifndef TALLY_INDEXER_HTML_BOXES_H
#define TALLY_INDEXER_HTML_BOXES_H

#include <stdbool.h>
#include <strings.h>

#include <libxml/tree.h>

#include "indexer/html_names.h"

/* Of an element. */
enum html_role html_role(const xmlNode *element);

static inline bool html_is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

static inline bool html_is_element(const xmlNode *node, const char *name)
{
    return node->type == XML_ELEMENT_NODE && strcasecmp((const char *)node->name, name) == 0;
}

/* The node behind this one in the tree under `root`, NULL at its end; `inside`: what is in an element comes next. */
xmlNode *html_next_node(xmlNode *node, const xmlNode *root, bool inside);

/* Two steps, each a walk: the elements with headlines are told from furniture, before the main element is looked for;
 * the boxes in it that only their own heading tells ("Read Also") are found behind that. */
void html_boxes_begin(xmlNode *root);
void html_boxes_finish(xmlNode *main);

/* True when `element` is a box in `main` (NULL: not known yet). */
bool html_is_box(const xmlNode *element, const xmlNode *main);

#endif
