/* A box is told by its tag, by its name, or by its heading: "Read Also" at the top of an element, or above a list. */
#include "indexer/html_boxes.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#include "base/slice.h"
#include "indexer/html_tree.h"
#include "text/cues.h"

#define HEADING_MAX   64   /* bytes */
#define PROSE_MIN     60   /* bytes of a text that is no headline */
#define BOX_PART_MAX  2    /* a box has less than half of the prose */
#define BOX_NODES_MAX 5000 /* of a box that only its heading tells */

enum html_role html_role(const xmlNode *element)
{
    return (enum html_role)((uintptr_t)element->_private >> HTML_ROLE_SHIFT);
}

static bool has_mark(const xmlNode *node, uintptr_t mark)
{
    return (uintptr_t)node->_private & mark;
}

static void set_mark(xmlNode *node, uintptr_t mark)
{
    node->_private = (void *)((uintptr_t)node->_private | mark);
}

bool html_is_box(const xmlNode *element, const xmlNode *main)
{
    if (element->type != XML_ELEMENT_NODE || element == main) return false;
    if (has_mark(element, HTML_MARK_BOX)) return true;
    bool named = has_mark(element, HTML_MARK_NAMED), titled = has_mark(element, HTML_MARK_TITLED);
    switch (html_role(element)) {
    case HTML_FURNITURE: return !html_is_element(element, "form") || (main && !titled);
    case HTML_HEADER: return !titled && (named || (main && !html_is_element(main, "article")));
    case HTML_BLOCK: return named && !titled && !html_is_element(element, "body");
    default: return false;
    }
}

/* ---- walking */

xmlNode *html_next_node(xmlNode *node, const xmlNode *root, bool inside)
{
    if (inside && node->type == XML_ELEMENT_NODE && node->children) return node->children;
    while (node != root && !node->next) node = node->parent;
    return node == root ? NULL : node->next;
}

void html_boxes_begin(xmlNode *root)
{
    for (xmlNode *node = root; node; node = html_next_node(node, root, true)) {
        if (!html_is_element(node, "h1")) continue;
        for (xmlNode *up = node; up != root && !has_mark(up, HTML_MARK_TITLED); up = up->parent)
            set_mark(up, HTML_MARK_TITLED);
    }
}

/* ---- boxes by their heading */

static struct slice trimmed(const xmlNode *text)
{
    struct slice slice = slice_of((const char *)text->content);
    while (slice.length && isspace((unsigned char)*slice.data)) slice = slice_make(slice.data + 1, slice.length - 1);
    while (slice.length && isspace((unsigned char)slice.data[slice.length - 1])) slice.length--;
    return slice;
}

static bool is_heading(const xmlNode *node)
{
    if (!html_is_text(node)) return false;
    struct slice text = trimmed(node);
    return text.length <= HEADING_MAX && text_cue_is_heading(text);
}

static bool has_text(xmlNode *root)
{
    bool inside = true;
    for (xmlNode *node = root; node; node = html_next_node(node, root, inside)) {
        inside = node->type == XML_ELEMENT_NODE && html_role(node) != HTML_SKIP;
        if (html_is_text(node) && trimmed(node).length) return true;
    }
    return false;
}

static bool begins(const xmlNode *node)
{
    for (xmlNode *before = node->prev; before; before = before->prev)
        if (has_text(before)) return false;
    return true;
}

static xmlNode *next_with_text(const xmlNode *node)
{
    xmlNode *next = node->next;
    while (next && !has_text(next)) next = next->next;
    return next;
}

/* Bytes of text, outside of links, that is no headline; SIZE_MAX when there are more nodes than nodes_max. */
static size_t prose_size(xmlNode *root, size_t nodes_max)
{
    size_t size = 0, nodes = 0;
    bool inside = true;
    for (xmlNode *node = root; node; node = html_next_node(node, root, inside)) {
        if (++nodes > nodes_max) return SIZE_MAX;
        inside = !html_is_element(node, "a") && (node == root || !html_is_box(node, root));
        size_t length = html_is_text(node) ? trimmed(node).length : 0;
        if (length >= PROSE_MIN) size += length;
    }
    return size;
}

static bool is_links_only(xmlNode *root)
{
    bool inside = true;
    for (xmlNode *node = root; node; node = html_next_node(node, root, inside)) {
        inside = !html_is_element(node, "a");
        if (html_is_text(node) && trimmed(node).length) return false;
    }
    return true;
}

static bool is_list(const xmlNode *node)
{
    return html_is_element(node, "ul") || html_is_element(node, "ol") || html_is_element(node, "dl");
}

static bool is_inline(const xmlNode *node)
{
    return html_is_text(node) || html_role(node) == HTML_INLINE;
}

/* What stands behind a heading that runs in the line must be links: "<b>Comments</b> on the law" is a sentence. */
static bool is_box_of(const xmlNode *heading, xmlNode *parent, size_t prose)
{
    if (has_mark(parent, HTML_MARK_TITLED) || !begins(heading)) return false;
    if (is_inline(heading))
        for (xmlNode *next = next_with_text(heading); next; next = next_with_text(next))
            if (!is_links_only(next)) return false;
    size_t size = prose_size(parent, BOX_NODES_MAX);
    return size < prose / BOX_PART_MAX || (size == 0 && prose == 0);
}

/* A heading among the paragraphs of the article takes the list behind it, or the links. */
static void take_siblings(xmlNode *heading)
{
    xmlNode *next = next_with_text(heading);
    if (is_inline(heading) || !next || next->type != XML_ELEMENT_NODE) return;
    if (!is_list(next) && !is_links_only(next)) return;
    set_mark(heading, HTML_MARK_BOX);
    set_mark(next, HTML_MARK_BOX);
    if (is_list(next)) return;
    while ((next = next_with_text(next)) && next->type == XML_ELEMENT_NODE && is_links_only(next))
        set_mark(next, HTML_MARK_BOX);
}

static void take_box(xmlNode *text, const xmlNode *main, size_t prose)
{
    xmlNode *heading = text;
    while (heading->parent != main && begins(heading) && !next_with_text(heading)) {
        heading = heading->parent;
        if (html_is_element(heading, "a")) return; /* "Read more" below a teaser heads nothing */
    }
    if (heading->parent != main && is_box_of(heading, heading->parent, prose))
        set_mark(heading->parent, HTML_MARK_BOX);
    else
        take_siblings(heading);
}

void html_boxes_finish(xmlNode *main)
{
    size_t prose = prose_size(main, SIZE_MAX);
    bool inside = true;
    for (xmlNode *node = main; node; node = html_next_node(node, main, inside)) {
        if (is_heading(node)) take_box(node, main, prose);
        inside = node == main ||
                 (node->type == XML_ELEMENT_NODE && html_role(node) != HTML_SKIP && !html_is_box(node, main));
    }
}
