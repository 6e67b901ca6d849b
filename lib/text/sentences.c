/* Sentence ends, found by walking the tokens once: stops with what follows them, and line breaks. */
#include "text/sentences.h"

#include "base/utf8.h"
#include "text/abbreviations.h"
#include "text/characters.h"
#include "text/paragraph.h"

#define TOKENS_PER_SENTENCE 16 /* first guess */
#define JOINED_LINE_MIN     30 /* bytes of a line that may go on with a small letter in the next */
#define NO_TOKEN            UINT32_MAX

struct splitter {
    struct arena *arena;
    struct text_tokens *tokens;
    uint32_t capacity;
    const struct zones *zones;
    size_t zone; /* the next one to begin */
    struct paragraph paragraph;
    size_t line_start; /* where the line before the current one began */
    bool stopped;      /* a stop, perhaps with closing quotes, stands before the current token */
    bool single_dot;   /* and it was one dot */
    bool quoted;       /* a straight quote is open: the next one closes it */
    uint32_t before;   /* the token before that stop, or NO_TOKEN */
};

static bool is_stop(const struct token *token)
{
    if (token->kind != TOKEN_SYMBOL) return false;
    switch (token->code_point) {
    case '.':
    case '!':
    case '?':
    case 0x2026: /* … */
    case 0x061F: /* ؟ */
    case 0x06D4: /* ۔ */
    case 0x0964: /* । */
    case 0x3002: /* 。 */
    case 0xFF01: /* ！ */
    case 0xFF1F: /* ？ */ return true;
    default: return false;
    }
}

static bool is_closing(const struct token *token)
{
    if (token->kind != TOKEN_SYMBOL) return false;
    switch (token->code_point) {
    case '"':
    case '\'':
    case ')':
    case ']':
    case 0x2019: /* ’ */
    case 0x201D: /* ” */
    case 0x00BB: /* » */
    case 0x203A: /* › */
    case 0x300D: /* 」 */
    case 0x300F: /* 』 */ return true;
    default: return false;
    }
}

static bool is_opening_quote(const struct token *token)
{
    if (token->kind != TOKEN_SYMBOL) return false;
    switch (token->code_point) {
    case '"':
    case '\'':
    case 0x2018: /* ‘ */
    case 0x201C: /* “ */
    case 0x201E: /* „ */
    case 0x00AB: /* « */
    case 0x2039: /* ‹ */
    case 0x300C: /* 「 */
    case 0x300E: /* 『 */ return true;
    default: return false;
    }
}

/* A capital, or a letter of a script that has none. */
static bool is_capital(const struct text_tokens *tokens, uint32_t index)
{
    const struct token *token = &tokens->items[index];
    if (token->kind != TOKEN_WORD) return false;
    if (token->flags & TOKEN_CAPITAL) return true;
    const char *at = tokens->text.data + token->start;
    if ((unsigned char)*at < 0x80) return false;
    size_t size;
    uint8_t class = character_class(utf8_decode(at, at + token->length, &size));
    return !(class & CHARACTER_LOWER);
}

static bool can_open(const struct text_tokens *tokens, uint32_t index)
{
    const struct token *token = &tokens->items[index];
    if (token->kind == TOKEN_NUMBER || is_capital(tokens, index)) return true;
    if (token->kind != TOKEN_SYMBOL || index + 1 == tokens->count) return false;
    const struct token *next = &tokens->items[index + 1];
    if (is_opening_quote(token)) return next->flags & TOKEN_GLUED;
    /* A bracket, a dash, a currency sign: what stands behind it decides. */
    return next->kind == TOKEN_NUMBER || is_capital(tokens, index + 1);
}

/* "2016.The", "parties.”Zerouali", "challenges.“We", "行った。彼女"; not "Node.JS", "example.com", "3.2.1". */
static bool can_open_glued(const struct text_tokens *tokens, uint32_t index)
{
    const struct token *token = &tokens->items[index];
    bool word_like = token->folded_length > 1 || abbreviation_is_opener(token_folded(token)); /* not "<SWSZ.Z>" */
    if (token->kind == TOKEN_WORD)
        return word_like && is_capital(tokens, index) && !(token->flags & TOKEN_ALL_CAPITALS);
    if (!is_opening_quote(token) || index + 1 == tokens->count) return false;
    return tokens->items[index + 1].flags & TOKEN_GLUED && is_capital(tokens, index + 1);
}

static bool is_initial(const struct token *token)
{
    return token->kind == TOKEN_WORD && token->folded_length == 1 && token->flags & TOKEN_CAPITAL;
}

/* True when the dot behind token `before` belongs to it, so that `index` goes on with the sentence. */
static bool dot_is_inside(const struct text_tokens *tokens, uint32_t before, uint32_t index)
{
    const struct token *word = &tokens->items[before], *next = &tokens->items[index];
    if (word->kind == TOKEN_NUMBER) return word->flags & TOKEN_SENTENCE_START; /* "1. The first item" */
    if (word->kind != TOKEN_WORD) return false;
    enum abbreviation kind = word->flags & TOKEN_ABBREVIATION || is_initial(word)
                                 ? ABBREVIATION_EITHER
                                 : abbreviation_find(token_folded(word));
    switch (kind) {
    case ABBREVIATION_NONE: return false;
    case ABBREVIATION_INSIDE: return true;
    case ABBREVIATION_NUMBER: return next->kind == TOKEN_NUMBER;
    case ABBREVIATION_EITHER: return !(next->flags & TOKEN_CAPITAL && abbreviation_is_opener(token_folded(next)));
    }
    return false;
}

