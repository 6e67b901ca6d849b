/* A hash table of terms and a list of their occurrences, turned by counting and one sort into postings. */
#include "index/postings.h"

#include <endian.h>
#include <stdlib.h>

#include "index/checksum.h"
#include "index/schema.h"

#define TABLE_SIZE 1024u
#define TERMS_ROOM 256u /* most articles have fewer, and every byte here is cleared for each of them */
#define LIST_MIN   256u

struct gathered {
    struct slice term;
    double weight;
    uint64_t order; /* the first eight bytes, for comparing most terms at once */
    uint32_t hash;
    uint32_t count;     /* occurrences with a position */
    uint32_t first;     /* where its positions begin, once they are laid out */
    uint32_t last_seen; /* the position added last */
    bool unsorted;
};

struct occurrence {
    uint32_t term, position;
};

struct postings {
    struct arena *arena;
    struct gathered *terms;
    struct occurrence *occurrences;
    uint32_t *table; /* index into terms + 1; 0: free */
    size_t term_count, term_room, occurrence_count, occurrence_room, table_size;
    bool failed;
};

struct postings *postings_new(struct arena *arena, size_t expected)
{
    struct postings *postings = arena_alloc(arena, sizeof *postings);
    if (!postings) return NULL;
    *postings = (struct postings){.arena = arena,
                                  .term_room = TERMS_ROOM,
                                  .occurrence_room = expected > LIST_MIN ? expected : LIST_MIN,
                                  .table_size = TABLE_SIZE};
    postings->terms = arena_array(arena, postings->term_room, sizeof *postings->terms);
    postings->occurrences = arena_array(arena, postings->occurrence_room, sizeof *postings->occurrences);
    postings->table = arena_array(arena, postings->table_size, sizeof *postings->table);
    return postings->terms && postings->occurrences && postings->table ? postings : NULL;
}

/* The array itself or, when it is full, one of twice the room; NULL when the arena is full. */
static void *with_room(struct postings *postings, void *list, size_t count, size_t *room, size_t size)
{
    if (count < *room) return list;
    void *longer = arena_grow(postings->arena, list, *room * size, 2 * *room * size);
    if (longer) *room *= 2;
    return longer;
}

static void enter(struct postings *postings, uint32_t hash, uint32_t term)
{
    size_t mask = postings->table_size - 1, slot = hash & mask;
    while (postings->table[slot]) slot = (slot + 1) & mask;
    postings->table[slot] = term + 1;
}

static bool widen_table(struct postings *postings)
{
    if (2 * postings->term_count < postings->table_size) return true;
    uint32_t *wider = arena_array(postings->arena, 2 * postings->table_size, sizeof *wider);
    if (!wider) return false;
    postings->table = wider;
    postings->table_size *= 2;
    for (size_t i = 0; i < postings->term_count; i++) enter(postings, postings->terms[i].hash, (uint32_t)i);
    return true;
}

static uint64_t order_of(struct slice term)
{
    uint64_t bytes = 0;
    memcpy(&bytes, term.data, term.length < sizeof bytes ? term.length : sizeof bytes);
    return be64toh(bytes);
}

static struct gathered *new_term(struct postings *postings, struct slice text, uint32_t hash)
{
    struct gathered *terms =
        with_room(postings, postings->terms, postings->term_count, &postings->term_room, sizeof *terms);
    if (!terms) return NULL;
    postings->terms = terms;
    if (!widen_table(postings)) return NULL;
    struct slice term = arena_copy(postings->arena, text);
    if (!term.data) return NULL;
    enter(postings, hash, (uint32_t)postings->term_count);
    struct gathered *fresh = &terms[postings->term_count++];
    *fresh = (struct gathered){.term = term, .hash = hash};
    return fresh;
}

static struct gathered *find_term(struct postings *postings, struct slice text)
{
    uint32_t hash = (uint32_t)checksum_bytes(text);
    size_t mask = postings->table_size - 1;
    for (size_t slot = hash & mask; postings->table[slot]; slot = (slot + 1) & mask) {
        struct gathered *term = &postings->terms[postings->table[slot] - 1];
        if (term->hash == hash && slice_equal(term->term, text)) return term;
    }
    return new_term(postings, text, hash);
}

