/* Marks every token with what the lexicon knows, and tells sentences written as headlines. */
#include "figures/scan.h"

void scan_mark(struct scan *scan)
{
    const struct text_tokens *tokens = scan->tokens;
    uint32_t foreign = 0, english = 0;
    for (uint32_t i = 0; i < tokens->count; i++) {
        if (tokens->items[i].kind != TOKEN_WORD) continue;
        struct slice folded = token_folded(&tokens->items[i]);
        const struct lexeme *lexeme = lexicon_find(folded);
        scan->marks[i].classes = lexicon_classes(folded, lexeme);
        scan->marks[i].number = lexeme ? lexeme->number : 0;
        foreign += (scan->marks[i].classes & WORD(FOREIGN)) != 0;
        english += (scan->marks[i].classes & WORD(ENGLISH)) != 0;
        if (!(tokens->items[i].flags & TOKEN_SENTENCE_START) && (tokens->items[i].flags & TOKEN_CAPITAL))
            scan->marks[i].classes |= WORD(PROPER);
    }
    scan->foreign = foreign > 2 * english + 1;
}

/* Past tense or participle: a verb of its clause, unless it stands before a noun as an adjective. */
static bool is_past_verb(const struct scan *scan, uint32_t at)
{
    uint64_t adjective_after = WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER) | WORD(PREPOSITION);
    if (has(scan, at - 1, adjective_after) && !word_is(scan, at - 1, "that")) return false;
    if (is_hyphen(scan, at - 1) || is_hyphen(scan, at + 1)) return false;
    if (!scan->headline && has(scan, at, WORD(PROPER))) return false;
    return true;
}

bool scan_is_verb(const struct scan *scan, uint32_t at)
{
    uint64_t classes = in_sentence(scan, at) ? scan->marks[at].classes : 0;
    if (classes & WORD(AUXILIARY)) return true;
    if (classes & WORD(PAST)) return is_past_verb(scan, at);
    if (!(classes & (WORD(VERB) | WORD(THIRD)))) return false;
    if (!scan->headline && (classes & WORD(PROPER))) return false;
    if (has(scan, at - 1, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(PREPOSITION)) && !word_is(scan, at - 1, "to"))
        return false;
    bool inflected = (classes & WORD(THIRD)) && !(classes & WORD(NOUN_VERB)); /* "this brings" */
    if (has(scan, at - 1, WORD(DETERMINER)) && !inflected) return false;
    if (is_hyphen(scan, at - 1) || is_hyphen(scan, at + 1)) return false;
    if (!(classes & WORD(NOUN_VERB))) return true;
    return has(scan, at - 1, WORD(PRONOUN) | WORD(AUXILIARY)) || word_is(scan, at - 1, "to") ||
           word_is(scan, at - 1, "that") || is_number(scan, at + 1) ||
           ((at > scan->begin || scan->headline) &&
            has(scan, at + 1, WORD(HEDGE_END) | WORD(ARTICLE) | WORD(POSSESSIVE)) && !word_is(scan, at + 1, "of"));
}
