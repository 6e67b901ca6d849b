/* Random ranges answered four ways over a real index: by the figure column, by numeral terms, by the query language,
 * and by looking at every figure of every stored article. All answers must be the same.
 *
 * usage: range_plans INDEX COUNT SEED
 * Prints each difference and a summary; exit code 0 when there is none. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figures/number.h"
#include "index/bitmap.h"
#include "index/document.h"
#include "index/numeral.h"
#include "index/schema.h"
#include "index/snapshot.h"
#include "query/search.h"

#define ARENA_BYTES ((size_t)8 << 30)
#define QUERY_ARENA ((size_t)512 << 20)
#define STEMS_MAX   (FIGURE_NOUN_WORDS_MAX + FIGURE_TOPIC_WORDS_MAX)

/* A figure as the text says it, with nothing from the column. */
struct known {
    struct xap_document_id document;
    double low, high, si_low, si_high;
    enum figure_qualifier qualifier;
    const struct unit *unit;
    struct slice *stems; /* of noun and topic words */
    size_t stem_count;
};

struct plans {
    struct arena *arena, *scratch;
    struct snapshot *snapshot;
    struct stemmers *stemmers;
    struct known *known;
    size_t known_count, known_room;
    uint64_t state; /* of the random numbers */
};

/* What a range is bound to. */
struct question {
    enum range_binding binding;
    enum figure_class class;
    const struct unit *unit;
    struct slice stem;
    struct range range; /* in the unit's own terms */
    char text[256];     /* in the query language */
};

static void stop_on(int failed, const struct error *error)
{
    if (!failed) return;
    fprintf(stderr, "range_plans: %s\n", error->message);
    exit(2);
}

/* ---- random numbers: xorshift64*, so that a seed gives the same run everywhere */

static uint64_t draw(struct plans *plans)
{
    plans->state ^= plans->state >> 12;
    plans->state ^= plans->state << 25;
    plans->state ^= plans->state >> 27;
    return plans->state * UINT64_C(2685821657736338717);
}

static size_t draw_below(struct plans *plans, size_t count)
{
    return (size_t)(draw(plans) % count);
}

/* ---- every figure there is */

static void keep_stems(struct plans *plans, struct known *known, struct stemmer *stemmer, const struct figure *figure)
{
    known->stems = arena_array(plans->arena, STEMS_MAX, sizeof *known->stems);
    for (size_t i = 0; i < figure->noun_word_count; i++)
        known->stems[known->stem_count++] = arena_copy(plans->arena, stemmer_stem(stemmer, figure->noun_words[i]));
    for (size_t i = 0; i < figure->topic_word_count; i++)
        known->stems[known->stem_count++] = arena_copy(plans->arena, stemmer_stem(stemmer, figure->topic_words[i]));
}

static void keep_figure(struct plans *plans, struct xap_document_id document, struct stemmer *stemmer,
                        const struct figure *figure)
{
    if (figure->zone == ZONE_RELATED) return;
    if (plans->known_count == plans->known_room) {
        plans->known_room = plans->known_room ? plans->known_room * 2 : 4096;
        plans->known = realloc(plans->known, plans->known_room * sizeof *plans->known);
        if (!plans->known) abort();
    }
    struct known *known = &plans->known[plans->known_count++];
    *known = (struct known){.document = document,
                            .low = figure->low,
                            .high = figure->high,
                            .si_low = figure->si_low,
                            .si_high = figure->si_high,
                            .qualifier = figure->qualifier,
                            .unit = figure->unit};
    keep_stems(plans, known, stemmer, figure);
}

static void read_document(struct plans *plans, struct xap_document_id id)
{
    struct error error;
    struct article article;
    struct reading reading;
    stop_on(snapshot_article(plans->snapshot, plans->scratch, id, ARTICLE_WHOLE, &article, &error) < 0, &error);
    stop_on(document_read(plans->scratch, &article, &reading, &error) < 0, &error);
    struct stemmer *stemmer =
        stemmers_get(plans->stemmers, stemmers_language(plans->stemmers, article.language), &error);
    stop_on(!stemmer, &error);
    for (size_t i = 0; i < reading.title_figures.count; i++)
        keep_figure(plans, id, stemmer, &reading.title_figures.items[i]);
    for (size_t i = 0; i < reading.body_figures.count; i++)
        keep_figure(plans, id, stemmer, &reading.body_figures.items[i]);
    arena_reset(plans->scratch);
}

