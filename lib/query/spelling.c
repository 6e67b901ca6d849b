/* A few articles with a word are asked how they write it: the first ones of the newest segments that have it. */
#include "query/spelling.h"

#include <strings.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "index/bitmap.h"
#include "index/schema.h"
#include "text/characters.h"
#include "text/tokens.h"

/* How good a witness is an occurrence? Capitals say little in titles, at the start of a sentence, and in a row. */
enum merit { MERIT_NONE, MERIT_ANY, MERIT_NAME, MERIT_SMALL };

struct search {
    struct slice word;
    struct slice best;
    enum merit merit;
};

/* ---- articles */

struct articles {
    const struct xap_bitmap *alive; /* of the segment at hand */
    uint32_t segment, dead;
    struct xap_document_id items[SPELLING_ARTICLES];
    size_t count;
};

static bool visit_article(void *context, uint32_t docid, uint32_t wdf)
{
    struct articles *articles = context;
    (void)wdf;
    if (docid <= articles->alive->bit_count && bitmap_has(articles->alive->words, docid))
        articles->items[articles->count++] = (struct xap_document_id){articles->segment, docid};
    else
        articles->dead++;
    return articles->count < SPELLING_ARTICLES && articles->dead < SPELLING_DEAD_MAX;
}

static int list_articles(const struct snapshot *snapshot, struct slice word, struct articles *out, struct error *error)
{
    char term[TERM_MAX];
    size_t length = schema_term("", word, term);
    *out = (struct articles){0};
    for (size_t i = 0; i < snapshot_segment_count(snapshot) && out->count < SPELLING_ARTICLES; i++) {
        struct xap_error fault;
        out->alive = &snapshot_alive(snapshot)[i];
        out->segment = (uint32_t)i;
        out->dead = 0;
        int status = xap_postings(snapshot_reader(snapshot), i, term, length, visit_article, out, &fault);
        if (status < 0 && fault.code != XAP_NOT_FOUND) return index_fail(error, &fault);
    }
    return 0;
}

/* ---- occurrences */

static enum merit merit_of(const struct token *token, bool title)
{
    if (!(token->flags & TOKEN_CAPITAL)) return MERIT_SMALL;
    bool tells = !title && !(token->flags & (TOKEN_SENTENCE_START | TOKEN_LINE_START | TOKEN_ALL_CAPITALS));
    return tells ? MERIT_NAME : MERIT_ANY;
}

/* A part of a longer word ("l'" of "l'été") may not stand alone. */
static bool folds_back(struct arena *arena, struct slice text, struct slice word)
{
    struct text_tokens tokens;
    struct error error;
    if (text_tokenize(arena, text, 1, &tokens, &error) < 0 || tokens.count != 1) return false;
    return tokens.items[0].kind == TOKEN_WORD && slice_equal(token_folded(&tokens.items[0]), word);
}

/* The word as written at a token, without the ending of a possessive ("Morocco's"); empty when it does not fold
 * back. */
static struct slice written_at(struct arena *arena, struct slice text, const struct token *token, struct slice word)
{
    struct slice written = slice_make(text.data + token->start, token->length);
    for (size_t at = 0, size; at < written.length; at += size) {
        struct slice cut = slice_make(written.data, at);
        uint32_t code_point = utf8_decode(written.data + at, written.data + written.length, &size);
        if (at && character_is_apostrophe(code_point) && folds_back(arena, cut, word)) return cut;
    }
    return folds_back(arena, written, word) ? written : slice_of("");
}

static int look_through(struct speller *speller, struct slice text, bool title, struct search *search,
                        struct error *error)
{
    struct text_tokens tokens;
    if (text_tokenize(speller->scratch, text, 1, &tokens, error) < 0) return -1;
    for (uint32_t i = 0; i < tokens.count && search->merit < MERIT_SMALL; i++) {
        const struct token *token = &tokens.items[i];
        if (token->kind != TOKEN_WORD || !slice_equal(token_folded(token), search->word)) continue;
        if (merit_of(token, title) <= search->merit) continue;
        struct slice written = written_at(speller->scratch, text, token, search->word);
        if (written.length == 0) continue;
        search->merit = merit_of(token, title);
        search->best = arena_copy(speller->arena, written);
        if (!search->best.data) return fail(error, ERROR_NO_MEMORY, 0, "no memory for a word");
    }
    return 0;
}

static int look_into(struct speller *speller, struct xap_document_id id, struct search *search, struct error *error)
{
    struct article article;
    arena_reset(speller->scratch);
    if (snapshot_article(speller->snapshot, speller->scratch, id, ARTICLE_WHOLE, &article, error) < 0) return -1;
    struct slice body = slice_make(article.body.data, utf8_floor(article.body, SPELLING_BYTES));
    if (look_through(speller, body, false, search, error) < 0) return -1;
    return look_through(speller, article.title, true, search, error);
}

/* Capitals that tell nothing are left away, together with the risk of suggesting an operator (OR, NOT). */
static struct slice shown(const struct search *search)
{
    bool only_capitals = search->merit == MERIT_ANY && search->best.length == search->word.length &&
                         strncasecmp(search->best.data, search->word.data, search->word.length) == 0;
    return search->merit == MERIT_NONE || only_capitals ? search->word : search->best;
}

int spelling_find(struct speller *speller, struct slice word, struct slice *out, struct error *error)
{
    struct search search = {.word = word};
    struct articles articles;
    if (list_articles(speller->snapshot, word, &articles, error) < 0) return -1;
    for (size_t i = 0; i < articles.count && search.merit < MERIT_SMALL; i++) {
        if (clock_monotonic_us() >= speller->deadline_us) break;
        if (look_into(speller, articles.items[i], &search, error) < 0) return -1;
    }
    *out = shown(&search);
    return 0;
}
