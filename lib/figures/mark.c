/* Marks every token with what the lexicon of its language knows, and tells verbs from what looks like them. */
#include "figures/evidence.h"

#define OBJECT_MAX    5 /* tokens of the object of a verb */
#define POSSESSOR_MAX 4 /* tokens of a possessor */

/* "cerró", "ganó": nearly every word that ends so is a past tense of Spanish. */
static bool ends_as_preterite(const struct scan *scan, const struct token *token)
{
    struct slice raw = slice_make(scan->tokens->text.data + token->start, token->length);
    return scan->romance && token->folded_length > 3 && slice_ends(raw, slice_of("ó"));
}

static uint64_t classes_of(const struct scan *scan, uint32_t at, const struct lexeme *lexeme)
{
    const struct token *token = &scan->tokens->items[at];
    struct slice folded = token_folded(token);
    bool name = !(token->flags & TOKEN_SENTENCE_START) && (token->flags & TOKEN_CAPITAL);
    uint64_t classes = scan->romance ? lexicon_romance_classes(folded, lexeme) : lexicon_classes(folded, lexeme);
    if (ends_as_preterite(scan, token)) classes |= WORD(PAST);
    return classes | (name ? WORD(PROPER) : 0);
}

/* Fractions of French and Spanish ("tiers", "media") are other words elsewhere. */
static uint16_t number_of(const struct scan *scan, const struct lexeme *lexeme)
{
    if (!lexeme || !lexeme->number) return 0;
    bool part = lexicon_number(lexeme->number)->kind == NUMBER_KIND_ROMANCE_PART;
    return part && !scan->romance ? 0 : lexeme->number;
}

static void mark(struct scan *scan, uint32_t at)
{
    const struct lexeme *lexeme = lexicon_find(token_folded(&scan->tokens->items[at]));
    scan->marks[at] = (struct mark){classes_of(scan, at, lexeme), number_of(scan, lexeme)};
}

void scan_mark(struct scan *scan)
{
    struct evidence evidence = {0};
    for (uint32_t i = 0; i < scan->tokens->count; i++) {
        if (scan->tokens->items[i].kind == TOKEN_WORD) mark(scan, i);
        evidence_count(&evidence, scan, i);
    }
    evidence_decide(&evidence, scan);
    for (uint32_t i = 0; scan->romance && i < scan->tokens->count; i++) /* now by the other lexicon */
        if (scan->tokens->items[i].kind == TOKEN_WORD) mark(scan, i);
}

/* Past tense or participle: a verb of its clause, unless it stands before a noun as an adjective. */
static bool is_past_verb(const struct scan *scan, uint32_t at)
{
    uint64_t adjective_after = WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER) | WORD(PREPOSITION);
    bool verb_too = word_is(scan, at - 1, "that") || word_is(scan, at - 1, "than"); /* "more than doubled" */
    if (has(scan, at - 1, adjective_after) && !verb_too) return false;
    if (is_hyphen(scan, at - 1) || is_hyphen(scan, at + 1)) return false;
    if (!scan->headline && has(scan, at, WORD(PROPER))) return false;
    return true;
}

/* "300", "$300" */
static bool is_amount(const struct scan *scan, uint32_t at)
{
    bool sign = symbol_is(scan, at, '$') || symbol_is(scan, at, 0x20AC) || symbol_is(scan, at, 0xA3);
    return is_number(scan, sign ? at + 1 : at);
}

bool scan_is_verb(const struct scan *scan, uint32_t at)
{
    uint64_t classes = in_sentence(scan, at) ? scan->marks[at].classes : 0;
    if (classes & WORD(AUXILIARY))
        return scan->headline || !(classes & WORD(PROPER)) || !(classes & WORD(MONTH)); /* May */
    if (classes & WORD(PAST)) return is_past_verb(scan, at);
    if (!(classes & (WORD(VERB) | WORD(THIRD)))) return false;
    if (!scan->headline && (classes & WORD(PROPER))) return false;
    if (!scan->headline && at == scan->begin && (classes & WORD(THIRD))) return false; /* "Exports halved" */
    if (has(scan, at - 1, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(PREPOSITION)) && !word_is(scan, at - 1, "to"))
        return false;
    bool inflected = (classes & WORD(THIRD)) && !(classes & WORD(NOUN_VERB)); /* "this brings" */
    if (has(scan, at - 1, WORD(DETERMINER)) && !inflected) return false;
    if (is_hyphen(scan, at - 1) || is_hyphen(scan, at + 1)) return false;
    if (!(classes & WORD(NOUN_VERB))) return true;
    return has(scan, at - 1, WORD(PRONOUN) | WORD(AUXILIARY)) || word_is(scan, at - 1, "to") ||
           word_is(scan, at - 1, "that") || is_amount(scan, at + 1) ||
           ((at > scan->begin || scan->headline) &&
            has(scan, at + 1, WORD(HEDGE_END) | WORD(ARTICLE) | WORD(POSSESSIVE)) && !word_is(scan, at + 1, "of"));
}

/* "it", "the total", "its stake": what a verb carries, told from what it only stands before ("take children"). */
static bool opens_object(const struct scan *scan, uint32_t at)
{
    return has(scan, at, WORD(PRONOUN) | WORD(ARTICLE) | WORD(POSSESSIVE)) || word_is(scan, at, "this") ||
           word_is(scan, at, "that");
}

bool scan_moves_before(const struct scan *scan, uint32_t at)
{
    uint32_t verb = at - 1;
    if (has(scan, verb, WORD(MOVE))) return true;
    if (has(scan, verb, WORD(CARRY))) return has(scan, verb - 1, WORD(AUXILIARY)); /* "was brought up to" */
    if (has(scan, verb, WORD(PREPOSITION) | WORD(CONJUNCTION) | WORD(AUXILIARY))) return false;
    for (uint32_t end = verb - OBJECT_MAX; verb != end && is_word(scan, verb); verb--) {
        if (has(scan, verb, WORD(CARRY))) return opens_object(scan, verb + 1);
        if (has(scan, verb, WORD(FIGURE)) || scan_is_verb(scan, verb)) return false;
    }
    return false;
}

/* "refinery's": the folded word has lost its ending. */
static bool is_possessive(const struct scan *scan, uint32_t at)
{
    if (!is_word(scan, at)) return false;
    const struct token *token = token_at(scan, at);
    struct slice raw = slice_make(scan->tokens->text.data + token->start, token->length);
    return slice_ends(raw, slice_of("'s")) || slice_ends(raw, slice_of("\u2019s"));
}

uint32_t scan_skip_possessor(const struct scan *scan, uint32_t at)
{
    uint32_t first = has(scan, at, WORD(ARTICLE) | WORD(POSSESSIVE) | WORD(DETERMINER)) ? at + 1 : at;
    for (uint32_t word = first; word < first + POSSESSOR_MAX && is_word(scan, word); word++) {
        if (is_possessive(scan, word)) return word + 1;
        if (has(scan, word, WORD_CLOSED | WORD(FIGURE))) break;
    }
    return at;
}
