/* SQLite FTS5, Porter stems, BM25; figures in a table with indexes for points and for intervals. */
#include "common.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARTICLES "SELECT id FROM articles WHERE "
#define PAGE                                                                                                           \
    "SELECT id, title, date, url, source, snippet(articles, 1, '<mark>', '</mark>', '...', 40) FROM articles WHERE "
#define COUNT "SELECT count(*) FROM articles WHERE "
#define WORDS "articles MATCH ?1 "
#define FITTING                                                                                                        \
    "(SELECT article FROM figures WHERE low = high AND low BETWEEN ?2 AND ?3 "                                         \
    "UNION SELECT article FROM figures WHERE low < high AND low <= ?3 AND high >= ?2"
/* The ten are chosen inside, or every article that fits would be fetched before the sort. */
#define FIRST_TEN  "rowid IN " FITTING " ORDER BY article LIMIT 10) ORDER BY rowid"
/* Beside words the range is asked of each article in the order of rank, until ten fit; joining with all that fit takes
 * longer. */
#define HAS_FIGURE "AND EXISTS (SELECT 1 FROM figures WHERE article = articles.rowid AND low <= ?3 AND high >= ?2) "
#define BEST_TEN   "ORDER BY rank LIMIT 10"

/* The form of a task: words, range or both; each as ids, as a page, as a count. */
enum form { FORM_WORDS, FORM_RANGE, FORM_BOTH, FORMS };
enum wanted { WANT_IDS, WANT_PAGE, WANT_COUNT, WANTED };

static const char *const QUERIES[FORMS][WANTED] = {
    [FORM_WORDS] = {ARTICLES WORDS BEST_TEN, PAGE WORDS BEST_TEN, COUNT WORDS},
    [FORM_RANGE] = {ARTICLES FIRST_TEN, PAGE FIRST_TEN, "SELECT count(*) FROM " FITTING ")"},
    [FORM_BOTH] = {ARTICLES WORDS HAS_FIGURE BEST_TEN, PAGE WORDS HAS_FIGURE BEST_TEN, COUNT WORDS HAS_FIGURE},
};

static const char SCHEMA[] =
    "CREATE VIRTUAL TABLE articles USING fts5(title, body, id UNINDEXED, date UNINDEXED, url UNINDEXED, source "
    "UNINDEXED,"
    " tokenize = 'porter unicode61');"
    "CREATE TABLE figures(article INTEGER, low REAL, high REAL, PRIMARY KEY (article, low, high)) WITHOUT ROWID;";
static const char INDEXES[] = "CREATE INDEX figure_points ON figures(low, article) WHERE low = high;"
                              "CREATE INDEX figure_intervals ON figures(low, high, article) WHERE low < high;"
                              "INSERT INTO articles(articles) VALUES ('optimize');";

struct store {
    sqlite3 *database;
    sqlite3_stmt *queries[FORMS][WANTED];
};

static void check(sqlite3 *database, int code)
{
    if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        bench_die("SQLite: %s", sqlite3_errmsg(database));
}

