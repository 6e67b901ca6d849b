/* The rows of furniture.def, and where the line or headline ends that a cue takes. */
#include "text/cues.h"

#include "text/abbreviations.h"
#include "text/bars.h"
#include "text/characters.h"
#include "text/seams.h"

#define HEADLINE_MAX     240 /* bytes that a cue may take as its line */
#define ABBREVIATION_MAX 6

enum cue_after { AFTER_COLON, AFTER_ALONE, AFTER_ANY };

static const struct cue {
    struct slice words;
    enum cue_after after;
    enum cue_takes takes;
} cues[] = {
#define FURNITURE(words, after, takes) {{words, sizeof words - 1}, AFTER_##after, CUE_TAKES_##takes},
#include "text/furniture.def"
#undef FURNITURE
};

#define CUES (sizeof cues / sizeof *cues)

static uint8_t class_at(struct slice text, size_t at)
{
    return at < text.length ? character_ascii[(unsigned char)text.data[at]] : CHARACTER_SPACE;
}

static bool line_ends(struct slice text, size_t at)
{
    return at >= text.length || text.data[at] == '\n';
}

static size_t skip_blanks(struct slice text, size_t at)
{
    while (!line_ends(text, at) && class_at(text, at) & CHARACTER_SPACE) at++;
    return at;
}

/* Bytes at `at` that spell `words`, 0 when they do not. The first letter must be the capital it is in the table; ’
 * stands for '. */
static size_t spelled(struct slice text, size_t at, struct slice words)
{
    static const struct slice curly = {"’", sizeof "’" - 1};
    size_t start = at;
    if (text.data[at] != words.data[0]) return 0;
    for (size_t i = 0; i < words.length; i++) {
        if (at >= text.length) return 0;
        if (words.data[i] == '\'' && slice_starts(slice_make(text.data + at, text.length - at), curly)) {
            at += curly.length;
            continue;
        }
        unsigned char found = (unsigned char)text.data[at++], wanted = (unsigned char)words.data[i];
        if (found != wanted && (!(character_ascii[found] & CHARACTER_UPPER) || (found | 0x20) != wanted)) return 0;
    }
    return at - start;
}

/* A headline begins with a capital, a digit, a quote, a currency sign; a sentence that goes on, with a small letter. */
static bool headline_at(struct slice text, size_t at)
{
    return !(class_at(text, at) & CHARACTER_LOWER);
}

static size_t skip_colon(struct slice text, size_t at)
{
    size_t next = skip_blanks(text, at);
    return next < text.length && text.data[next] == ':' ? skip_blanks(text, next + 1) : next;
}

/* Whether what stands at `at`, behind the words of a cue, is what the cue asks for. */
static bool is_followed(struct slice text, size_t at, enum cue_after after, struct cue_place place)
{
    size_t behind = skip_colon(text, at);
    switch (after) {
    case AFTER_ANY: return place.own_line && !(class_at(text, at) & CHARACTER_WORD);
    case AFTER_COLON: return behind > skip_blanks(text, at) && headline_at(text, behind);
    case AFTER_ALONE:
        /* Behind a blank it may be the last words of a wrapped line: "… he said. Share↵prices rose". */
        return (place.own_line || place.glued) && (line_ends(text, behind) || text_seam_at(text, place.at, at));
    }
    return false;
}

static bool dot_is_inside(struct slice text, size_t from, size_t dot)
{
    size_t start = dot;
    while (start > from && dot - start <= ABBREVIATION_MAX && class_at(text, start - 1) & CHARACTER_LETTER) start--;
    char word[ABBREVIATION_MAX];
    if (dot - start <= 1) return true;
    if (dot - start > sizeof word) return false;
    for (size_t i = start; i < dot; i++) word[i - start] = (char)(text.data[i] | 0x20);
    return abbreviation_find(slice_make(word, dot - start)) != ABBREVIATION_NONE;
}

