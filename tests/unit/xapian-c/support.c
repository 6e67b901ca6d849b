/* Scratch directories and small databases for the tests of xapian-c. */
#include "../test.h"

#include "support.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int scratch_make(void **state)
{
    const char *root = getenv("TMPDIR");
    char *path = malloc(PATH_BYTES);
    snprintf(path, PATH_BYTES, "%s/xapian-c.XXXXXX", root ? root : "/tmp");
    *state = path;
    return mkdtemp(path) ? 0 : -1;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status, (void)type, (void)walk;
    return remove(path);
}

int scratch_remove(void **state)
{
    int result = nftw(*state, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return result;
}

const char *path_in(const char *directory, const char *name, char *out)
{
    assert_true(snprintf(out, PATH_BYTES, "%s/%s", directory, name) < PATH_BYTES);
    return out;
}

struct occurrence {
    const char *word;
    size_t length;
    uint32_t position;
};

static int compare_occurrences(const void *left, const void *right)
{
    const struct occurrence *a = left, *b = right;
    int order = memcmp(a->word, b->word, a->length < b->length ? a->length : b->length);
    if (order) return order;
    if (a->length != b->length) return a->length < b->length ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static size_t split(const char *text, struct occurrence *out)
{
    size_t count = 0;
    for (const char *at = text; *at;) {
        size_t length = strcspn(at, " ");
        assert_true(count < WORDS_MAX);
        if (length) out[count] = (struct occurrence){at, length, (uint32_t)count + 1};
        count += length > 0;
        at += length + (at[length] == ' ');
    }
    qsort(out, count, sizeof *out, compare_occurrences);
    return count;
}

static bool same_word(const struct occurrence *a, const struct occurrence *b)
{
    return a->length == b->length && memcmp(a->word, b->word, a->length) == 0;
}

static size_t collect(const struct occurrence *words, size_t count, uint32_t *positions, struct xap_posting *postings)
{
    size_t posting_count = 0;
    for (size_t i = 0; i < count; i++) {
        positions[i] = words[i].position;
        if (i == 0 || !same_word(&words[i - 1], &words[i])) {
            postings[posting_count++] = (struct xap_posting){words[i].word, words[i].length, 0, &positions[i], 0};
        }
        postings[posting_count - 1].wdf++;
        postings[posting_count - 1].position_count++;
    }
    return posting_count;
}

int add_text(struct xap_writer *writer, const struct text_document *document, struct xap_error *error)
{
    struct occurrence words[WORDS_MAX];
    uint32_t positions[WORDS_MAX];
    struct xap_posting postings[WORDS_MAX];
    struct xap_value values[VALUES_MAX];
    size_t value_count = 0;
    for (uint32_t slot = 0; slot < VALUES_MAX; slot++) {
        const char *value = document->values[slot];
        if (value) values[value_count++] = (struct xap_value){slot, value, strlen(value)};
    }
    size_t posting_count = collect(words, split(document->text, words), positions, postings);
    struct xap_document built = {postings, posting_count, values, value_count, document->text, strlen(document->text)};
    return xap_add(writer, &built, NULL, error);
}

void make_database(const char *path, const struct text_document *documents, size_t count)
{
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(path, XAP_DIRECT, 0, &error);
    assert_non_null(writer);
    for (size_t i = 0; i < count; i++) assert_int_equal(add_text(writer, &documents[i], &error), 0);
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
}

void make_numbered(const char *path, unsigned count)
{
    struct xap_error error = {0};
    struct xap_writer *writer = xap_create(path, XAP_DIRECT, 0, &error);
    assert_non_null(writer);
    for (unsigned number = 1; number <= count; number++) {
        char data[16];
        struct xap_posting posting = {"all", 3, 1, NULL, 0};
        struct xap_document document = {.postings = &posting, .posting_count = 1, .data = data};
        document.data_length = (size_t)snprintf(data, sizeof data, "%u", number);
        assert_int_equal(xap_add(writer, &document, NULL, &error), 0);
    }
    assert_int_equal(xap_writer_finish(writer, &error), 0);
    xap_writer_free(writer);
}

void refuse(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vfprintf(stderr, format, args);
    va_end(args);
    fputc('\n', stderr);
    _fail(__FILE__, __LINE__);
    abort();
}

struct xap_reader *open_all(const char *const *paths, size_t count)
{
    struct xap_error error = {0};
    struct xap_reader *reader = xap_open(paths, count, &error);
    if (!reader) refuse("%s", error.message);
    return reader;
}

struct xap_reader *open_one(const char *path)
{
    return open_all(&path, 1);
}

struct xap_query *term(const char *word)
{
    struct xap_error error = {0};
    return xap_query_term(word, strlen(word), &error);
}

struct xap_query *join2(enum xap_operator op, struct xap_query *a, struct xap_query *b)
{
    struct xap_error error = {0};
    struct xap_query *children[] = {a, b};
    return xap_query_join(op, children, 2, 0, &error);
}

struct xap_result *run_search(const struct xap_reader *reader, const struct xap_search *search)
{
    struct xap_error error = {0};
    struct xap_result *result = xap_search_run(reader, search, &error);
    if (!result) refuse("%s", error.message);
    return result;
}

bool same_weight(double a, double b)
{
    return a - b < 1e-9 && b - a < 1e-9;
}

struct xap_query *join_words(enum xap_operator op, const char *words, uint32_t window)
{
    struct xap_error error = {0};
    struct xap_query *children[WORDS_MAX];
    size_t count = 0;
    for (const char *at = words; *at;) {
        size_t length = strcspn(at, " ");
        assert_true(count < WORDS_MAX);
        children[count++] = xap_query_term(at, length, &error);
        at += length + (at[length] == ' ');
    }
    struct xap_query *query = xap_query_join(op, children, count, window, &error);
    if (!query) refuse("%s", error.message);
    return query;
}

const char *hits_in_words(const struct xap_result *result)
{
    static char words[1 << 14];
    size_t used = 0;
    words[0] = '\0';
    for (size_t i = 0; i < xap_result_count(result); i++) {
        struct xap_document_id id = xap_result_hit(result, i).id;
        used += (size_t)snprintf(words + used, sizeof words - used, "%s%u:%u", i ? " " : "", id.database, id.docid);
        assert_true(used < sizeof words);
    }
    return words;
}

void check_hits(const struct xap_reader *reader, struct xap_search search, struct xap_query *query,
                const char *expected)
{
    search.query = query;
    if (search.limit == 0) search.limit = XAP_HITS_MAX;
    struct xap_result *result = run_search(reader, &search);
    assert_string_equal(hits_in_words(result), expected);
    xap_result_free(result);
    xap_query_free(query);
}
