/* Walks through the index's words. */
#include "query/expand.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "text/tokens.h"

#define CLOCK_VISITS 512 /* terms between two looks at the clock */

/* ---- distance */

struct letters {
    uint32_t items[TEXT_WORD_MAX];
    size_t count;
};

static void spell(struct slice word, struct letters *out)
{
    out->count = 0;
    for (size_t at = 0, size; at < word.length && out->count < TEXT_WORD_MAX; at += size)
        out->items[out->count++] = utf8_decode(word.data + at, word.data + word.length, &size);
}

static uint32_t smallest(uint32_t a, uint32_t b, uint32_t c)
{
    uint32_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* One row of the table: row[j] is the distance of the first i letters of a to the first j of b. Returns its least
 * entry. */
static uint32_t fill_row(const struct letters *a, const struct letters *b, size_t i,
                         uint32_t rows[3][TEXT_WORD_MAX + 1])
{
    uint32_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *before = rows[(i + 1) % 3];
    uint32_t least = row[0] = (uint32_t)i;
    for (size_t j = 1; j <= b->count; j++) {
        bool equal = a->items[i - 1] == b->items[j - 1];
        row[j] = smallest(above[j] + 1, row[j - 1] + 1, above[j - 1] + !equal);
        bool swapped = i > 1 && j > 1 && a->items[i - 1] == b->items[j - 2] && a->items[i - 2] == b->items[j - 1];
        if (swapped && before[j - 2] + 1 < row[j]) row[j] = before[j - 2] + 1;
        if (row[j] < least) least = row[j];
    }
    return least;
}

bool within_edits(struct slice a, struct slice b, uint32_t edits)
{
    struct letters left, right;
    uint32_t rows[3][TEXT_WORD_MAX + 1];
    spell(a, &left);
    spell(b, &right);
    size_t difference = left.count > right.count ? left.count - right.count : right.count - left.count;
    if (difference > edits) return false;
    for (size_t j = 0; j <= right.count; j++) rows[0][j] = (uint32_t)j;
    for (size_t i = 1; i <= left.count; i++)
        if (fill_row(&left, &right, i, rows) > edits) return false;
    return rows[left.count % 3][right.count] <= edits;
}

bool expansion_holds(const struct query_node *node, struct slice word)
{
    if (node->kind == QUERY_PREFIX) return slice_starts(word, node->text);
    size_t first;
    utf8_decode(node->text.data, node->text.data + node->text.length, &first);
    if (word.length < first || memcmp(word.data, node->text.data, first) != 0) return false;
    return !slice_has_digit(word) && within_edits(node->text, word, node->window);
}

/* ---- collecting */

struct collector {
    struct arena *arena;
    const struct query_node *node;
    struct expansion_limits limits;
    struct expansion *out;
    size_t prefix_length; /* of the field */
    size_t rarest;        /* index of the least frequent of a full expansion */
    uint32_t visits;
};

static void find_rarest(struct collector *collector)
{
    const uint32_t *frequencies = collector->out->frequencies;
    collector->rarest = 0;
    for (size_t i = 1; i < collector->out->count; i++)
        if (frequencies[i] < frequencies[collector->rarest]) collector->rarest = i;
}

static void keep(struct collector *collector, struct slice term, uint32_t frequency)
{
    struct expansion *out = collector->out;
    bool full = out->count == EXPANSION_TERMS_MAX;
    if (full && frequency <= out->frequencies[collector->rarest]) return;
    struct slice copy = arena_copy(collector->arena, term);
    if (!copy.data) return;
    size_t at = full ? collector->rarest : out->count++;
    out->terms[at] = copy;
    out->frequencies[at] = frequency;
    if (out->count == EXPANSION_TERMS_MAX) find_rarest(collector);
}

static bool may_go_on(const struct collector *collector)
{
    if (collector->visits == EXPANSION_VISITS_MAX || arena_failed(collector->arena)) return false;
    bool look = collector->limits.deadline_us && collector->visits % CLOCK_VISITS == 0;
    return !look || clock_monotonic_us() < collector->limits.deadline_us;
}

static bool visit_term(void *context, const char *term, size_t length, uint32_t frequency)
{
    struct collector *collector = context;
    struct slice word = slice_make(term + collector->prefix_length, length - collector->prefix_length);
    struct slice whole = slice_make(term, length);
    bool wanted = expansion_holds(collector->node, word);
    if (wanted && collector->limits.wants) wanted = collector->limits.wants(collector->limits.context, whole);
    if (wanted) keep(collector, whole, frequency);
    collector->visits++;
    collector->out->complete = may_go_on(collector);
    return collector->out->complete;
}

int query_expand(struct arena *arena, const struct xap_reader *reader, const struct query_node *node,
                 const struct expansion_limits *limits, struct expansion *out, struct xap_error *error)
{
    char head[TERM_MAX];
    const char *prefix = node->field ? node->field->prefix : "";
    size_t first = node->text.length;
    if (node->kind == QUERY_FUZZY) utf8_decode(node->text.data, node->text.data + node->text.length, &first);
    size_t length = schema_term(prefix, slice_make(node->text.data, first), head);
    struct collector collector = {.arena = arena, .node = node, .out = out, .prefix_length = strlen(prefix)};
    if (limits) collector.limits = *limits;
    out->count = 0;
    out->complete = true;
    return xap_terms(reader, head, length, visit_term, &collector, error);
}
