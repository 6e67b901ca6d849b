/* Groonga in process: TokenBigram and NormalizerAuto, score by term frequency; figures as an indexed vector column.
 *
 * A vector cannot say which low end belongs to which high end, so both ends of an interval are elements of their own:
 * an interval that lies around the whole range is missed. */
#include "common.h"

#include <groonga.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#define COMMAND_MAX 4096
#define RANGE_MAX   256
#define ANSWER_MAX  ((size_t)64 << 20)

static const char *const COLUMNS[] = {"title", "body", "date", "url", "source"};
#define COLUMN_COUNT (sizeof COLUMNS / sizeof COLUMNS[0])

/* Groonga's advice for a bulk load: indexes made after the data, in one go. */
static const char *const SCHEMA[] = {
    "table_create Articles TABLE_HASH_KEY ShortText",     "column_create Articles title COLUMN_SCALAR ShortText",
    "column_create Articles body COLUMN_SCALAR LongText", "column_create Articles date COLUMN_SCALAR ShortText",
    "column_create Articles url COLUMN_SCALAR ShortText", "column_create Articles source COLUMN_SCALAR ShortText",
    "column_create Articles figures COLUMN_VECTOR Float",
};
static const char *const INDEXES[] = {
    "table_create Terms TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto",
    "column_create Terms articles COLUMN_INDEX|WITH_POSITION|WITH_SECTION Articles title,body",
    "table_create Values TABLE_PAT_KEY Float",
    "column_create Values articles COLUMN_INDEX Articles figures",
    "io_flush",
};

struct store {
    grn_ctx *context;
    grn_obj *database;
    struct buffer answer;
};

/* Sends a command and appends its answer, which comes in pieces, to `out`. */
static void send_command(grn_ctx *context, const char *command, struct buffer *out)
{
    int flags;
    grn_ctx_send(context, command, (unsigned)strlen(command), 0);
    do {
        char *piece;
        unsigned length;
        grn_ctx_recv(context, &piece, &length, &flags);
        if (context->rc != GRN_SUCCESS) bench_die("Groonga: %s: %s", command, context->errbuf);
        buffer_append(out, piece, length);
    } while (flags & GRN_CTX_MORE);
}

static void send_all(grn_ctx *context, const char *const *commands, size_t count)
{
    struct buffer out;
    buffer_init(&out, ANSWER_MAX);
    for (size_t i = 0; i < count; i++) send_command(context, commands[i], &out);
    buffer_free(&out);
}

static struct store open_context(const char *directory, bool create)
{
    char path[COMMAND_MAX];
    snprintf(path, sizeof path, "%s/articles.groonga", directory);
    if (grn_init() != GRN_SUCCESS) bench_die("Groonga does not start");
    struct store store = {.context = grn_ctx_open(0)};
    if (!store.context) bench_die("Groonga: no memory");
    store.database = create ? grn_db_create(store.context, path, NULL) : grn_db_open(store.context, path);
    if (!store.database) bench_die("Groonga: %s: %s", path, store.context->errbuf);
    return store;
}

static void close_context(struct store store)
{
    grn_obj_close(store.context, store.database);
    grn_ctx_close(store.context);
    grn_fin();
}

/* ---- indexing */

struct loading {
    grn_ctx *context;
    grn_obj *table, *columns[COLUMN_COUNT], *figures;
};

static struct loading start_loading(grn_ctx *context)
{
    struct loading loading = {.context = context, .table = grn_ctx_get(context, "Articles", -1)};
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        loading.columns[i] = grn_obj_column(context, loading.table, COLUMNS[i], (unsigned)strlen(COLUMNS[i]));
    loading.figures = grn_obj_column(context, loading.table, "figures", 7);
    return loading;
}

static void set_text(const struct loading *loading, grn_id row, size_t column, const char *text)
{
    grn_obj value;
    GRN_TEXT_INIT(&value, 0);
    GRN_TEXT_SETS(loading->context, &value, text);
    if (grn_obj_set_value(loading->context, loading->columns[column], row, &value, GRN_OBJ_SET) != GRN_SUCCESS)
        bench_die("Groonga: %s", loading->context->errbuf);
    GRN_OBJ_FIN(loading->context, &value);
}

static void set_figures(const struct loading *loading, grn_id row, const struct bench_article *article)
{
    grn_obj values;
    GRN_FLOAT_INIT(&values, GRN_OBJ_VECTOR);
    for (size_t i = 0; i < article->figure_count; i++) {
        struct bench_figure figure = article->figures[i];
        GRN_FLOAT_PUT(loading->context, &values, figure.low);
        if (figure.high > figure.low) GRN_FLOAT_PUT(loading->context, &values, figure.high);
    }
    if (grn_obj_set_value(loading->context, loading->figures, row, &values, GRN_OBJ_SET) != GRN_SUCCESS)
        bench_die("Groonga: %s", loading->context->errbuf);
    GRN_OBJ_FIN(loading->context, &values);
}