static void add_position(struct postings *postings, struct gathered *term, uint32_t position)
{
    if (position == term->last_seen) return;
    struct occurrence *list = with_room(postings, postings->occurrences, postings->occurrence_count,
                                        &postings->occurrence_room, sizeof *list);
    if (!list) {
        postings->failed = true;
        return;
    }
    postings->occurrences = list;
    list[postings->occurrence_count++] = (struct occurrence){(uint32_t)(term - postings->terms), position};
    if (position < term->last_seen) term->unsorted = true;
    term->last_seen = position;
    term->count++;
}

void postings_add(struct postings *postings, const char *prefix, struct slice text, uint32_t position, double weight)
{
    if (postings->failed) return;
    char bytes[TERM_MAX];
    struct slice whole = text;
    if (*prefix || text.length > TERM_MAX) whole = slice_make(bytes, schema_term(prefix, text, bytes));
    struct gathered *term = find_term(postings, whole);
    if (!term) {
        postings->failed = true;
        return;
    }
    term->weight += weight;
    if (position != NO_POSITION) add_position(postings, term, position);
}

size_t postings_term_count(const struct postings *postings)
{
    return postings->term_count;
}

struct slice postings_term(const struct postings *postings, size_t index)
{
    return postings->terms[index].term;
}

double postings_weight(const struct postings *postings, size_t index)
{
    return postings->terms[index].weight;
}

static uint32_t *lay_out_positions(struct postings *postings)
{
    uint32_t *positions = arena_array(postings->arena, postings->occurrence_count, sizeof *positions);
    if (!positions) return NULL;
    uint32_t next = 0;
    for (size_t i = 0; i < postings->term_count; i++) {
        postings->terms[i].first = next;
        next += postings->terms[i].count;
        postings->terms[i].count = 0;
    }
    for (size_t i = 0; i < postings->occurrence_count; i++) {
        struct gathered *term = &postings->terms[postings->occurrences[i].term];
        positions[term->first + term->count++] = postings->occurrences[i].position;
    }
    return positions;
}

static int compare_positions(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static void sort_positions(struct gathered *term, uint32_t *positions)
{
    if (!term->unsorted) return;
    qsort(positions, term->count, sizeof *positions, compare_positions);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < term->count; i++) {
        if (kept == 0 || positions[i] != positions[kept - 1]) positions[kept++] = positions[i];
    }
    term->count = kept;
}

/* What is sorted: small, and mostly told apart by its first eight bytes. */
struct place {
    uint64_t order;
    const struct gathered *term;
};

static int compare_places(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return slice_compare(x->term->term, y->term->term);
}

static const struct place *sort_terms(const struct postings *postings)
{
    struct place *places = arena_array(postings->arena, postings->term_count, sizeof *places);
    if (!places) return NULL;
    for (size_t i = 0; i < postings->term_count; i++)
        places[i] = (struct place){order_of(postings->terms[i].term), &postings->terms[i]};
    qsort(places, postings->term_count, sizeof *places, compare_places);
    return places;
}

static int list_postings(struct postings *postings, const uint32_t *positions, postings_impact *impact,
                         const void *context, struct xap_document *out)
{
    const struct place *places = sort_terms(postings);
    struct xap_posting *list = arena_array(postings->arena, postings->term_count, sizeof *list);
    if (!places || !list) return -1;
    for (size_t i = 0; i < postings->term_count; i++) {
        const struct gathered *term = places[i].term;
        list[i] = (struct xap_posting){.term = term->term.data,
                                       .length = term->term.length,
                                       .wdf = term->weight > 0 ? impact(context, term->weight) : 0,
                                       .positions = term->count ? positions + term->first : NULL,
                                       .position_count = term->count};
    }
    out->postings = list;
    out->posting_count = postings->term_count;
    return 0;
}

int postings_finish(struct postings *postings, postings_impact *impact, const void *context, struct xap_document *out,
                    struct error *error)
{
    uint32_t *positions = postings->failed ? NULL : lay_out_positions(postings);
    for (size_t i = 0; positions && i < postings->term_count; i++)
        sort_positions(&postings->terms[i], positions + postings->terms[i].first);
    if (!positions || list_postings(postings, positions, impact, context, out) < 0)
        return fail(error, ERROR_NO_MEMORY, 0, "the article has more terms than fit into memory");
    return 0;
}
