/* Writes the constant tables by which a language is guessed: run once by the build, from the rows of languages.def.
 *
 * Words: open addressing with linear probing; a slot holds row + 1. Letters: a list that ends with a row of zeros. */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "text/language_table.h"

#define WORDS_MAX   (LANGUAGE_SLOTS / 2)
#define LETTERS_MAX 128

static const struct {
    const char *code, *letters, *words;
} languages[] = {
#define LANGUAGE(code, names, letters, words) {code, letters, words},
#include "text/languages.def"
#undef LANGUAGE
};

struct tables {
    struct language_word words[WORDS_MAX];
    struct language_letter letters[LETTERS_MAX];
    uint16_t slots[LANGUAGE_SLOTS];
    unsigned word_count, letter_count;
};

static void add_word(struct tables *tables, const char *bytes, size_t length, uint32_t language)
{
    uint32_t slot = hash_bytes(bytes, length) % LANGUAGE_SLOTS;
    for (; tables->slots[slot]; slot = (slot + 1) % LANGUAGE_SLOTS) {
        struct language_word *word = &tables->words[tables->slots[slot] - 1];
        if (word->length != length || memcmp(word->bytes, bytes, length) != 0) continue;
        word->languages |= language;
        return;
    }
    assert(tables->word_count < WORDS_MAX && length <= LANGUAGE_WORD_MAX);
    struct language_word *word = &tables->words[tables->word_count++];
    memcpy(word->bytes, bytes, length);
    word->length = (uint32_t)length;
    word->languages = language;
    tables->slots[slot] = (uint16_t)tables->word_count;
}

static void add_words(struct tables *tables, const char *words, uint32_t language)
{
    while (*words) {
        size_t length = strcspn(words, " ");
        add_word(tables, words, length, language);
        words += length + (words[length] == ' ');
    }
}

static void add_letter(struct tables *tables, uint32_t code_point, uint32_t language)
{
    unsigned i = 0;
    while (i < tables->letter_count && tables->letters[i].code_point != code_point) i++;
    assert(i + 1 < LETTERS_MAX);
    if (i == tables->letter_count) tables->letters[tables->letter_count++].code_point = code_point;
    tables->letters[i].languages |= language;
}

static void add_letters(struct tables *tables, const char *letters, uint32_t language)
{
    for (const char *at = letters, *end = letters + strlen(letters); at < end;) {
        size_t size;
        add_letter(tables, utf8_decode(at, end, &size), language);
        at += size;
    }
}

static void fill(struct tables *tables)
{
    size_t count = sizeof languages / sizeof *languages;
    for (size_t i = 0; i < count; i++) {
        assert((i < LANGUAGES_RECOGNISED) == (*languages[i].words != '\0'));
        if (i >= LANGUAGES_RECOGNISED) continue;
        add_words(tables, languages[i].words, UINT32_C(1) << i);
        add_letters(tables, languages[i].letters, UINT32_C(1) << i);
    }
}

static void write(FILE *out, const struct tables *tables)
{
    fprintf(out, "static const struct language_word language_words[] = {\n");
    for (unsigned i = 0; i < tables->word_count; i++) {
        const struct language_word *word = &tables->words[i];
        fprintf(out, "{\"%.*s\", %u, 0x%" PRIx32 "},\n", (int)word->length, word->bytes, word->length, word->languages);
    }
    fprintf(out, "};\nstatic const uint16_t language_slots[LANGUAGE_SLOTS] = {\n");
    for (unsigned i = 0; i < LANGUAGE_SLOTS; i++)
        if (tables->slots[i]) fprintf(out, "[%u] = %u,\n", i, tables->slots[i]);
    fprintf(out, "};\nstatic const struct language_letter language_letters[] = {\n");
    for (unsigned i = 0; i <= tables->letter_count; i++)
        fprintf(out, "{0x%" PRIx32 ", 0x%" PRIx32 "},\n", tables->letters[i].code_point, tables->letters[i].languages);
    fprintf(out, "};\nstatic const char *const language_codes[LANGUAGES_RECOGNISED] = {\n");
    for (unsigned i = 0; i < LANGUAGES_RECOGNISED; i++) fprintf(out, "\"%s\",\n", languages[i].code);
    fprintf(out, "};\n");
}

int main(int argc, char **argv)
{
    static struct tables tables;
    if (argc != 2) return 2;
    fill(&tables);
    FILE *out = fopen(argv[1], "w");
    if (!out) return 1;
    write(out, &tables);
    return fclose(out) ? 1 : 0;
}