static void execute(sqlite3 *database, const char *sql)
{
    check(database, sqlite3_exec(database, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(sqlite3 *database, const char *sql)
{
    sqlite3_stmt *statement;
    check(database, sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

static sqlite3 *open_database(const char *directory)
{
    char path[4096];
    sqlite3 *database;
    snprintf(path, sizeof path, "%s/articles.sqlite", directory);
    if (sqlite3_open(path, &database) != SQLITE_OK) bench_die("SQLite: %s: %s", path, sqlite3_errmsg(database));
    return database;
}

/* ---- indexing */

static void bind(sqlite3_stmt *statement, int place, const char *text)
{
    sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
}

static void step(sqlite3 *database, sqlite3_stmt *statement)
{
    check(database, sqlite3_step(statement));
    sqlite3_reset(statement);
}

static void add_article(sqlite3 *database, sqlite3_stmt *insert, const struct bench_article *article)
{
    const char *fields[] = {article->title, article->body, article->id, article->date, article->url, article->source};
    for (int i = 0; i < 6; i++) bind(insert, i + 1, fields[i]);
    step(database, insert);
}

static void add_figures(sqlite3 *database, sqlite3_stmt *insert, const struct bench_article *article)
{
    sqlite3_bind_int64(insert, 1, sqlite3_last_insert_rowid(database));
    for (size_t i = 0; i < article->figure_count; i++) {
        sqlite3_bind_double(insert, 2, article->figures[i].low);
        sqlite3_bind_double(insert, 3, article->figures[i].high);
        step(database, insert);
    }
}

static void index_articles(const char *input_path, const char *directory)
{
    sqlite3 *database = open_database(directory);
    execute(database, SCHEMA);
    execute(database, "BEGIN");
    sqlite3_stmt *article_insert = prepare(database, "INSERT INTO articles(title, body, id, date, url, source) "
                                                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    sqlite3_stmt *figure_insert = prepare(database, "INSERT OR IGNORE INTO figures VALUES (?1, ?2, ?3)");
    struct bench_input *input = bench_input_open(input_path);
    for (const struct bench_article *article; (article = bench_input_next(input));) {
        add_article(database, article_insert, article);
        add_figures(database, figure_insert, article);
    }
    bench_input_close(input);
    sqlite3_finalize(article_insert);
    sqlite3_finalize(figure_insert);
    execute(database, INDEXES);
    execute(database, "COMMIT");
    execute(database, "ANALYZE");
    sqlite3_close(database);
}

/* ---- answering */

static void *open_store(const char *directory)
{
    struct store *store = calloc(1, sizeof *store);
    if (!store) bench_die("no memory");
    store->database = open_database(directory);
    execute(store->database, "PRAGMA mmap_size = 4294967296; PRAGMA cache_size = -262144;");
    for (size_t form = 0; form < FORMS; form++)
        for (size_t wanted = 0; wanted < WANTED; wanted++)
            store->queries[form][wanted] = prepare(store->database, QUERIES[form][wanted]);
    return store;
}

static void close_store(void *engine)
{
    struct store *store = engine;
    for (size_t form = 0; form < FORMS; form++)
        for (size_t wanted = 0; wanted < WANTED; wanted++) sqlite3_finalize(store->queries[form][wanted]);
    sqlite3_close(store->database);
    free(store);
}

static void write_match(const struct bench_task *task, char out[BENCH_TEXT_MAX])
{
    static const char *const BETWEEN[] = {[BENCH_ALL] = "\" AND \"", [BENCH_ANY] = "\" OR \"", [BENCH_PHRASE] = " "};
    bench_words(task, BETWEEN[task->join], "\"", out);
}

static sqlite3_stmt *ask(const struct store *store, const struct bench_task *task, enum wanted wanted)
{
    enum form form = !task->ranged ? FORM_WORDS : task->word_count ? FORM_BOTH : FORM_RANGE;
    sqlite3_stmt *query = store->queries[form][wanted];
    if (form != FORM_RANGE) {
        char match[BENCH_TEXT_MAX];
        write_match(task, match);
        sqlite3_bind_text(query, 1, match, -1, SQLITE_TRANSIENT);
    }
    if (form != FORM_WORDS) {
        sqlite3_bind_double(query, 2, task->low);
        sqlite3_bind_double(query, 3, task->high);
    }
    return query;
}

static const char *column(sqlite3_stmt *query, int place, size_t *length)
{
    const char *text = (const char *)sqlite3_column_text(query, place);
    *length = (size_t)sqlite3_column_bytes(query, place);
    return text ? text : "";
}

static void take_hit(sqlite3_stmt *query, struct bench_answer *out)
{
    size_t length;
    const char *id = column(query, 0, &length);
    bench_hit(out, id, length);
    for (int place = 1; place < sqlite3_column_count(query); place++) {
        const char *text = column(query, place, &length);
        bench_text(out, text, length);
    }
}

static void answer(void *engine, const struct bench_task *task, struct bench_answer *out)
{
    struct store *store = engine;
    sqlite3_stmt *query = ask(store, task, task->page ? WANT_PAGE : WANT_IDS);
    int code;
    while ((code = sqlite3_step(query)) == SQLITE_ROW) take_hit(query, out);
    check(store->database, code);
    sqlite3_reset(query);
}

static uint64_t count(void *engine, const struct bench_task *task)
{
    struct store *store = engine;
    sqlite3_stmt *query = ask(store, task, WANT_COUNT);
    check(store->database, sqlite3_step(query));
    uint64_t found = (uint64_t)sqlite3_column_int64(query, 0);
    sqlite3_reset(query);
    return found;
}

const struct bench_engine bench_engine = {
    .name = "sqlite",
    .version = sqlite3_libversion,
    .index = index_articles,
    .open = open_store,
    .answer = answer,
    .count = count,
    .close = close_store,
};
