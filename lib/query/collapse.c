/* Signatures of hits, held against those of the hits before them. */
#include "query/collapse.h"

#include <stdlib.h>

#include "base/clock.h"
#include "index/signature.h"

#define NO_DAY INT32_MIN

/* What is compared of an article. */
struct print {
    char signature[SIGNATURE_BYTES];
    bool has_signature;
    int32_t day;                 /* from some day on; NO_DAY when it is not known */
    struct collapsed_hit *shown; /* NULL: before or behind the page */
};

struct collapser {
    const struct snapshot *snapshot;
    struct print *prints; /* of what is shown */
    size_t count;
    struct error *error;
};

/* ---- reading */

/* Days of the Gregorian calendar since March 1st of the year 0: with March as the first month, leap days come last. */
static int32_t day_number(uint32_t date)
{
    uint32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (month == 0 || day == 0) return NO_DAY;
    year -= month < 3;
    uint32_t months = (month + 9) % 12;
    return (int32_t)(365 * year + year / 4 - year / 100 + year / 400 + (153 * months + 2) / 5 + day);
}

static int read_value(struct collapser *collapser, struct xap_document_id id, uint32_t slot, struct xap_bytes *out)
{
    struct xap_error fault;
    if (xap_document_value(snapshot_reader(collapser->snapshot), id, slot, out, &fault) == 0) return 0;
    return index_fail(collapser->error, &fault);
}

static int read_print(struct collapser *collapser, struct xap_document_id id, struct print *out)
{
    struct xap_bytes signature, date;
    *out = (struct print){.day = NO_DAY};
    if (read_value(collapser, id, SLOT_SIGNATURE, &signature) < 0) return -1;
    out->has_signature = signature.length == SIGNATURE_BYTES;
    if (out->has_signature) memcpy(out->signature, signature.data, SIGNATURE_BYTES);
    xap_bytes_free(&signature);
    if (!out->has_signature) return 0;
    if (read_value(collapser, id, schema_field(FIELD_NAME_DATE)->slot, &date) < 0) return -1;
    char digits[9] = "";
    if (date.length == 8) memcpy(digits, date.data, 8);
    if (digits[0]) out->day = day_number((uint32_t)strtoul(digits, NULL, 10));
    xap_bytes_free(&date);
    return 0;
}

/* ---- folding */

static bool repeats(const struct print *first, const struct print *second)
{
    if (!first->has_signature || !second->has_signature) return false;
    bool dated = first->day != NO_DAY && second->day != NO_DAY;
    if (dated && abs(first->day - second->day) > COLLAPSE_DAYS) return false;
    return signature_likeness(first->signature, second->signature) >= COLLAPSE_LIKENESS;
}

static struct print *find_first(const struct collapser *collapser, const struct print *print)
{
    for (size_t i = 0; i < collapser->count; i++)
        if (repeats(&collapser->prints[i], print)) return &collapser->prints[i];
    return NULL;
}

static void fold(struct collapsed_hit *into, struct xap_document_id id)
{
    if (!into) return;
    if (into->duplicate_count < SEARCH_DUPLICATES_MAX) into->duplicates[into->duplicate_count] = id;
    into->duplicate_count++;
}

/* A new one to show; one on the page keeps what is folded into it. */
static void show(struct collapser *collapser, const struct collapse_page *page, struct print *print, struct xap_hit hit,
                 struct collapsed *out)
{
    bool on_page = collapser->count >= page->offset && out->count < page->limit;
    collapser->count++;
    if (!on_page) return;
    print->shown = &out->items[out->count++];
    print->shown->hit = hit;
}

int collapse_hits(struct arena *arena, const struct snapshot *snapshot, const struct xap_result *result,
                  const struct collapse_page *page, struct collapsed *out, struct error *error)
{
    size_t count = xap_result_count(result);
    struct collapser collapser = {.snapshot = snapshot, .error = error};
    collapser.prints = arena_array(arena, count, sizeof *collapser.prints);
    *out = (struct collapsed){.items = arena_array(arena, page->limit, sizeof *out->items)};
    if (!collapser.prints || !out->items) return fail(error, ERROR_NO_MEMORY, 0, "no memory to fold hits");
    for (size_t i = 0; i < count && !out->partial; i++) {
        struct xap_hit hit = xap_result_hit(result, i);
        struct print *print = &collapser.prints[collapser.count];
        if (read_print(&collapser, hit.id, print) < 0) return -1;
        struct print *first = find_first(&collapser, print);
        if (first)
            fold(first->shown, hit.id);
        else
            show(&collapser, page, print, hit, out);
        out->partial = clock_monotonic_us() >= page->deadline_us;
    }
    out->more = collapser.count > (size_t)page->offset + page->limit;
    return 0;
}

int collapse_list(struct hit_reader *reader, const struct collapsed_hit *collapsed, struct search_hit *hit,
                  struct error *error)
{
    hit->duplicate_count = collapsed->duplicate_count;
    for (uint32_t i = 0; i < collapsed->duplicate_count && i < SEARCH_DUPLICATES_MAX; i++) {
        struct article article;
        arena_reset(reader->stored);
        if (snapshot_article(reader->snapshot, reader->stored, collapsed->duplicates[i], ARTICLE_HEAD, &article,
                             error) < 0)
            return -1;
        hit->duplicates[i] = arena_copy(reader->arena, article.id);
        if (!hit->duplicates[i].data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for an id");
    }
    return 0;
}
