/* Look-ups in the tables of units and currencies. */
#include "figures/unit.h"

#include <strings.h>

#include "base/hash.h"
#include "figures/unit_prefix.h"

#define ALIAS_BYTES_MAX  64
#define ALIAS_WORDS_MAX  4
#define PREFIX_BYTES_MAX 4 /* of a currency code or abbreviation */

enum alias_form { ALIAS_WORD = 1, ALIAS_SYMBOL, ALIAS_GLUED, ALIAS_PREFIX };

struct unit_alias {
    const char *key;
    uint16_t length, unit; /* row of the units below + 1 */
    uint8_t form;          /* enum alias_form */
};

#include "unit_aliases.inc"

static const struct unit units[] = {
#define UNIT(code, name, class, dimension, factor, offset, words, symbols, glued)                                      \
    {code, name, CLASS_##class, dimension, factor, offset},
#include "figures/units.def"
#undef UNIT
#define CURRENCY(code, name, words, prefixes) {code, name, CLASS_MONEY, NULL, 1, 0},
#include "figures/currencies.def"
#undef CURRENCY
};

static const char *const class_names[] = {
#define FIGURE_CLASS(name, word) word,
#include "figures/classes.def"
#undef FIGURE_CLASS
};

const char *figure_class_name(enum figure_class class)
{
    return class < FIGURE_CLASSES ? class_names[class] : "other";
}

int figure_class_find(struct slice name)
{
    for (int i = 0; i < FIGURE_CLASSES; i++)
        if (slice_is(name, class_names[i])) return i;
    return -1;
}

static const struct minor {
    const char *code, *majors;
    double per_major;
} minors[] = {
#define MINOR(code, per_major, majors) {code, majors, per_major},
#include "figures/minor_units.def"
#undef MINOR
};

static bool lists_code(const char *list, const char *code)
{
    size_t length = strlen(code);
    for (const char *found = strstr(list, code); found; found = strstr(found + 1, code)) {
        bool begins = found == list || found[-1] == ',';
        if (begins && (found[length] == ',' || found[length] == '\0')) return true;
    }
    return false;
}

double unit_minor_per_major(const struct unit *minor, const struct unit *major)
{
    if (major->class != CLASS_MONEY || unit_is_minor(major)) return 0;
    for (size_t i = 0; i < sizeof minors / sizeof *minors; i++)
        if (strcmp(minors[i].code, minor->code) == 0 &&
            (!minors[i].majors[0] || lists_code(minors[i].majors, major->code)))
            return minors[i].per_major;
    return 0;
}

bool unit_is_minor(const struct unit *unit)
{
    for (size_t i = 0; i < sizeof minors / sizeof *minors; i++)
        if (strcmp(minors[i].code, unit->code) == 0) return true;
    return false;
}

size_t unit_count(void)
{
    return sizeof units / sizeof *units;
}

const struct unit *unit_at(size_t index)
{
    return index < unit_count() ? &units[index] : NULL;
}

static const struct unit_alias *find_alias(struct slice key)
{
    uint32_t slot = hash_bytes(key.data, key.length) & unit_alias_mask;
    for (; unit_alias_slots[slot]; slot = (slot + 1) & unit_alias_mask) {
        const struct unit_alias *alias = &unit_alias_rows[unit_alias_slots[slot] - 1];
        if (alias->length == key.length && memcmp(alias->key, key.data, key.length) == 0) return alias;
    }
    return NULL;
}

static struct slice lower_case(struct slice text, char out[ALIAS_BYTES_MAX])
{
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.data[i];
        out[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    return slice_make(out, text.length);
}

static const struct unit *find_code(struct slice name)
{
    for (size_t i = 0; i < unit_count(); i++)
        if (strlen(units[i].code) == name.length && strncasecmp(units[i].code, name.data, name.length) == 0)
            return &units[i];
    return NULL;
}

const struct unit *unit_find(struct slice name)
{
    char folded[ALIAS_BYTES_MAX];
    if (name.length == 0 || name.length >= ALIAS_BYTES_MAX) return NULL;
    const struct unit_alias *alias = find_alias(name);
    if (alias) return &units[alias->unit - 1];
    alias = find_alias(lower_case(name, folded));
    if (alias && alias->form == ALIAS_WORD) return &units[alias->unit - 1];
    return find_code(name);
}

const struct unit *unit_find_glued(struct slice letters)
{
    char folded[ALIAS_BYTES_MAX];
    if (letters.length == 0 || letters.length >= ALIAS_BYTES_MAX) return NULL;
    const struct unit_alias *alias = find_alias(letters);
    if (!alias) {
        alias = find_alias(lower_case(letters, folded));
        if (alias && alias->form != ALIAS_WORD) alias = NULL;
    }
    if (!alias && letters.length == 3) return find_code(letters);
    return alias ? &units[alias->unit - 1] : NULL;
}

/* The words of an alias joined by single spaces; a hyphen or slash between glued words counts as a space. */
struct joined {
    char bytes[ALIAS_BYTES_MAX];
    size_t length;
};

static bool join(struct joined *joined, struct slice word)
{
    if (joined->length + word.length + 1 >= sizeof joined->bytes) return false;
    if (joined->length) joined->bytes[joined->length++] = ' ';
    memcpy(joined->bytes + joined->length, word.data, word.length);
    joined->length += word.length;
    return true;
}

static bool is_link(const struct token *token)
{
    return token_is_symbol(token, '-') || token_is_symbol(token, 0x2011) || token_is_symbol(token, 0x2010);
}

static const struct unit *read_words(const struct text_tokens *tokens, uint32_t first, uint32_t *last)
{
    struct joined joined = {.length = 0};
    const struct unit *found = NULL;
    uint32_t words = 0;
    for (uint32_t at = first; at < tokens->count && words < ALIAS_WORDS_MAX; at++) {
        const struct token *token = &tokens->items[at];
        if (token->sentence != tokens->items[first].sentence) break;
        if (is_link(token) && at > first && (token->flags & TOKEN_GLUED)) continue;
        if (token->kind != TOKEN_WORD || !join(&joined, token_folded(token))) break;
        words++;
        const struct unit_alias *alias = find_alias(slice_make(joined.bytes, joined.length));
        if (!alias || alias->form != ALIAS_WORD) continue;
        found = &units[alias->unit - 1];
        *last = at;
    }
    return found;
}

/* "k.g.", "k.gs", "U.S.D.": a physical unit or a currency code written with the dots of an abbreviation. */
static const struct unit *find_dotted(struct slice key)
{
    char bytes[ALIAS_BYTES_MAX];
    size_t length = 0;
    const char *dot = memchr(key.data, '.', key.length);
    if (!dot || dot == key.data || dot + 1 == key.data + key.length) return NULL;
    for (size_t i = 0; i < key.length; i++)
        if (key.data[i] != '.') bytes[length++] = key.data[i];
    const struct unit_alias *alias = find_alias(slice_make(bytes, length));
    if (!alias || (alias->form != ALIAS_SYMBOL && alias->form != ALIAS_PREFIX)) return NULL;
    const struct unit *unit = &units[alias->unit - 1];
    bool code = unit->class == CLASS_MONEY && length == 3; /* "U.S.D." */
    return unit->dimension || code ? unit : NULL;
}

/* Symbols as written, over glued tokens: "%", "°C", "km/h", "m²". A lone small letter is no unit without its number. */
static const struct unit *read_symbol(const struct text_tokens *tokens, uint32_t first, uint32_t *last)
{
    const struct unit *found = NULL;
    uint32_t start = tokens->items[first].start;
    for (uint32_t at = first; at < tokens->count && at < first + ALIAS_WORDS_MAX; at++) {
        const struct token *token = &tokens->items[at];
        if (at > first && !(token->flags & TOKEN_GLUED)) break;
        struct slice key = slice_make(tokens->text.data + start, token->start + token->length - start);
        if (key.length >= ALIAS_BYTES_MAX) break;
        const struct unit_alias *alias = find_alias(key);
        bool written = alias && (alias->form == ALIAS_SYMBOL || alias->form == ALIAS_PREFIX);
        const struct unit *unit = written ? &units[alias->unit - 1] : find_dotted(key);
        if (!unit) continue;
        found = unit;
        *last = at;
    }
    return found;
}

const struct unit *unit_read(const struct text_tokens *tokens, uint32_t first, uint32_t *last)
{
    if (first >= tokens->count || tokens->items[first].kind == TOKEN_NUMBER) return NULL;
    uint32_t symbol_last = 0, words_last = 0;
    const struct unit *symbol = read_symbol(tokens, first, &symbol_last);
    const struct unit *words = read_words(tokens, first, &words_last);
    bool take_words = words && (!symbol || words_last >= symbol_last);
    *last = take_words ? words_last : symbol_last;
    return take_words ? words : symbol;
}

/* What stands before its sign with a blank between is a code in capitals: "US $5", but not "a $5 fine", "Vitamin C $5"
 * nor "Can $5 buy it?". */
static bool may_stand_apart(const struct text_tokens *tokens, const struct token *token)
{
    const char *letters = tokens->text.data + token->start;
    for (uint32_t i = 0; i < token->length; i++)
        if (letters[i] < 'A' || letters[i] > 'Z') return false;
    return token->length > 1;
}

/* The prefix as written without its inner spaces ("US $" as "US$"), in capitals when `capitals`. */
static const struct unit *find_prefix(const struct text_tokens *tokens, uint32_t first, uint32_t last, bool capitals)
{
    char key[ALIAS_BYTES_MAX];
    size_t length = 0;
    for (uint32_t at = first; at <= last; at++) {
        const struct token *token = &tokens->items[at];
        bool apart = at > first && token[-1].start + token[-1].length != token->start;
        if (apart && !may_stand_apart(tokens, &token[-1])) return NULL;
        if (length + token->length >= sizeof key) return NULL;
        memcpy(key + length, tokens->text.data + token->start, token->length);
        length += token->length;
    }
    for (size_t i = 0; capitals && i < length; i++)
        if (key[i] >= 'a' && key[i] <= 'z') key[i] = (char)(key[i] - 32);
    const struct unit_alias *alias = find_alias(slice_make(key, length));
    return alias && alias->form == ALIAS_PREFIX ? &units[alias->unit - 1] : NULL;
}

const struct unit *unit_read_prefix(const struct text_tokens *tokens, uint32_t last, uint32_t *first)
{
    const struct token *token = &tokens->items[last];
    bool plausible = token->kind == TOKEN_SYMBOL
                         ? token->code_point == '$' || token->code_point >= 0xA2 || token->code_point == '.'
                         : token->length <= PREFIX_BYTES_MAX;
    if (!plausible) return NULL;
    for (uint32_t words = 3; words > 0; words--) {
        if (last + 1 < words) continue;
        uint32_t begin = last + 1 - words;
        if (tokens->items[begin].sentence != tokens->items[last].sentence) continue;
        const struct unit *unit = find_prefix(tokens, begin, last, false);
        bool symbol = words > 1 && tokens->items[last].kind == TOKEN_SYMBOL;
        bool dotted = symbol && token_is_symbol(&tokens->items[last], '.') && tokens->items[last - 1].length > 1;
        if (!unit && symbol) unit = find_prefix(tokens, begin, last, true);
        if (!unit && dotted) unit = find_prefix(tokens, begin, last - 1, false); /* "Tk. 500" */
        if (!unit) continue;
        *first = begin;
        return unit;
    }
    return NULL;
}
