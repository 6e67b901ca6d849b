/* What each verb asks and prints. */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "bars.h"
#include "complain.h"
#include "options.h"
#include "print.h"
#include "table.h"

#define NAME_COLUMNS 12 /* of the names of stats */

static int give_up(const char *query, const struct tally_error *error)
{
    complain_error(query, error);
    return EXIT_TROUBLE;
}

static int no_article(const struct tally_error *error)
{
    complain_error(NULL, error);
    return error->status == 404 ? EXIT_NONE : EXIT_TROUBLE;
}

static int print_json(const struct tally_results *results)
{
    puts(tally_json(results));
    return EXIT_FOUND;
}

static void print_bars(const struct terminal *terminal, const struct tally_results *results)
{
    for (size_t i = 0; i < tally_facet_count(results); i++) bars_print(terminal, tally_facet(results, i));
}

static void print_count(const struct tally_results *results)
{
    struct terminal terminal = terminal_of(stdout);
    printf("%" PRIu64 "\n", tally_total(results, NULL));
    print_bars(&terminal, results);
}

static void print_hits(const struct tally_results *results)
{
    struct terminal terminal = terminal_of(stdout);
    for (size_t i = 0; i < tally_hit_count(results); i++) print_hit(&terminal, tally_hit(results, i));
    print_bars(&terminal, results);
    print_footer(results, tally_hit_count(results), "article");
}

static void print_ids(const struct tally_results *results)
{
    for (size_t i = 0; i < tally_hit_count(results); i++) {
        terminal_text(stdout, slice_of(tally_hit(results, i)->id));
        putchar('\n');
    }
}

static void print_notes(const struct tally_results *results, const struct options *options)
{
    for (size_t i = 0; i < tally_note_count(results); i++) complain_note(options->text, tally_note(results, i));
}

/* Line by line: the words of a query come back in it, and a terminal would obey some. */
static void print_explanation(const char *text)
{
    fputs("read as: ", stderr);
    for (size_t length; *text; text += length) {
        length = strcspn(text, "\n");
        terminal_text(stderr, slice_make(text, length));
        fputc('\n', stderr);
        if (text[length]) length++;
    }
}

static void print_correction(const char *query)
{
    if (!query[0]) return;
    fputs("Did you mean: ", stderr);
    terminal_text(stderr, slice_of(query));
    fputc('\n', stderr);
}

static void print_results(const struct tally_results *results, const struct options *options)
{
    print_notes(results, options);
    print_correction(tally_did_you_mean(results));
    if (options->search.explain) print_explanation(tally_explanation(results));
    if (options->search.count_only)
        print_count(results);
    else if (options->ids)
        print_ids(results);
    else
        print_hits(results);
}

/* ---- search --all */

/* The hits of one page; what is said of the whole search stands before or behind all of them. */
static size_t print_page(const struct tally_results *page, const struct options *options)
{
    struct terminal terminal = terminal_of(stdout);
    if (options->jsonl)
        fputs(tally_json(page), stdout);
    else if (options->ids)
        print_ids(page);
    for (size_t i = 0; !options->jsonl && !options->ids && i < tally_hit_count(page); i++)
        print_hit(&terminal, tally_hit(page, i));
    return tally_hit_count(page);
}

static int print_all(struct tally_walk *walk, const struct options *options, struct tally_error *error)
{
    struct terminal terminal = terminal_of(stdout);
    const struct tally_results *page;
    bool first = true, found = false;
    size_t shown = 0;
    while (!ferror(stdout) && (page = tally_walk_page(walk, error))) {
        if (first) {
            found = tally_total(page, NULL) > 0;
            print_notes(page, options);
            print_correction(tally_did_you_mean(page));
            if (options->search.explain) print_explanation(tally_explanation(page));
            print_bars(&terminal, page);
        }
        shown += print_page(page, options);
        first = false;
    }
    if (error->code[0]) return give_up(options->text, error);
    if (!options->jsonl && !options->ids) printf("%zu article%s\n", shown, shown == 1 ? "" : "s");
    return found ? EXIT_FOUND : EXIT_NONE;
}

static int search_all(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    struct tally_walk *walk = tally_walk(tally, &options->search, &error);
    if (!walk) return give_up(options->text, &error);
    int code = print_all(walk, options, &error);
    tally_walk_free(walk);
    return code;
}

/* ---- the verbs */

int verb_search(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    if (options->all && !options->search.count_only) return search_all(tally, options);
    struct tally_results *results = tally_search(tally, &options->search, &error);
    if (!results) return give_up(options->text, &error);
    if (options->json)
        print_json(results);
    else if (options->jsonl)
        fputs(tally_json(results), stdout);
    else
        print_results(results, options);
    int code = tally_total(results, NULL) ? EXIT_FOUND : EXIT_NONE;
    tally_results_free(results);
    return code;
}

static void print_figures(const struct tally_results *results, const struct options *options)
{
    struct terminal terminal = terminal_of(stdout);
    print_notes(results, options);
    if (options->search.count_only) {
        print_count(results);
        return;
    }
    table_print(&terminal, results, options->by != NULL);
    print_footer(results, tally_row_count(results), "figure");
}

