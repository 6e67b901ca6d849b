/* HTML: one article a page; main text first, the furniture of the page set apart behind it. */
#include <assert.h>
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "indexer/format.h"
#include "indexer/html_boxes.h"
#include "indexer/html_tree.h"

bool sniff_html(struct slice head)
{
    static const char *const STARTS[] = {"<!doctype html", "<html", "<head", "<body", "<article", "<!--"};
    while (head.length && (isspace((unsigned char)*head.data) || (unsigned char)*head.data >= 0xBB))
        head = slice_make(head.data + 1, head.length - 1);
    for (size_t i = 0; i < sizeof STARTS / sizeof *STARTS; i++) {
        size_t length = strlen(STARTS[i]);
        if (head.length >= length && strncasecmp(head.data, STARTS[i], length) == 0) return true;
    }
    return false;
}

/* ---- text of a tree */

/* What stands between two words of a page. A block's border is a blank line, so that nobody takes two blocks for the
 * lines of one; what a <br> means is told by the letter behind it. */
enum gap { GAP_NONE, GAP_SPACE, GAP_LINE, GAP_BLOCK };

struct flow {
    struct buffer text;
    enum gap gap; /* behind it */
};

/* The two texts of a page: `main` and what stands around it. */
struct page_text {
    struct flow main, furniture;
    int boxes; /* that are open */
};

static void widen_gap(struct flow *flow, enum gap gap)
{
    if (gap > flow->gap) flow->gap = gap;
}

static const char *spelled_gap(enum gap gap, char next)
{
    switch (gap) {
    case GAP_NONE: return "";
    case GAP_SPACE: return " ";
    case GAP_LINE: return islower((unsigned char)next) ? "\n" : "\n\n";
    case GAP_BLOCK: return "\n\n";
    }
    return "";
}

static void append_text(struct flow *flow, const char *text)
{
    for (; *text; text++) {
        if (isspace((unsigned char)*text)) {
            widen_gap(flow, GAP_SPACE);
            continue;
        }
        if (flow->gap != GAP_NONE && flow->text.length) buffer_string(&flow->text, spelled_gap(flow->gap, *text));
        flow->gap = GAP_NONE;
        buffer_byte(&flow->text, *text);
    }
}

static void end_text(struct flow *flow)
{
    if (flow->text.length) buffer_byte(&flow->text, '\n');
}

static enum gap gap_of(enum html_role role)
{
    switch (role) {
    case HTML_INLINE:
    case HTML_SKIP: return GAP_NONE;
    case HTML_LINE: return GAP_LINE;
    case HTML_BLOCK:
    case HTML_HEADER:
    case HTML_FURNITURE: return GAP_BLOCK;
    }
    return GAP_NONE;
}

/* Enters a node: true when its children are to be walked. text->boxes counts the boxes that are open. */
static bool enter(const xmlNode *node, const xmlNode *root, struct page_text *text)
{
    struct flow *flow = text->boxes ? &text->furniture : &text->main;
    if (html_is_text(node)) {
        append_text(flow, node->content ? (const char *)node->content : "");
        return false;
    }
    if (node->type != XML_ELEMENT_NODE || html_role(node) == HTML_SKIP) return false;
    widen_gap(flow, gap_of(html_role(node)));
    if (html_is_box(node, root) && ++text->boxes) widen_gap(&text->furniture, GAP_BLOCK);
    return true;
}

static void leave(const xmlNode *node, const xmlNode *root, struct page_text *text)
{
    widen_gap(text->boxes ? &text->furniture : &text->main, gap_of(html_role(node)));
    if (html_is_box(node, root)) --text->boxes;
}