/* The end of the sentence whose stop stands at `at`, closing quotes included; 0 when none ends there. */
static size_t sentence_end(struct slice text, size_t from, size_t at)
{
    char stop = text.data[at++];
    if (stop != '.' && stop != '!' && stop != '?') return 0;
    if (stop == '.' && dot_is_inside(text, from, at - 1)) return 0;
    while (at < text.length && (text.data[at] == '"' || text.data[at] == ')')) at++;
    bool capital = class_at(text, at + 1) & (CHARACTER_UPPER | CHARACTER_NO_ASCII);
    return class_at(text, at) & CHARACTER_SPACE && capital ? at : 0;
}

/* Where the headline ends that begins at `start`: at a seam, at a sentence's end when it does not have the line for
 * itself, at the line's end; `start` when none comes within a headline's length. */
static size_t headline_end(struct slice text, size_t start, bool own_line)
{
    size_t limit = text.length - start > HEADLINE_MAX ? start + HEADLINE_MAX : text.length;
    size_t at = start, first_sentence = 0;
    for (; at < limit && text.data[at] != '\n'; at++) {
        if (text_seam_at(text, start, at)) return at;
        if (!first_sentence) first_sentence = sentence_end(text, start, at);
    }
    bool whole_line = line_ends(text, at);
    if (first_sentence && !(own_line && whole_line)) return first_sentence;
    return whole_line ? at : start;
}

static bool is_stop(char byte)
{
    return byte == '.' || byte == '!' || byte == '?' || byte == '"';
}

/* Headlines glued to the heading and to each other, up to the sentence at which the article goes on. */
static size_t glued_headlines_end(struct slice text, size_t from)
{
    size_t at = from;
    while (!line_ends(text, at)) {
        size_t end = headline_end(text, at, false);
        bool sentence = end > at && is_stop(text.data[end - 1]);
        if (end == at || (sentence && at > from)) return at;
        at = end;
        if (sentence) return at;
    }
    return at;
}

/* The line of a cue whose words end at `words_end`; what its list takes begins with the line behind. */
static struct cue_extent extent_of(struct slice text, const struct cue *cue, size_t words_end, struct cue_place place)
{
    size_t start = skip_colon(text, words_end);
    bool whole_line = line_ends(text, start), list = cue->takes == CUE_TAKES_LIST;
    if (cue->after == AFTER_ALONE || (whole_line && list)) {
        size_t end = whole_line ? start : list ? glued_headlines_end(text, words_end) : words_end;
        bool cut = list && !line_ends(text, end);
        return (struct cue_extent){place.at, end, cut ? CUE_TAKES_LINE : cue->takes};
    }
    bool next_line = whole_line && start < text.length && cue->after == AFTER_COLON;
    size_t end = headline_end(text, start + next_line, place.own_line || next_line);
    return (struct cue_extent){place.at, end, list ? CUE_TAKES_LINE : cue->takes};
}

static bool is_list_item(struct slice text, size_t at)
{
    while (at > 0 && (text.data[at - 1] == ' ' || text.data[at - 1] == '\t')) at--;
    return at > 0 && (text.data[at - 1] == '-' || text.data[at - 1] == '*');
}

/* "- 640 shares" is what the article lists. */
static bool find_bar(struct slice text, struct cue_place place, struct cue_extent *extent)
{
    struct bar bar;
    if (!place.own_line && !place.glued) return false;
    if (class_at(text, place.at) & CHARACTER_DIGIT && is_list_item(text, place.at)) return false;
    if (!text_bar_find(text, place.at, place.own_line, &bar)) return false;
    *extent = (struct cue_extent){bar.start, bar.end, bar.comments ? CUE_TAKES_COMMENTS : CUE_TAKES_LINE};
    return true;
}

bool text_cue_find(struct slice text, struct cue_place place, struct cue_extent *extent)
{
    if (find_bar(text, place, extent)) return true;
    for (size_t i = 0; i < CUES; i++) {
        size_t length = spelled(text, place.at, cues[i].words);
        if (length == 0 || !is_followed(text, place.at + length, cues[i].after, place)) continue;
        *extent = extent_of(text, &cues[i], place.at + length, place);
        return true;
    }
    return false;
}

bool text_cue_is_heading(struct slice text)
{
    struct cue_extent extent;
    struct cue_place place = {0, true, false};
    if (text.length == 0 || !text_cue_find(text, place, &extent)) return false;
    return extent.takes != CUE_TAKES_LINE && extent.start == 0 && extent.end == text.length;
}
