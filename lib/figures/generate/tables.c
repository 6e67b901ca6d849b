/* Writes the constant hash tables of lib/figures: run once by the build, from the rows of the .def files.
 *
 * Open addressing with linear probing over a power of two of at most half full slots; a slot holds row + 1. The hash is
 * base/hash.h, which the readers of the tables use too. */
#include <assert.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

#define ROWS_MAX 8192
#define SLOTS    16384 /* of each table; at least twice its rows */

enum word_class_index {
#define WORD_CLASS(name) WORD_CLASS_##name,
#include "figures/word_classes.def"
#undef WORD_CLASS
};

struct row {
    char key[64];
    uint64_t classes, romance;
    unsigned number;
    unsigned unit, form;
};

struct table {
    struct row rows[ROWS_MAX];
    uint16_t slots[SLOTS];
    unsigned count;
};

static struct row *find_or_add(struct table *table, const char *key, size_t length)
{
    uint32_t slot = hash_bytes(key, length) & (SLOTS - 1);
    for (; table->slots[slot]; slot = (slot + 1) & (SLOTS - 1)) {
        struct row *row = &table->rows[table->slots[slot] - 1];
        if (strlen(row->key) == length && memcmp(row->key, key, length) == 0) return row;
    }
    assert(table->count < ROWS_MAX && length < sizeof table->rows->key);
    struct row *row = &table->rows[table->count++];
    memcpy(row->key, key, length);
    table->slots[slot] = (uint16_t)table->count;
    return row;
}

/* Calls for each part of `list` between separators. */
static void each_part(struct table *table, const char *list, char separator,
                      void (*add)(struct table *, const char *, size_t, uint64_t, unsigned), uint64_t value,
                      unsigned form)
{
    while (*list) {
        const char *end = strchr(list, separator);
        size_t length = end ? (size_t)(end - list) : strlen(list);
        if (length) add(table, list, length, value, form);
        list += length + (end ? 1 : 0);
    }
}

static void add_class(struct table *table, const char *word, size_t length, uint64_t class, unsigned form)
{
    (void)form;
    find_or_add(table, word, length)->classes |= (uint64_t)1 << class;
}

static void add_romance_class(struct table *table, const char *word, size_t length, uint64_t class, unsigned form)
{
    (void)form;
    find_or_add(table, word, length)->romance |= (uint64_t)1 << class;
}

/* The last word of a hedge without the dot of an abbreviation, so that the scanner tries the rows only there. */
static void add_hedge(struct table *table, const char *words)
{
    const char *last = strrchr(words, ' ');
    last = last ? last + 1 : words;
    add_class(table, last, strcspn(last, "."), WORD_CLASS_HEDGE_END, 0);
}

static void add_alias(struct table *table, const char *word, size_t length, uint64_t unit, unsigned form)
{
    struct row *row = find_or_add(table, word, length);
    if (row->unit) return; /* the first row that claims a name keeps it */
    row->unit = (unsigned)unit;
    row->form = form;
}

/* "saudiriyal": the words of a currency written as one. */
static void add_run_together(struct table *table, const char *words, size_t length, uint64_t unit, unsigned form)
{
    char joined[64];
    size_t kept = 0;
    assert(length < sizeof joined);
    for (size_t i = 0; i < length; i++)
        if (words[i] != ' ') joined[kept++] = words[i];
    add_alias(table, joined, kept, unit, form);
}

static void fill_lexicon(struct table *table)
{
#define WORDS(class, words) each_part(table, words, ' ', add_class, WORD_CLASS_##class, 0);
#include "figures/lexicon.def"
#undef WORDS
#define ROMANCE(class, words) each_part(table, words, ' ', add_romance_class, WORD_CLASS_##class, 0);
#include "figures/lexicon_romance.def"
#undef ROMANCE
    unsigned number = 0;
#define NUMBER_WORD(word, value, kind, languages) find_or_add(table, word, strlen(word))->number = ++number;
#include "figures/number_words.def"
#undef NUMBER_WORD
#define HEDGE(words, qualifier) add_hedge(table, words);
#define HEDGE_AFTER(words, qualifier)
#include "figures/hedges.def"
#undef HEDGE
#undef HEDGE_AFTER
}

/* Forms: 1 word (folded), 2 symbol (as written), 3 glued (as written), 4 currency prefix (as written). */
static void fill_aliases(struct table *table)
{
    unsigned unit = 0;
#define UNIT(code, name, class, dimension, factor, offset, words, symbols, glued)                                      \
    unit++;                                                                                                            \
    each_part(table, words, ',', add_alias, unit, 1);                                                                  \
    each_part(table, symbols, ',', add_alias, unit, 2);                                                                \
    each_part(table, glued, ',', add_alias, unit, 3);
#include "figures/units.def"
#undef UNIT
#define CURRENCY(code, name, words, prefixes)                                                                          \
    unit++;                                                                                                            \
    each_part(table, words, ',', add_alias, unit, 1);                                                                  \
    each_part(table, words, ',', add_run_together, unit, 1);                                                           \
    each_part(table, prefixes, ',', add_alias, unit, 4);                                                               \
    if (strlen(code) == 3) each_part(table, code, ',', add_alias, unit, 4);
#include "figures/currencies.def"
#undef CURRENCY
}

static void quote(FILE *out, const char *text)
{
    fputc('"', out);
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') fputc('\\', out);
        fputc(*text, out);
    }
    fputc('"', out);
}

static void write_slots(FILE *out, const struct table *table, const char *name)
{
    fprintf(out, "static const uint16_t %s_slots[%d] = {", name, SLOTS);
    for (unsigned i = 0; i < SLOTS; i++)
        if (table->slots[i]) fprintf(out, "[%u] = %u,\n", i, table->slots[i]);
    fprintf(out, "};\n#define %s_mask %d\n", name, SLOTS - 1);
}

static void write_lexicon(FILE *out, const struct table *table)
{
    fprintf(out, "static const struct lexeme lexicon_rows[] = {\n");
    for (unsigned i = 0; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        fprintf(out, "{");
        quote(out, row->key);
        fprintf(out, ", UINT64_C(0x%" PRIx64 "), UINT64_C(0x%" PRIx64 "), %zu, %u},\n", row->classes, row->romance,
                strlen(row->key), row->number);
    }
    fprintf(out, "};\n");
    write_slots(out, table, "lexicon");
}

static void write_aliases(FILE *out, const struct table *table)
{
    fprintf(out, "static const struct unit_alias unit_alias_rows[] = {\n");
    for (unsigned i = 0; i < table->count; i++) {
        const struct row *row = &table->rows[i];
        fprintf(out, "{");
        quote(out, row->key);
        fprintf(out, ", %zu, %u, %u},\n", strlen(row->key), row->unit, row->form);
    }
    fprintf(out, "};\n");
    write_slots(out, table, "unit_alias");
}

int main(int argc, char **argv)
{
    static struct table lexicon, aliases;
    if (argc != 3) return 2;
    fill_lexicon(&lexicon);
    fill_aliases(&aliases);
    assert(lexicon.count * 2 <= SLOTS && aliases.count * 2 <= SLOTS);
    FILE *out = fopen(argv[1], "w");
    if (!out) return 1;
    write_lexicon(out, &lexicon);
    if (fclose(out)) return 1;
    out = fopen(argv[2], "w");
    if (!out) return 1;
    write_aliases(out, &aliases);
    return fclose(out) ? 1 : 0;
}
