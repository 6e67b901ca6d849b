/* Page after page by cursor, until there is none. */
#include <stdlib.h>

#include "base/arena.h"
#include "client/results.h"

#define PAGE_HITS    1000                /* the most that the daemon gives at once */
#define ATTEMPTS_MAX 5                   /* at a page that the daemon does not finish in time */
#define TEXTS_BYTES  ((size_t)256 << 10) /* of a search; the daemon takes far fewer */

struct tally_walk {
    struct tally *tally;
    struct arena *arena;
    struct tally_search search; /* for the next page; the cursor lives in `page` */
    struct tally_results *page;
    size_t next_hit;
    bool ended; /* no page follows */
    bool sure;  /* every hit of `page` counts */
};

static void refuse(enum error_code code, const char *message, struct tally_error *error)
{
    struct error problem;
    fail(&problem, code, 0, "%s", message);
    results_fail(&problem, error);
}

static const char *keep(struct arena *arena, const char *text)
{
    return text ? arena_string(arena, slice_of(text)) : NULL;
}

static void copy_search(struct arena *arena, const struct tally_search *search, struct tally_search *out)
{
    *out = *search;
    out->query = keep(arena, search->query);
    out->cursor = keep(arena, search->cursor);
    out->sort = keep(arena, search->sort);
    out->match = keep(arena, search->match);
    out->facets = keep(arena, search->facets);
    if (out->limit == 0) out->limit = PAGE_HITS;
}

struct tally_walk *tally_walk(struct tally *tally, const struct tally_search *search, struct tally_error *error)
{
    if (search->collapse) {
        refuse(ERROR_BAD_REQUEST, "expected a search without collapse: its pages have no cursors", error);
        return NULL;
    }
    struct tally_walk *walk = calloc(1, sizeof *walk);
    if (walk) {
        walk->tally = tally;
        walk->arena = arena_new(TEXTS_BYTES);
        if (walk->arena) copy_search(walk->arena, search, &walk->search);
        if (walk->arena && !arena_failed(walk->arena)) return walk;
    }
    tally_walk_free(walk);
    refuse(ERROR_NO_MEMORY, "no memory for a search", error);
    return NULL;
}

static bool is_by_cursor(const struct tally_walk *walk)
{
    return walk->search.cursor && walk->search.cursor[0];
}

/* What only the first page is asked for. */
static void move_on(struct tally_walk *walk, struct tally_results *page)
{
    tally_results_free(walk->page);
    walk->page = page;
    walk->next_hit = 0;
    walk->search.cursor = tally_next_cursor(page);
    walk->search.offset = 0;
    walk->ended = !is_by_cursor(walk);
}

/* Of a first page that is not whole hits may be missing. */
static bool is_sure(const struct tally_walk *walk, const struct tally_results *page)
{
    return is_by_cursor(walk) || !tally_partial(page);
}

static bool has_hits(const struct tally_walk *walk)
{
    return tally_hit_count(walk->page) > 0 || (walk->search.jsonl && tally_json(walk->page)[0]);
}

const struct tally_results *tally_walk_page(struct tally_walk *walk, struct tally_error *error)
{
    *error = (struct tally_error){.position = -1};
    if (walk->ended && walk->sure) return NULL;
    for (int attempt = 0; attempt < ATTEMPTS_MAX && !walk->ended; attempt++) {
        struct tally_results *page = tally_search(walk->tally, &walk->search, error);
        if (!page) return NULL;
        walk->sure = is_sure(walk, page);
        move_on(walk, page);
        if (walk->sure && (walk->ended || has_hits(walk))) {
            walk->search.facets = NULL;
            return walk->page;
        }
    }
    refuse(ERROR_TIMEOUT, "the search takes longer than it may", error);
    return NULL;
}

const struct tally_hit *tally_walk_hit(struct tally_walk *walk, struct tally_error *error)
{
    *error = (struct tally_error){.position = -1};
    while (!walk->page || walk->next_hit == tally_hit_count(walk->page))
        if (!tally_walk_page(walk, error)) return NULL;
    return tally_hit(walk->page, walk->next_hit++);
}

void tally_walk_free(struct tally_walk *walk)
{
    if (!walk) return;
    tally_results_free(walk->page);
    arena_free(walk->arena);
    free(walk);
}