static void read_everything(struct plans *plans)
{
    for (size_t s = 0; s < snapshot_segment_count(plans->snapshot); s++) {
        const struct xap_bitmap *alive = &snapshot_alive(plans->snapshot)[s];
        for (uint32_t docid = 1; docid <= alive->bit_count; docid++)
            if (bitmap_has(alive->words, docid))
                read_document(plans, (struct xap_document_id){.database = (uint32_t)s, .docid = docid});
    }
}

/* ---- questions */

/* A bound near a value that occurs, exact or off, sometimes open, huge, decimal or negative. */
static double draw_bound(struct plans *plans)
{
    static const double factors[] = {1, 1, 1, 0.5, 2, 0.999, 1.001, 10, 0.1, -1};
    double value = plans->known[draw_below(plans, plans->known_count)].low;
    value *= factors[draw_below(plans, sizeof factors / sizeof *factors)];
    return number_round(draw_below(plans, 4) ? value : value + (double)draw_below(plans, 1000) / 8);
}

static struct range draw_range(struct plans *plans)
{
    double a = draw_bound(plans), b = draw_below(plans, 5) ? draw_bound(plans) : a;
    struct range range = {.low = a < b ? a : b, .high = a < b ? b : a};
    switch (draw_below(plans, 6)) {
    case 0: return (struct range){.low = range.low, .high = INFINITY, .low_open = draw_below(plans, 2)};
    case 1: return (struct range){.low = -INFINITY, .high = range.high, .high_open = draw_below(plans, 2)};
    default: return range;
    }
}

static void write_range(struct range range, char *out, size_t size)
{
    char low[NUMBER_CANONICAL_MAX + 1], high[NUMBER_CANONICAL_MAX + 1];
    if (isinf(range.high)) {
        low[number_canonical(range.low, low)] = '\0';
        snprintf(out, size, "%s%s", range.low_open ? ">" : ">=", low);
    } else if (isinf(range.low)) {
        high[number_canonical(range.high, high)] = '\0';
        snprintf(out, size, "%s%s", range.high_open ? "<" : "<=", high);
    } else {
        low[number_canonical(range.low, low)] = '\0';
        high[number_canonical(range.high, high)] = '\0';
        snprintf(out, size, "%s..%s", low, high);
    }
}

static bool is_plain_word(struct slice word)
{
    for (size_t i = 0; i < word.length; i++)
        if (word.data[i] < 'a' || word.data[i] > 'z') return false;
    return word.length > 2;
}

/* A stem that stays itself when stemmed again, in every language of the index, and is no name of something else: it can
 * be asked for as a noun. */
static bool can_be_asked(struct plans *plans, struct slice stem)
{
    struct slice stems[STEM_LANGUAGES_MAX];
    if (stemmers_ask(plans->stemmers, stem, stems) != 1) return false;
    return is_plain_word(stem) && !schema_field_find(stem) && figure_class_find(stem) < 0 && !unit_find(stem) &&
           !slice_is(stem, "figure") && slice_equal(stems[0], stem);
}

/* A code of one word that means this unit can stand before the colon as it is. */
static bool unit_can_be_asked(const struct unit *unit)
{
    struct slice code = slice_of(unit->code);
    return !strchr(unit->code, ' ') && unit_find(code) == unit && figure_class_find(code) < 0;
}

static struct question draw_question(struct plans *plans)
{
    struct question question = {.binding = BIND_ANY, .range = draw_range(plans)};
    const struct known *known = &plans->known[draw_below(plans, plans->known_count)];
    char range[128];
    const char *name = "figure";
    write_range(question.range, range, sizeof range);
    size_t kind = draw_below(plans, 5);
    if (kind == 0) {
        question.binding = BIND_CLASS;
        question.class = known->unit ? known->unit->class : CLASS_COUNT;
        name = figure_class_name(question.class);
    } else if (kind == 1 && known->unit && unit_can_be_asked(known->unit)) {
        question.binding = BIND_UNIT;
        question.unit = known->unit;
        name = known->unit->code;
    } else if (kind <= 3 && known->stem_count) {
        struct slice stem = known->stems[draw_below(plans, known->stem_count)];
        if (can_be_asked(plans, stem)) question.binding = BIND_NOUN, question.stem = stem;
    }
    if (question.binding == BIND_NOUN)
        snprintf(question.text, sizeof question.text, "%.*s:%s", SLICE_ARGS(question.stem), range);
    else
        snprintf(question.text, sizeof question.text, "%s:%s", name, range);
    return question;
}

/* ---- answers: one bitmap a segment */

struct answer {
    uint64_t **words;
};

