/* Words that begin as typed, counted by the searches they would complete. */
#include "query/suggest.h"

#include <stdlib.h>

#include "base/clock.h"
#include "query/expand.h"
#include "query/search.h"
#include "query/spelling.h"
#include "query/suggester.h"
#include "text/stop_words.h"

static const char *const kind_words[SUGGESTION_KINDS] = {
#define SUGGESTION(name, word) word,
#include "query/suggestion_kinds.def"
#undef SUGGESTION
};

const char *suggestion_kind_word(enum suggestion_kind kind)
{
    return kind_words[kind];
}

static int no_memory(struct error *error)
{
    return fail(error, ERROR_NO_MEMORY, 0, "no memory for suggestions");
}

/* ---- counting */

static struct slice join(struct arena *arena, struct slice first, struct slice second, struct slice third)
{
    char *bytes = arena_alloc(arena, first.length + second.length + third.length + 1);
    if (!bytes) return slice_make(NULL, 0);
    if (first.length) memcpy(bytes, first.data, first.length);
    if (second.length) memcpy(bytes + first.length, second.data, second.length);
    if (third.length) memcpy(bytes + first.length + second.length, third.data, third.length);
    return slice_make(bytes, first.length + second.length + third.length);
}

int suggester_count(struct suggester *suggester, struct candidate *candidate, const char *tail, struct error *error)
{
    struct search_reply reply;
    struct search_request request = {.count_only = true};
    int64_t left_us = suggester->deadline_us - clock_monotonic_us();
    struct error refused = {0};
    if (left_us <= 0) {
        suggester->partial = true;
        return 0;
    }
    request.query = join(suggester->arena, suggester->typed.before, candidate->word, slice_of(tail));
    request.timeout_ms = 1 + left_us / 1000;
    if (!request.query.data) return no_memory(error);
    if (search_run(suggester->arena, suggester->snapshot, suggester->stemmers, &request, &reply, &refused) == 0) {
        if (reply.partial)
            suggester->partial = true;
        else
            candidate->documents = (int64_t)reply.total;
        return 0;
    }
    if (refused.code == ERROR_BAD_QUERY || refused.code == ERROR_LIMIT) return 0;
    if (error) *error = refused;
    return -1;
}

/* ---- words */

struct words {
    struct candidate items[EXPANSION_TERMS_MAX];
    size_t count;
};

static int by_frequency(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    if (left->frequency != right->frequency) return left->frequency > right->frequency ? -1 : 1;
    return slice_compare(left->word, right->word);
}

static bool is_value(const struct typed *typed)
{
    return typed->field && typed->field->kind == FIELD_EXACT;
}

static int list_words(struct suggester *suggester, struct words *out, struct error *error)
{
    const struct typed *typed = &suggester->typed;
    struct query_node beginning = {.kind = QUERY_PREFIX, .field = typed->field, .text = typed->beginning};
    struct expansion expansion;
    struct xap_error fault;
    int64_t now_us = clock_monotonic_us();
    int64_t share_us = (int64_t)(SUGGEST_SCAN_SHARE * (double)(suggester->deadline_us - now_us));
    struct expansion_limits limits = {.deadline_us = now_us + share_us};
    size_t prefix = typed->field ? strlen(typed->field->prefix) : 0;
    if (query_expand(suggester->arena, snapshot_reader(suggester->snapshot), &beginning, &limits, &expansion, &fault) <
        0)
        return index_fail(error, &fault);
    suggester->partial = !expansion.complete;
    for (size_t i = 0; i < expansion.count; i++) {
        struct slice term = expansion.terms[i];
        out->items[out->count++] = (struct candidate){.word = slice_make(term.data + prefix, term.length - prefix),
                                                      .kind = is_value(typed) ? SUGGESTION_VALUE : SUGGESTION_WORD,
                                                      .frequency = expansion.frequencies[i],
                                                      .documents = SUGGEST_UNKNOWN,
                                                      .figures = SUGGEST_UNKNOWN};
    }
    qsort(out->items, out->count, sizeof *out->items, by_frequency);
    return 0;
}

/* The stems of a word in each language of the index. */
struct stem_list {
    struct slice *items;
    size_t count;
};

