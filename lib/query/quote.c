/* Finding a sentence with the tokenizer of the articles, in a window around the figure, and writing it as one line. */
#include "query/quote.h"

#include "base/utf8.h"
#include "text/tokens.h"

#define REACH_BYTES    1024 /* looked at on both sides of the figure */
#define ELLIPSIS       "…"
#define ELLIPSIS_BYTES (sizeof ELLIPSIS - 1)

struct span {
    size_t start, end;
};

static bool is_space(char byte)
{
    return (unsigned char)byte <= ' ';
}

/* Forward to where a word begins, at most to `limit`. */
static size_t word_start(struct slice text, size_t at, size_t limit)
{
    if (at == 0) return 0;
    while (at < limit && !(is_space(text.data[at - 1]) && !is_space(text.data[at]))) at++;
    return at;
}

/* Back to where a word ends, at least to `limit`. */
static size_t word_end(struct slice text, size_t at, size_t limit)
{
    if (at >= text.length) return text.length;
    while (at > limit && !(is_space(text.data[at]) && !is_space(text.data[at - 1]))) at--;
    return at;
}

/* The part of the field in which the sentence is looked for: whole words. */
static struct span window_of(struct slice field, struct span shown)
{
    size_t start = shown.start > REACH_BYTES ? word_start(field, shown.start - REACH_BYTES, shown.start) : 0;
    return (struct span){start, word_end(field, shown.end + REACH_BYTES, shown.end)};
}

/* The sentence in which the figure begins; a figure that a mistaken sentence end cuts stays whole. */
static struct span sentence_of(const struct text_tokens *tokens, struct span window, struct span shown)
{
    for (uint32_t i = 0; i < tokens->sentence_count; i++) {
        const struct sentence *sentence = &tokens->sentences[i];
        size_t start = window.start + sentence->start, end = start + sentence->length;
        if (start > shown.start || end <= shown.start) continue;
        return (struct span){start, end > shown.end ? end : shown.end};
    }
    return window;
}

/* At most QUOTE_BYTES with its ellipses, a third of the room before the figure. */
static struct span cut(struct slice field, struct span sentence, struct span shown)
{
    size_t room = QUOTE_BYTES - 2 * ELLIPSIS_BYTES, size = shown.end - shown.start;
    if (sentence.end - sentence.start <= QUOTE_BYTES) return sentence;
    if (size >= room) {
        struct slice rest = slice_make(field.data + shown.start, field.length - shown.start);
        return (struct span){shown.start, shown.start + utf8_floor(rest, room)};
    }
    size_t before = (room - size) / 3;
    struct span out = sentence;
    if (shown.start - sentence.start > before) out.start = word_start(field, shown.start - before, shown.start);
    if (sentence.end - out.start <= room) return out;
    out.end = word_end(slice_make(field.data, sentence.end), out.start + room, shown.end);
    return out;
}

/* White space and controls of any length become one space, none at either end. */
static struct slice write_line(struct arena *arena, struct slice text, bool cut_before, bool cut_after)
{
    char *out = arena_alloc(arena, text.length + 2 * ELLIPSIS_BYTES + 1);
    size_t length = 0, first = cut_before ? ELLIPSIS_BYTES : 0;
    if (!out) return slice_make(NULL, 0);
    if (cut_before) memcpy(out, ELLIPSIS, ELLIPSIS_BYTES);
    length = first;
    for (size_t i = 0; i < text.length; i++) {
        if (!is_space(text.data[i]))
            out[length++] = text.data[i];
        else if (length > first && out[length - 1] != ' ')
            out[length++] = ' ';
    }
    if (length > first && out[length - 1] == ' ') length--;
    if (cut_after) memcpy(out + length, ELLIPSIS, ELLIPSIS_BYTES);
    return slice_make(out, length + (cut_after ? ELLIPSIS_BYTES : 0));
}

struct slice quote_make(struct arena *arena, struct arena *scratch, struct slice field, uint32_t start, uint32_t length)
{
    struct error error;
    struct text_tokens tokens;
    if (start >= field.length || length > field.length - start) return slice_of("");
    struct span shown = {start, start + length}, window = window_of(field, shown);
    struct slice text = slice_make(field.data + window.start, window.end - window.start);
    if (text_tokenize(scratch, text, 1, &tokens, &error) < 0) return slice_make(NULL, 0);
    struct span sentence = sentence_of(&tokens, window, shown), quoted = cut(field, sentence, shown);
    struct slice words = slice_make(field.data + quoted.start, quoted.end - quoted.start);
    return write_line(arena, words, quoted.start > sentence.start, quoted.end < sentence.end);
}