/* Walks without recursion, since pages nest as deep as they like. `root` itself is entered. */
static void collect_text(const xmlNode *root, const xmlNode *skip, struct page_text *text)
{
    const xmlNode *node = root;
    for (;;) {
        bool inside = node != skip && enter(node, root, text);
        if (inside && node->children) {
            node = node->children;
            continue;
        }
        if (inside) leave(node, root, text);
        while (node != root && !node->next) {
            node = node->parent;
            leave(node, root, text);
        }
        if (node == root) return;
        node = node->next;
    }
}

/* ---- finding things in a tree */

static xmlNode *find_element(xmlNode *root, const char *name)
{
    for (xmlNode *node = root; node; node = html_next_node(node, root, true))
        if (html_is_element(node, name)) return node;
    return NULL;
}

/* The element that holds the article: the <article> with the most text, else <main>, else <body>. One walk: the text
 * inside an element is what has been passed between entering and leaving it. */
struct main_search {
    xmlNode *open[HTML_LEVELS_KEPT];    /* the <article> elements being walked, outermost first */
    size_t passed_at[HTML_LEVELS_KEPT]; /* text passed when each was entered */
    int depth;
    size_t passed, best_size;
    xmlNode *best;
};

static void enter_article(struct main_search *search, xmlNode *node)
{
    if (node->type == XML_TEXT_NODE && node->content) search->passed += strlen((const char *)node->content);
    if (!html_is_element(node, "article")) return;
    assert(search->depth < HTML_LEVELS_KEPT);
    search->open[search->depth] = node;
    search->passed_at[search->depth++] = search->passed;
}

static void leave_article(struct main_search *search, xmlNode *node)
{
    if (search->depth == 0 || search->open[search->depth - 1] != node) return;
    size_t size = search->passed - search->passed_at[--search->depth];
    if (size <= search->best_size) return;
    search->best = node;
    search->best_size = size;
}

static xmlNode *largest_article(xmlNode *root)
{
    struct main_search search = {.depth = 0};
    for (xmlNode *node = root; node;) {
        enter_article(&search, node);
        if (node->type == XML_ELEMENT_NODE && node->children && !html_is_box(node, NULL)) {
            node = node->children;
            continue;
        }
        leave_article(&search, node);
        while (node != root && !node->next) {
            node = node->parent;
            leave_article(&search, node);
        }
        node = node == root ? NULL : node->next;
    }
    return search.best;
}

static xmlNode *find_main(xmlNode *root)
{
    xmlNode *best = largest_article(root);
    if (!best) best = find_element(root, "main");
    if (!best) best = find_element(root, "body");
    return best ? best : root;
}

static struct slice attribute(struct arena *arena, xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetProp(node, (const xmlChar *)name);
    struct slice copy = arena_copy(arena, slice_of((const char *)value));
    xmlFree(value);
    return copy.data ? copy : slice_of("");
}

/* <meta name=… content=…> or property=…; empty when there is none. */
static struct slice meta_content(struct arena *arena, xmlNode *root, const char *wanted)
{
    for (xmlNode *node = root; node; node = html_next_node(node, root, true)) {
        if (!html_is_element(node, "meta")) continue;
        if (slice_is(attribute(arena, node, "name"), wanted) || slice_is(attribute(arena, node, "property"), wanted))
            return attribute(arena, node, "content");
    }
    return slice_of("");
}

static const char *on_one_line(char *text)
{
    for (char *from = text, *to = text; (*to = *from); to++, from++) {
        if (*from != '\n') continue;
        from += strspn(from, "\n") - 1;
        *to = ' ';
    }
    return text;
}

static struct slice text_of_element(struct arena *arena, xmlNode *element)
{
    if (!element) return slice_of("");
    struct page_text text = {.main.gap = GAP_NONE};
    buffer_init(&text.main.text, ARTICLE_FIELD_MAX);
    buffer_init(&text.furniture.text, 0);
    /* <title> stands in <head>, which is skipped: start with its children. */
    for (xmlNode *child = element->children; child; child = child->next) collect_text(child, NULL, &text);
    char *copy = arena_string(arena, buffer_view(&text.main.text));
    buffer_free(&text.main.text);
    return slice_of(copy ? on_one_line(copy) : "");
}