static struct answer new_answer(struct plans *plans)
{
    size_t segments = snapshot_segment_count(plans->snapshot);
    struct answer answer = {arena_array(plans->scratch, segments, sizeof *answer.words)};
    for (size_t s = 0; s < segments; s++)
        answer.words[s] = arena_array(plans->scratch, bitmap_words(snapshot_alive(plans->snapshot)[s].bit_count), 8);
    return answer;
}

static uint64_t count_answer(struct plans *plans, struct answer answer)
{
    uint64_t count = 0;
    for (size_t s = 0; s < snapshot_segment_count(plans->snapshot); s++)
        count += bitmap_count(answer.words[s], snapshot_alive(plans->snapshot)[s].bit_count);
    return count;
}

static bool same_answer(struct plans *plans, struct answer a, struct answer b)
{
    for (size_t s = 0; s < snapshot_segment_count(plans->snapshot); s++)
        if (memcmp(a.words[s], b.words[s], 8 * bitmap_words(snapshot_alive(plans->snapshot)[s].bit_count)))
            return false;
    return true;
}

/* The range in the values that the facet compares. */
static struct range facet_range(const struct question *question)
{
    struct range range = question->range;
    if (question->binding != BIND_UNIT || !question->unit->dimension) return range;
    range.low =
        isinf(range.low) ? range.low : number_round(range.low * question->unit->factor + question->unit->offset);
    range.high =
        isinf(range.high) ? range.high : number_round(range.high * question->unit->factor + question->unit->offset);
    return range;
}

static bool known_matches(const struct known *known, const struct question *question)
{
    struct range range = facet_range(question);
    const struct unit *unit = question->unit;
    switch (question->binding) {
    case BIND_ANY: break;
    case BIND_CLASS:
        if ((known->unit ? known->unit->class : CLASS_COUNT) != question->class) return false;
        break;
    case BIND_UNIT:
        if (!known->unit) return false;
        if (!unit->dimension) {
            if (strcmp(known->unit->code, unit->code)) return false;
            break;
        }
        /* An age has the dimension of a duration and is none. */
        if (!known->unit->dimension || strcmp(known->unit->dimension, unit->dimension)) return false;
        if (known->unit->class != unit->class) return false;
        return range_holds(range, known->si_low, known->si_high, known->qualifier);
    case BIND_NOUN: {
        bool found = false;
        for (size_t i = 0; i < known->stem_count; i++) found |= slice_equal(known->stems[i], question->stem);
        if (!found) return false;
        break;
    }
    }
    return range_holds(range, known->low, known->high, known->qualifier);
}

static struct answer by_brute_force(struct plans *plans, const struct question *question)
{
    struct answer answer = new_answer(plans);
    for (size_t i = 0; i < plans->known_count; i++)
        if (known_matches(&plans->known[i], question))
            bitmap_add(answer.words[plans->known[i].document.database], plans->known[i].document.docid);
    return answer;
}

struct column_walk {
    uint64_t *words;
    const uint64_t *alive;
};

static void add_from_column(void *context, uint32_t ordinal, uint32_t docid)
{
    struct column_walk *walk = context;
    (void)ordinal;
    if (bitmap_has(walk->alive, docid)) bitmap_add(walk->words, docid);
}

static bool find_facet(const struct column *column, enum facet_kind kind, const char *word, uint32_t *facet)
{
    char name[FACET_NAME_MAX];
    return column_facet_find(column, slice_make(name, schema_facet(kind, slice_of(word), name)), facet);
}

/* Figures with the facet, and with the class too when one is named. */
static void add_facet(struct plans *plans, struct answer answer, enum facet_kind kind, const char *word,
                      const char *class, struct range range)
{
    for (size_t s = 0; s < snapshot_segment_count(plans->snapshot); s++) {
        struct column_walk walk = {answer.words[s], snapshot_alive(plans->snapshot)[s].words};
        const struct column *column = snapshot_column(plans->snapshot, s);
        uint32_t facets[2];
        if (!find_facet(column, kind, word, &facets[0])) continue;
        if (class && !find_facet(column, FACET_CLASS, class, &facets[1])) continue;
        column_range(column, facets, class ? 2 : 1, range, add_from_column, &walk);
    }
}

static struct answer by_column(struct plans *plans, const struct question *question)
{
    struct answer answer = new_answer(plans);
    struct range range = facet_range(question);
    const struct unit *unit = question->unit;
    switch (question->binding) {
    case BIND_ANY: add_facet(plans, answer, FACET_ANY, "", NULL, range); break;
    case BIND_CLASS: add_facet(plans, answer, FACET_CLASS, figure_class_name(question->class), NULL, range); break;
    case BIND_UNIT:
        if (unit->dimension)
            add_facet(plans, answer, FACET_DIMENSION, unit->dimension, figure_class_name(unit->class), range);
        else
            add_facet(plans, answer, FACET_UNIT, unit->code, NULL, range);
        break;
    case BIND_NOUN: {
        char *stem = arena_string(plans->scratch, question->stem);
        add_facet(plans, answer, FACET_NOUN, stem, NULL, range);
        add_facet(plans, answer, FACET_TOPIC, stem, NULL, range);
        break;
    }
    }
    return answer;
}

