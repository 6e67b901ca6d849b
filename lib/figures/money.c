/* Money written in ways of its own: cents as "43c", pounds that are no weight, currency codes with a scale. */
#include "figures/money.h"

#define CODE_LETTERS 3 /* of a currency in ISO 4217 */

/* "and 43c", "rose to 43c": cents stand behind an amount or where a price is told; "3c" alone is a name of all
 * kinds. */
bool money_may_be_cents(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->number.last);
    if (token->folded[token->folded_length - 1] != 'c' || strcmp(candidate->unit->code, "cent") != 0) return true;
    uint32_t at = candidate->first - 1;
    bool amount = candidate > scan->items + scan->sentence_items && candidate[-1].unit &&
                  candidate[-1].unit->class == CLASS_MONEY;
    bool price = has(scan, at, WORD(RISE) | WORD(FALL) | WORD(PREPOSITION) | WORD(HEDGE_END));
    uint32_t after = candidate->last + 1;
    bool name =
        has(scan, after, WORD(PROPER)) || is_dash(scan, after) || symbol_is(scan, after, '/'); /* "12c Mill Lane" */
    return !name && (scan->lone || amount || price);
}

const struct unit *money_resolve_pound(const struct candidate *candidate, const struct unit *unit)
{
    if (strcmp(unit->code, "lb") != 0 || candidate->number.scale < 1e6) return unit;
    return unit_find(slice_of("GBP"));
}

/* "4 pounds and 50 pence": pounds before pence are money. */
void money_resolve_pounds(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i + 1 < scan->count; i++) {
        struct candidate *pounds = &scan->items[i], *pence = pounds + 1;
        if (!pounds->unit || !pence->unit || strcmp(pounds->unit->code, "lb") != 0) continue;
        uint32_t next = word_is(scan, pounds->last + 1, "and") ? pounds->last + 2 : pounds->last + 1;
        if (next == pence->first && strcmp(pence->unit->code, "pence") == 0) pounds->unit = unit_find(slice_of("GBP"));
    }
}

/* "340 M€", "2,5 Md€", "80 k€": a sign behind the letters of its scale. */
static double scaled_sign(const struct scan *scan, uint32_t at, const struct unit **unit, uint32_t *last)
{
    static const struct {
        const char *letters;
        double scale;
    } scales[] = {{"k", 1e3}, {"M", 1e6}, {"Md", 1e9}, {"Mds", 1e9}};
    const struct token *token = token_at(scan, at);
    struct slice letters = slice_make(scan->tokens->text.data + token->start, token->length);
    if (!in_sentence(scan, at + 1) || !is_glued(scan, at + 1) || token_at(scan, at + 1)->kind != TOKEN_SYMBOL) return 0;
    const struct unit *found = unit_read(scan->tokens, at + 1, last);
    if (!found || found->class != CLASS_MONEY) return 0;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        if (!slice_is(letters, scales[i].letters)) continue;
        *unit = found;
        return scales[i].scale;
    }
    return 0;
}

/* "120 MSEK", "TEUR 40": a code behind the letter of its scale, as company reports have it. */
double money_scaled_code(const struct scan *scan, uint32_t at, const struct unit **unit, uint32_t *last)
{
    if (!is_word(scan, at)) return 0;
    const struct token *token = token_at(scan, at);
    *last = at;
    if (token->length < CODE_LETTERS + 1) return scaled_sign(scan, at, unit, last);
    if (token->length > CODE_LETTERS + 1 || !(token->flags & TOKEN_ALL_CAPITALS)) return 0;
    const char *letters = scan->tokens->text.data + token->start;
    double scale = letters[0] == 'M' ? 1e6 : letters[0] == 'T' || letters[0] == 'K' ? 1e3 : 0;
    const struct unit *found = scale > 0 ? unit_find(slice_make(letters + 1, CODE_LETTERS)) : NULL;
    if (!found || found->class != CLASS_MONEY || strncmp(found->code, letters + 1, CODE_LETTERS) != 0) return 0;
    *unit = found;
    return scale;
}