static struct slice first_filled(struct slice a, struct slice b, struct slice c)
{
    return a.length ? a : b.length ? b : c;
}

static struct slice time_element(struct arena *arena, xmlNode *root)
{
    xmlNode *time = find_element(root, "time");
    return time ? attribute(arena, time, "datetime") : slice_of("");
}

static struct slice canonical_link(struct arena *arena, xmlNode *root)
{
    for (xmlNode *node = root; node; node = html_next_node(node, root, true))
        if (html_is_element(node, "link") && slice_is(attribute(arena, node, "rel"), "canonical"))
            return attribute(arena, node, "href");
    return slice_of("");
}

static void take_head(struct arena *arena, xmlNode *root, xmlNode *main, struct article *article)
{
    article->title =
        first_filled(text_of_element(arena, find_element(main, "h1")), meta_content(arena, root, "og:title"),
                     text_of_element(arena, find_element(root, "title")));
    article->date = first_filled(meta_content(arena, root, "article:published_time"), meta_content(arena, root, "date"),
                                 time_element(arena, main));
    article->url = first_filled(canonical_link(arena, root), meta_content(arena, root, "og:url"), slice_of(""));
    article->source = meta_content(arena, root, "og:site_name");
    article->language = attribute(arena, root, "lang");
}

/* Bytes of `text` that spell `title`, which has spaces where lines end; 0 when it begins with something else. */
static size_t spelled_title(struct slice text, struct slice title)
{
    size_t at = 0;
    for (size_t i = 0; i < title.length; i++, at++) {
        if (at == text.length) return 0;
        if (text.data[at] == title.data[i]) continue;
        if (text.data[at] != '\n' || title.data[i] != ' ') return 0;
        at += at + 1 < text.length && text.data[at + 1] == '\n';
    }
    return at;
}

/* The headline is the title already; once is enough. */
static void drop_leading_title(struct buffer *text, struct slice title)
{
    size_t length = spelled_title(buffer_view(text), title);
    if (length && length < text->length && text->data[length] == '\n')
        buffer_consume(text, length + strspn(text->data + length, "\n"));
}

static int take_page(struct arena *arena, struct slice bytes, struct article *article, struct error *error)
{
    xmlNode *root = html_tree(arena, bytes, error);
    if (!root) return -1;
    html_boxes_begin(root);
    xmlNode *main = find_main(root), *body = find_element(root, "body");
    struct page_text text = {.main.gap = GAP_NONE};
    struct buffer *whole = &text.main.text, *apart = &text.furniture.text;
    buffer_init(whole, FORMAT_FILE_MAX);
    buffer_init(apart, FORMAT_FILE_MAX);
    html_boxes_finish(main);
    take_head(arena, root, main, article);
    collect_text(main, NULL, &text);
    text.boxes = 1;
    if (body && body != main) collect_text(body, main, &text);
    end_text(&text.main);
    end_text(&text.furniture);
    drop_leading_title(whole, article->title);
    article->main_length = whole->length;
    buffer_slice(whole, buffer_view(apart));
    article->body = arena_copy(arena, buffer_view(whole));
    bool failed = whole->failed || apart->failed || !article->body.data;
    buffer_free(whole);
    buffer_free(apart);
    return failed ? fail(error, ERROR_NO_MEMORY, 0, "no memory for this page") : 0;
}

int read_html(struct format_input *input, const struct format_sink *sink)
{
    struct error error;
    struct article article = {.id = slice_of("")};
    int result = 0;
    if (stream_read_all(input->stream, input->head, &error) < 0 ||
        take_page(input->arena, buffer_view(input->head), &article, &error) < 0)
        sink->problem(sink->context, 0, true, &error);
    else
        result = format_give(input, 0, &article, sink);
    arena_reset(input->arena);
    return result;
}