static bool opens_after_stop(const struct splitter *splitter, uint32_t index)
{
    const struct text_tokens *tokens = splitter->tokens;
    bool glued = tokens->items[index].flags & TOKEN_GLUED;
    if (splitter->quoted && token_is_symbol(&tokens->items[index], '"')) return false;
    if (!(glued ? can_open_glued(tokens, index) : can_open(tokens, index))) return false;
    return !splitter->single_dot || splitter->before == NO_TOKEN || !dot_is_inside(tokens, splitter->before, index);
}

static bool is_small(const struct text_tokens *tokens, uint32_t index)
{
    return tokens->items[index].kind == TOKEN_WORD && !is_capital(tokens, index);
}

/* The line break before token `index` ends a sentence whatever stands before it. */
static bool opens_at_line(struct splitter *splitter, uint32_t index)
{
    const struct text_tokens *tokens = splitter->tokens;
    const struct token *previous = &tokens->items[index - 1], *token = &tokens->items[index];
    size_t gap_start = previous->start + previous->length, line_start = splitter->line_start;
    splitter->line_start = token->start;
    bool same_paragraph = token->start < splitter->paragraph.end;
    if (!same_paragraph) splitter->paragraph = text_paragraph_measure(tokens->text, token->start);
    if (text_paragraph_ends(slice_make(tokens->text.data + gap_start, token->start - gap_start))) return true;
    if (splitter->paragraph.wrapped) return false;
    return splitter->stopped || !is_small(tokens, index) || gap_start - line_start < JOINED_LINE_MIN;
}

static bool opens_sentence(struct splitter *splitter, uint32_t index)
{
    bool at_line = splitter->tokens->items[index].flags & TOKEN_LINE_START && opens_at_line(splitter, index);
    if (at_line) splitter->quoted = false;
    return at_line || (splitter->stopped && opens_after_stop(splitter, index));
}

static void note_stop(struct splitter *splitter, uint32_t index)
{
    const struct token *token = &splitter->tokens->items[index];
    if (token_is_symbol(token, '"')) splitter->quoted = !splitter->quoted;
    if (is_stop(token)) {
        splitter->single_dot = token->code_point == '.' && !splitter->stopped;
        if (!splitter->stopped) splitter->before = index > 0 ? index - 1 : NO_TOKEN;
        splitter->stopped = true;
        return;
    }
    if (splitter->stopped && is_closing(token)) return;
    splitter->stopped = splitter->single_dot = token->flags & TOKEN_ABBREVIATION;
    splitter->before = index; /* an abbreviation holds its dot */
}

static struct sentence *add_sentence(struct splitter *splitter, uint32_t first_token)
{
    struct text_tokens *tokens = splitter->tokens;
    if (tokens->sentence_count == splitter->capacity) {
        size_t size = splitter->capacity * sizeof *tokens->sentences;
        struct sentence *grown = arena_grow(splitter->arena, tokens->sentences, size, 2 * size);
        if (!grown) return NULL;
        tokens->sentences = grown;
        splitter->capacity *= 2;
    }
    struct sentence *sentence = &tokens->sentences[tokens->sentence_count++];
    tokens->items[first_token].flags |= TOKEN_SENTENCE_START;
    *sentence = (struct sentence){.start = tokens->items[first_token].start, .first_token = first_token};
    return sentence;
}

/* True at the first token of a zone. */
static bool begins_zone(struct splitter *splitter, const struct token *token)
{
    const struct zones *zones = splitter->zones;
    if (!zones || splitter->zone == zones->count || token->start < zones->items[splitter->zone].start) return false;
    while (splitter->zone < zones->count && zones->items[splitter->zone].start <= token->start) splitter->zone++;
    splitter->quoted = false;
    return true;
}

static int walk_tokens(struct splitter *splitter, uint32_t first_position)
{
    struct text_tokens *tokens = splitter->tokens;
    struct sentence *sentence = NULL;
    uint32_t position = first_position, opened_at = first_position;
    for (uint32_t i = 0; i < tokens->count; i++) {
        struct token *token = &tokens->items[i];
        bool candidate = splitter->stopped || token->flags & TOKEN_LINE_START;
        if (begins_zone(splitter, token) || i == 0 || (candidate && opens_sentence(splitter, i))) {
            sentence = add_sentence(splitter, i);
            if (!sentence) return -1;
            if (position != opened_at) position += TEXT_SENTENCE_GAP;
            opened_at = position;
            splitter->stopped = false;
        }
        token->sentence = tokens->sentence_count - 1;
        token->position = position;
        position += token->kind != TOKEN_SYMBOL;
        sentence->token_count++;
        sentence->length = token->start + token->length - sentence->start;
        if (token->kind == TOKEN_SYMBOL || token->flags & TOKEN_ABBREVIATION)
            note_stop(splitter, i);
        else
            splitter->stopped = false;
    }
    tokens->next_position = position;
    return 0;
}

int text_sentences(struct arena *arena, struct text_tokens *tokens, const struct zones *zones, uint32_t first_position,
                   struct error *error)
{
    struct splitter splitter = {.arena = arena, .tokens = tokens, .zones = zones, .before = NO_TOKEN};
    splitter.capacity = tokens->count / TOKENS_PER_SENTENCE + 8;
    tokens->sentence_count = 0;
    tokens->sentences = arena_array(arena, splitter.capacity, sizeof *tokens->sentences);
    if (tokens->count > 0) {
        splitter.line_start = tokens->items[0].start;
        splitter.paragraph = text_paragraph_measure(tokens->text, tokens->items[0].start);
    }
    if (!tokens->sentences || walk_tokens(&splitter, first_position) != 0)
        return fail(error, ERROR_NO_MEMORY, 0, "no room for the sentences of %zu bytes of text", tokens->text.length);
    return 0;
}