static void add_article(const struct loading *loading, const struct bench_article *article)
{
    grn_id row = grn_table_add(loading->context, loading->table, article->id, (unsigned)strlen(article->id), NULL);
    if (row == GRN_ID_NIL) bench_die("Groonga: %s", loading->context->errbuf);
    const char *texts[COLUMN_COUNT] = {article->title, article->body, article->date, article->url, article->source};
    for (size_t i = 0; i < COLUMN_COUNT; i++) set_text(loading, row, i, texts[i]);
    set_figures(loading, row, article);
}

static void index_articles(const char *input_path, const char *directory)
{
    struct store store = open_context(directory, true);
    send_all(store.context, SCHEMA, sizeof SCHEMA / sizeof SCHEMA[0]);
    struct loading loading = start_loading(store.context);
    struct bench_input *input = bench_input_open(input_path);
    for (const struct bench_article *article; (article = bench_input_next(input));) add_article(&loading, article);
    bench_input_close(input);
    send_all(store.context, INDEXES, sizeof INDEXES / sizeof INDEXES[0]);
    close_context(store);
}

/* ---- answering */

static void *open_store(const char *directory)
{
    struct store *store = malloc(sizeof *store);
    if (!store) bench_die("no memory");
    *store = open_context(directory, false);
    buffer_init(&store->answer, ANSWER_MAX);
    return store;
}

static void close_store(void *engine)
{
    struct store *store = engine;
    close_context(*store);
    buffer_free(&store->answer);
    free(store);
}

static void write_query(const struct bench_task *task, char out[BENCH_TEXT_MAX])
{
    static const char *const BETWEEN[] = {[BENCH_ALL] = " ", [BENCH_ANY] = " OR ", [BENCH_PHRASE] = " "};
    bench_words(task, BETWEEN[task->join], task->join == BENCH_PHRASE ? "\"" : "", out);
}

static void write_range(const struct bench_task *task, char out[RANGE_MAX])
{
    char low[BENCH_NUMBER_MAX], high[BENCH_NUMBER_MAX];
    bench_number(task->low, low);
    bench_number(task->high, high);
    snprintf(out, RANGE_MAX, " --filter 'between(figures, %s, \"include\", %s, \"include\")'", low, high);
}

static void write_select(const struct bench_task *task, int limit, char out[COMMAND_MAX])
{
    char query[BENCH_TEXT_MAX], range[RANGE_MAX] = "";
    if (task->ranged) write_range(task, range);
    write_query(task, query);
    const char *columns = task->page ? "_key,title,date,url,source,snippet_html(body)" : "_key";
    int used = snprintf(out, COMMAND_MAX, "select Articles --cache no --limit %d --output_columns '%s'%s", limit,
                        columns, range);
    if (task->word_count)
        snprintf(out + used, (size_t)(COMMAND_MAX - used),
                 " --match_columns 'title||body' --query '%s' --sort_keys -_score", query);
}

/* [[[count], [columns…], [row], [row]…]] */
static json_t *ask(struct store *store, const struct bench_task *task, int limit)
{
    char command[COMMAND_MAX];
    json_error_t error;
    write_select(task, limit, command);
    buffer_clear(&store->answer);
    send_command(store->context, command, &store->answer);
    json_t *found = json_loadb(store->answer.data, store->answer.length, 0, &error);
    if (!found) bench_die("Groonga: %s: answered no JSON: %s", command, error.text);
    return found;
}

static void take_text(struct bench_answer *out, const json_t *value)
{
    if (json_is_string(value)) bench_text(out, json_string_value(value), json_string_length(value));
    for (size_t i = 0; i < json_array_size(value); i++) take_text(out, json_array_get(value, i));
}

static void take_hit(struct bench_answer *out, const json_t *row)
{
    const json_t *key = json_array_get(row, 0);
    bench_hit(out, json_string_value(key), json_string_length(key));
    for (size_t i = 1; i < json_array_size(row); i++) take_text(out, json_array_get(row, i));
}

static void answer(void *engine, const struct bench_task *task, struct bench_answer *out)
{
    json_t *found = ask(engine, task, BENCH_TOP);
    const json_t *rows = json_array_get(found, 0);
    for (size_t i = 2; i < json_array_size(rows); i++) take_hit(out, json_array_get(rows, i));
    json_decref(found);
}

static uint64_t count(void *engine, const struct bench_task *task)
{
    json_t *found = ask(engine, task, 0);
    json_int_t hits = json_integer_value(json_array_get(json_array_get(json_array_get(found, 0), 0), 0));
    json_decref(found);
    return (uint64_t)hits;
}

const struct bench_engine bench_engine = {
    .name = "groonga",
    .version = grn_get_version,
    .index = index_articles,
    .open = open_store,
    .answer = answer,
    .count = count,
    .close = close_store,
};