static void stop_on_wrapper(bool failed, const struct xap_error *from)
{
    struct error error;
    if (failed) stop_on(index_fail(&error, from), &error);
}

/* Plain ranges only: the terms know values, not what they count. */
static struct answer by_terms(struct plans *plans, const struct question *question)
{
    struct answer answer = new_answer(plans);
    struct numeral_terms terms;
    struct error error;
    struct xap_error wrapper_error;
    stop_on(numeral_query_terms(plans->scratch, question->range, &terms, &error) < 0, &error);
    struct xap_query **leaves = arena_array(plans->scratch, terms.count, sizeof *leaves);
    for (size_t i = 0; i < terms.count; i++)
        leaves[i] = xap_query_term(terms.items[i].bytes, terms.items[i].length, &wrapper_error);
    struct xap_query *query = xap_query_join(XAP_OR, leaves, terms.count, 0, &wrapper_error);
    stop_on_wrapper(!query, &wrapper_error);
    struct xap_search search = {
        .query = query, .alive = snapshot_alive(plans->snapshot), .weight = XAP_WEIGHT_NONE, .limit = XAP_HITS_MAX};
    struct xap_result *result = xap_search_run(snapshot_reader(plans->snapshot), &search, &wrapper_error);
    stop_on_wrapper(!result, &wrapper_error);
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_document_id id = xap_result_hit(result, i).id;
        bitmap_add(answer.words[id.database], id.docid);
    }
    xap_result_free(result);
    xap_query_free(query);
    return answer;
}

static uint64_t by_language(struct plans *plans, const struct question *question)
{
    struct search_request request = {
        .query = slice_of(question->text), .count_only = true, .timeout_ms = SEARCH_TIMEOUT_MS_MAX};
    struct search_reply reply;
    struct error error;
    if (search_run(plans->scratch, plans->snapshot, plans->stemmers, &request, &reply, &error) == 0) return reply.total;
    fprintf(stderr, "range_plans: %s: %s\n", question->text, error.message);
    return UINT64_MAX;
}

/* 1 when the plans differ. */
static int ask(struct plans *plans, size_t number)
{
    struct question question = draw_question(plans);
    struct answer truth = by_brute_force(plans, &question), column = by_column(plans, &question);
    bool same = same_answer(plans, truth, column);
    uint64_t expected = count_answer(plans, truth), language = by_language(plans, &question);
    uint64_t terms = expected;
    if (question.binding == BIND_ANY) {
        struct answer answer = by_terms(plans, &question);
        same = same && same_answer(plans, truth, answer);
        terms = count_answer(plans, answer);
    }
    same = same && language == expected;
    if (!same)
        printf("%zu: %s: brute force %llu, column %llu, terms %llu, query language %llu\n", number, question.text,
               (unsigned long long)expected, (unsigned long long)count_answer(plans, column), (unsigned long long)terms,
               (unsigned long long)language);
    arena_reset(plans->scratch);
    return !same;
}

static void open_plans(struct plans *plans, const char *directory)
{
    struct error error;
    plans->arena = arena_new(ARENA_BYTES);
    plans->scratch = arena_new(QUERY_ARENA);
    plans->snapshot = snapshot_open(directory, &error);
    stop_on(!plans->snapshot, &error);
    plans->stemmers = snapshot_stemmers(plans->snapshot, &error);
    stop_on(!plans->stemmers, &error);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: range_plans INDEX COUNT SEED\n", stderr);
        return 2;
    }
    struct plans plans = {.state = strtoull(argv[3], NULL, 10) * 2 + 1};
    size_t count = strtoul(argv[2], NULL, 10), differences = 0;
    open_plans(&plans, argv[1]);
    read_everything(&plans);
    if (plans.known_count == 0) {
        fputs("range_plans: the index holds no figures\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < count; i++) differences += (size_t)ask(&plans, i);
    printf("%zu ranges over %zu figures: %zu differences\n", count, plans.known_count, differences);
    stemmers_free(plans.stemmers);
    snapshot_close(plans.snapshot);
    arena_free(plans.scratch);
    arena_free(plans.arena);
    free(plans.known);
    return differences > 0;
}
