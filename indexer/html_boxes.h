/* Station: of a tree, the elements that stand around the article. A box ends with its element, whatever is in it. */
#ifndef TALLY_INDEXER_HTML_BOXES_H
#define TALLY_INDEXER_HTML_BOXES_H

#include <stdbool.h>

#include <libxml/tree.h>

#include "indexer/html_names.h"

/* Of an element. */
enum html_role html_role(const xmlNode *element);

static inline bool html_is_text(const xmlNode *node)
{
    return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

/* Two steps, each a walk: the elements with headlines are told from furniture, before the main element is looked for;
 * the boxes in it that only their own heading tells ("Read Also") are found behind that. */
void html_boxes_begin(xmlNode *root);
void html_boxes_finish(xmlNode *main);

/* True when `element` is a box in `main` (NULL: not known yet). */
bool html_is_box(const xmlNode *element, const xmlNode *main);

#endif
