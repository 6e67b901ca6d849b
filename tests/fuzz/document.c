/* Fuzz target: any bytes as the title, source, address and body of an article through document_build(), and what a
 * segment demands of its postings, values and rows; what the checks would let pass is added to a segment of its own. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "index/document.h"
#include "index/schema.h"
#include "text/repair.h"

#define ARENA_BYTES ((size_t)1 << 30)
#define ROUND_MAX   200 /* documents of a segment; then it is thrown away and another one begun */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* ---- what must hold */

static void check_posting(const struct xap_posting *posting)
{
    size_t stored = posting->length;
    for (size_t i = 0; i < posting->length; i++) stored += posting->term[i] == '\0';
    assert(stored >= 1 && stored <= XAP_TERM_MAX);
    for (size_t i = 1; i < posting->position_count; i++) assert(posting->positions[i - 1] < posting->positions[i]);
}

static void check_terms(const struct xap_document *terms)
{
    for (size_t i = 0; i < terms->posting_count; i++) {
        const struct xap_posting *posting = &terms->postings[i], *before = posting - 1;
        check_posting(posting);
        if (i == 0) continue;
        assert(slice_compare(slice_make(before->term, before->length), slice_make(posting->term, posting->length)) < 0);
    }
}

static void check_rows(const struct document *document)
{
    for (size_t i = 0; i < document->row_count; i++) {
        const struct document_row *row = &document->rows[i];
        assert(row->figure.low <= row->figure.high);
        for (size_t k = 0; k < row->facet_count; k++)
            assert(row->facets[k].length >= 1 && row->facets[k].length <= FACET_NAME_MAX);
    }
}

static void check_tokens(const struct text_tokens *tokens)
{
    for (uint32_t i = 0; i < tokens->count; i++) {
        const struct token *token = &tokens->items[i];
        if (token->kind == TOKEN_SYMBOL) continue;
        assert(token->folded_length >= 1 && token->folded_length <= TEXT_WORD_MAX);
        if (token->kind == TOKEN_NUMBER)
            assert(token->digits >= 1 && token->folded[0] >= '0' && token->folded[0] <= '9');
    }
}

/* ---- a segment that takes them all */

struct sink {
    char folder[64], path[80];
    struct xap_writer *tables;
    unsigned count;
};

static void sink_close(struct sink *sink)
{
    xap_writer_free(sink->tables);
    file_remove_tree(sink->folder, NULL);
    *sink = (struct sink){.tables = NULL};
}

static struct sink sink;

static void close_at_exit(void)
{
    if (sink.tables) sink_close(&sink);
}

static void sink_open(void)
{
    static bool registered;
    struct xap_error fault;
    strcpy(sink.folder, "/tmp/tally-fuzz-XXXXXX");
    assert(mkdtemp(sink.folder));
    snprintf(sink.path, sizeof sink.path, "%s/tables", sink.folder);
    sink.tables = xap_create(sink.path, XAP_DIRECT, 0, &fault);
    assert(sink.tables);
    if (!registered) atexit(close_at_exit);
    registered = true;
}

static void add(const struct xap_document *terms)
{
    struct xap_error fault;
    if (!sink.tables) sink_open();
    if (xap_add(sink.tables, terms, NULL, &fault) < 0) {
        fprintf(stderr, "%s\n", fault.message);
        abort();
    }
    if (++sink.count == ROUND_MAX) sink_close(&sink);
}

/* ---- an input: its first line is the title, and one in two begins with fields */

static struct slice take_line(struct slice *text)
{
    const char *end = text->length ? memchr(text->data, '\n', text->length) : NULL;
    size_t length = end ? (size_t)(end - text->data) : text->length;
    struct slice line = slice_make(text->data, length);
    length += end != NULL;
    *text = slice_make(text->data + length, text->length - length);
    return line;
}

static struct article read_input(struct arena *arena, const uint8_t *bytes, size_t length)
{
    struct error error;
    struct text_repair repair;
    assert(text_repair(arena, slice_make((const char *)bytes, length), &repair, &error) == 0);
    struct slice rest = repair.text;
    struct article article = {.id = slice_of("input"), .title = take_line(&rest), .date = slice_of("2021-03-05")};
    if (length % 2) {
        article.source = take_line(&rest);
        article.url = take_line(&rest);
        article.language = take_line(&rest);
    }
    article.body = rest;
    article.main_length = length % 3 ? 0 : rest.length / 2;
    return article;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new(ARENA_BYTES);
    struct error error;
    struct stemmers *stemmers = stemmers_new(slice_of(length % 5 ? "en" : "none"), &error);
    assert(arena && stemmers);
    struct article given = read_input(arena, bytes, length), article;
    struct text_tokens tokens;
    struct document document;
    /* A NUL is the one thing that an article may be refused for; the build must stand it all the same. */
    if (article_accept(arena, &given, &article, &error) < 0) article = given;
    assert(text_tokenize(arena, article.body, 1, &tokens, &error) == 0);
    check_tokens(&tokens);
    assert(document_build(arena, &article, stemmers, NULL, 300, &document, &error) == 0);
    check_terms(&document.terms);
    check_rows(&document);
    add(&document.terms);
    stemmers_free(stemmers);
    arena_free(arena);
    return 0;
}