/* CSV has no total: it found something when a record follows the header. */
static int print_csv(const struct tally_results *results)
{
    const char *end = strchr(tally_json(results), '\n');
    fputs(tally_json(results), stdout);
    return end && end[1] ? EXIT_FOUND : EXIT_NONE;
}

int verb_figures(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    struct tally_figures figures = {.query = options->text,
                                    .noun = options->noun,
                                    .by = options->by,
                                    .sort = options->search.sort,
                                    .match = options->search.match,
                                    .offset = options->search.offset,
                                    .limit = options->search.limit,
                                    .strict = options->search.strict,
                                    .csv = options->csv,
                                    .jsonl = options->jsonl};
    struct tally_results *results = tally_figures(tally, &figures, &error);
    if (!results) return give_up(options->text, &error);
    int code = options->csv ? print_csv(results) : tally_total(results, NULL) ? EXIT_FOUND : EXIT_NONE;
    if (options->json && !options->csv)
        print_json(results);
    else if (options->jsonl && !options->csv)
        fputs(tally_json(results), stdout);
    else if (!options->csv)
        print_figures(results, options);
    tally_results_free(results);
    return code;
}

int verb_similar(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    const struct tally_search *search = &options->search;
    struct tally_results *results = tally_similar(tally, options->text, search->offset, search->limit, &error);
    if (!results) return no_article(&error);
    if (options->json)
        print_json(results);
    else if (options->ids)
        print_ids(results);
    else
        print_hits(results);
    int code = tally_hit_count(results) ? EXIT_FOUND : EXIT_NONE;
    tally_results_free(results);
    return code;
}

/* "attempts:  3 articles, 4 figures" */
static void print_suggestion(const struct terminal *terminal, const struct tally_suggestion *suggestion, size_t columns)
{
    terminal_style(stdout, terminal, STYLE_BOLD);
    terminal_cell(stdout, slice_of(suggestion->text), columns, ALIGN_LEFT);
    terminal_style(stdout, terminal, STYLE_PLAIN);
    if (suggestion->documents >= 0)
        printf("  %" PRId64 " article%s", suggestion->documents, suggestion->documents == 1 ? "" : "s");
    if (suggestion->figures >= 0)
        printf(", %" PRId64 " figure%s", suggestion->figures, suggestion->figures == 1 ? "" : "s");
    putchar('\n');
}

static void print_suggestions(const struct tally_results *results)
{
    struct terminal terminal = terminal_of(stdout);
    size_t widest = 0, count = tally_suggestion_count(results);
    for (size_t i = 0; i < count; i++) {
        size_t columns = terminal_columns(slice_of(tally_suggestion(results, i)->text));
        if (columns > widest) widest = columns;
    }
    for (size_t i = 0; i < count; i++) print_suggestion(&terminal, tally_suggestion(results, i), widest);
}

int verb_suggest(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    struct tally_results *results = tally_suggest(tally, options->text, options->search.limit, &error);
    if (!results) return give_up(options->text, &error);
    if (options->json)
        print_json(results);
    else
        print_suggestions(results);
    int code = tally_suggestion_count(results) ? EXIT_FOUND : EXIT_NONE;
    tally_results_free(results);
    return code;
}

int verb_get(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    struct terminal terminal = terminal_of(stdout);
    struct tally_results *document = tally_document(tally, options->text, &error);
    if (!document) return no_article(&error);
    if (options->json)
        print_json(document);
    else
        print_document(&terminal, tally_document_fields(document));
    tally_results_free(document);
    return EXIT_FOUND;
}

static void print_value(const json_t *value)
{
    if (json_is_string(value))
        terminal_text(stdout, slice_of(json_string_value(value)));
    else if (json_is_boolean(value))
        fputs(json_is_true(value) ? "yes" : "no", stdout);
    else
        printf("%" JSON_INTEGER_FORMAT, json_integer_value(value));
}

static void print_list(const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        if (i) fputs(", ", stdout);
        print_value(json_array_get(list, i));
    }
}

/* One line a member: "documents    3". */
static void print_members(const struct tally_results *results)
{
    const char *name;
    json_t *value, *root = json_loads(tally_json(results), 0, NULL);
    json_object_foreach(root, name, value)
    {
        terminal_text(stdout, slice_of(name));
        printf("%*s ", (int)(strlen(name) < NAME_COLUMNS ? NAME_COLUMNS - strlen(name) : 0), "");
        if (json_is_array(value))
            print_list(value);
        else
            print_value(value);
        putchar('\n');
    }
    json_decref(root);
}

static int print_numbers(struct tally_results *results, const struct options *options, const struct tally_error *error)
{
    if (!results) return give_up(NULL, error);
    if (options->json)
        print_json(results);
    else
        print_members(results);
    tally_results_free(results);
    return EXIT_FOUND;
}

int verb_stats(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    struct tally_results *results = tally_stats(tally, &error);
    return print_numbers(results, options, &error);
}

int verb_health(struct tally *tally, const struct options *options)
{
    struct tally_error error;
    struct tally_results *results = tally_health(tally, &error);
    return print_numbers(results, options, &error);
}