static bool list_stems(struct suggester *suggester, struct slice word, struct stem_list *out)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    out->count = stemmers_list(suggester->stemmers, word, stems);
    out->items = arena_array(suggester->arena, out->count, sizeof *out->items);
    for (size_t i = 0; out->items && i < out->count; i++) out->items[i] = arena_copy(suggester->arena, stems[i]);
    return out->items && !arena_failed(suggester->arena);
}

/* Another word has the same stem in one of the languages. */
static bool is_repeated(const struct stem_list *lists, size_t count, const struct stem_list *stems)
{
    for (size_t i = 0; i < count * stems->count; i++)
        if (slice_equal(lists[i / stems->count].items[i % stems->count], stems->items[i % stems->count])) return true;
    return false;
}

static bool is_filler(struct slice word, const struct stem_list *stems)
{
    if (stop_word_is(word)) return true;
    for (size_t i = 0; i < stems->count; i++)
        if (stop_word_is(stems->items[i])) return true;
    return false;
}

/* Of words that find the same the most frequent stays; between quotes each finds its own. Stop words, and what is
 * stemmed to one ("mores"), complete phrases only. */
static int drop_repetitions(struct suggester *suggester, struct words *words, struct error *error)
{
    struct stem_list lists[EXPANSION_TERMS_MAX];
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        struct candidate word = words->items[i];
        if (!list_stems(suggester, word.word, &lists[kept])) return no_memory(error);
        if (is_filler(word.word, &lists[kept]) || is_repeated(lists, kept, &lists[kept])) continue;
        words->items[kept++] = word;
    }
    words->count = kept;
    return 0;
}

static int by_documents(const void *a, const void *b)
{
    const struct candidate *left = a, *right = b;
    if (left->documents != right->documents) return left->documents > right->documents ? -1 : 1;
    return by_frequency(a, b);
}

/* An open quote is closed for the search. Of what is not wanted, the most frequent words come first. */
static int count_words(struct suggester *suggester, struct words *words, uint32_t limit, struct error *error)
{
    const struct typed *typed = &suggester->typed;
    size_t counted = typed->unwanted ? limit : SUGGEST_COUNTED * (size_t)limit;
    const char *tail = typed->quoted && !is_value(typed) ? "\"" : "";
    size_t kept = 0;
    for (size_t i = 0; i < words->count && i < counted; i++) {
        struct candidate word = words->items[i];
        if (suggester_count(suggester, &word, tail, error) < 0) return -1;
        if (word.documents == 0 && !typed->unwanted) continue;
        words->items[kept++] = word;
    }
    words->count = kept;
    for (size_t i = 0; i < kept; i++)
        if (words->items[i].documents == SUGGEST_UNKNOWN) words->items[i].documents = words->items[i].frequency;
    if (!typed->unwanted) qsort(words->items, kept, sizeof *words->items, by_documents);
    return 0;
}

/* ---- values of exact fields */

static bool needs_quotes(struct slice value)
{
    for (size_t i = 0; i < value.length; i++)
        if (strchr(" ()", value.data[i])) return true;
    return false;
}

/* A value with a quote in it, or cut short by a hash, cannot be asked for as it stands. */
static void write_values(struct suggester *suggester, struct words *words)
{
    size_t kept = 0;
    for (size_t i = 0; i < words->count; i++) {
        struct candidate value = words->items[i];
        size_t term = value.word.length + strlen(suggester->typed.field->prefix);
        if (memchr(value.word.data, '"', value.word.length) || term >= TERM_MAX) continue;
        bool quoted = suggester->typed.quoted, quotes = quoted || needs_quotes(value.word);
        if (quotes) value.word = join(suggester->arena, slice_of(quoted ? "" : "\""), value.word, slice_of("\""));
        if (value.word.data) words->items[kept++] = value;
    }
    words->count = kept;
}

/* ---- the reply */

static int show(struct suggester *suggester, struct speller *speller, const struct candidate *candidate,
                struct suggest_reply *out, struct error *error)
{
    struct slice before = suggester->typed.before, word = candidate->word;
    bool spelled = candidate->kind == SUGGESTION_WORD || candidate->kind == SUGGESTION_NOUN;
    bool name = candidate->kind >= SUGGESTION_NOUN;
    if (spelled && spelling_find(speller, word, &word, error) < 0) return -1;
    struct suggestion item = {.text = join(suggester->arena, before, word, slice_of(name ? ":" : "")),
                              .start = (uint32_t)before.length,
                              .length = (uint32_t)(word.length + name),
                              .kind = candidate->kind,
                              .documents = candidate->documents,
                              .figures = candidate->figures};
    if (!item.text.data) return no_memory(error);
    if (item.text.length <= QUERY_BYTES_MAX) out->items[out->count++] = item;
    return 0;
}

/* Words are shown as they are folded when there is no time to read how articles write them. */
static int show_all(struct suggester *suggester, const struct candidate *candidates, size_t count,
                    struct suggest_reply *out, struct error *error)
{
    struct speller speller = {.snapshot = suggester->snapshot,
                              .arena = suggester->arena,
                              .scratch = arena_new(SPELLING_ARENA_BYTES),
                              .deadline_us = suggester->deadline_us};
    int status = speller.scratch ? 0 : no_memory(error);
    for (size_t i = 0; i < count && status == 0; i++) status = show(suggester, &speller, &candidates[i], out, error);
    arena_free(speller.scratch);
    if (clock_monotonic_us() >= suggester->deadline_us) suggester->partial = true;
    return status;
}

/* The fields that begin as typed; there is room for all. */
static size_t add_fields(const struct typed *typed, struct candidate *out)
{
    size_t count = 0;
    for (enum field_name name = 0; name < FIELD_NAMES; name++) {
        struct slice word = slice_of(schema_field(name)->word);
        if (!slice_starts(word, typed->beginning)) continue;
        out[count++] = (struct candidate){
            .word = word, .kind = SUGGESTION_FIELD, .documents = SUGGEST_UNKNOWN, .figures = SUGGEST_UNKNOWN};
    }
    return count;
}

static int complete(struct suggester *suggester, uint32_t limit, struct suggest_reply *out, struct error *error)
{
    struct words *words = arena_alloc(suggester->arena, sizeof *words);
    struct candidate names[SUGGEST_NAMES_MAX + FIELD_NAMES], *all = arena_array(suggester->arena, limit, sizeof *all);
    size_t name_count = 0, count = 0;
    const struct typed *typed = &suggester->typed;
    if (!words || !all) return no_memory(error);
    if (list_words(suggester, words, error) < 0) return -1;
    if (is_value(typed))
        write_values(suggester, words);
    else if (!typed->quoted && drop_repetitions(suggester, words, error) < 0)
        return -1;
    if (typed->may_name && names_suggest(suggester, words->items, words->count, names, &name_count, error) < 0)
        return -1;
    if (typed->may_name) name_count += add_fields(typed, &names[name_count]);
    if (count_words(suggester, words, limit, error) < 0) return -1;
    size_t room = limit > 2 ? limit / 3 : limit - 1, named = name_count < room ? name_count : room;
    while (count < words->count && count < limit - named) {
        all[count] = words->items[count];
        count++;
    }
    for (size_t i = 0; i < name_count && count < limit; i++) all[count++] = names[i];
    return show_all(suggester, all, count, out, error);
}

int suggest_run(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers, struct slice text,
                uint32_t limit, struct suggest_reply *out, struct error *error)
{
    struct suggester suggester = {.arena = arena,
                                  .snapshot = snapshot,
                                  .stemmers = stemmers,
                                  .deadline_us = clock_monotonic_us() + SUGGEST_TIMEOUT_MS * 1000};
    *out = (struct suggest_reply){.items = arena_array(arena, SUGGEST_LIMIT_MAX, sizeof *out->items)};
    if (!out->items) return no_memory(error);
    if (limit < 1 || limit > SUGGEST_LIMIT_MAX)
        return fail(error, ERROR_LIMIT, 0, "expected a limit of at most %d, found %u", SUGGEST_LIMIT_MAX, limit);
    if (typed_read(arena, text, &suggester.typed, error) < 0) return -1;
    bool empty = !snapshot || !snapshot_reader(snapshot) || suggester.typed.beginning.length == 0;
    if (empty) return 0;
    int status = complete(&suggester, limit, out, error);
    out->partial = suggester.partial;
    return status == 0 && arena_failed(arena) ? no_memory(error) : status;
}
