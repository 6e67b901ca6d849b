/* What is known of a word without its sentence: its grammatical classes and, of number words, their value.
 *
 * The rows of lexicon.def, lexicon_romance.def and number_words.def, in one constant hash table that is made when tally
 * is built, so that each token is looked up once. Inside lib/figures only. */
#ifndef TALLY_FIGURES_LEXICON_H
#define TALLY_FIGURES_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

enum word_class_index {
#define WORD_CLASS(name) WORD_CLASS_##name,
#include "figures/word_classes.def"
#undef WORD_CLASS
    WORD_CLASSES
};

/* Bits of a set of classes. */
#define WORD(name) ((uint64_t)1 << WORD_CLASS_##name)

enum number_kind {
    NUMBER_KIND_ZERO,
    NUMBER_KIND_ONES,
    NUMBER_KIND_TEENS,
    NUMBER_KIND_TENS,
    NUMBER_KIND_HUNDREDS,
    NUMBER_KIND_HUNDRED,
    NUMBER_KIND_SCALE,
    NUMBER_KIND_DOZEN,
    NUMBER_KIND_PART, /* this one and those below are read in their own places, not in the run of a number */
    NUMBER_KIND_ROMANCE_PART,
    NUMBER_KIND_COUPLE,
    NUMBER_KIND_SUFFIX
};
enum number_language { NUMBER_EN = 1, NUMBER_FR = 2, NUMBER_ES = 4, NUMBER_WEAK = 8 };

struct number_word {
    double value;
    enum number_kind kind;
    unsigned languages; /* bits of enum number_language */
};

struct lexeme {
    const char *word;
    uint64_t classes; /* in an English text … */
    uint64_t romance; /* … and in a French or Spanish one */
    uint16_t length;
    uint16_t number; /* row of number_words.def + 1; 0 when it is no number word */
};

/* NULL when the folded word is in no row. */
const struct lexeme *lexicon_find(struct slice folded);
/* `row` as in struct lexeme, not 0. */
const struct number_word *lexicon_number(uint16_t row);
/* The classes of a folded word: of its row, or guessed from its ending (plural, -ed, -ing, -ly, inflected verbs). */
uint64_t lexicon_classes(struct slice folded, const struct lexeme *lexeme);
/* The same in a French or Spanish text: by the rows of lexicon_romance.def, what of the English ones is of any language
 * (months, labels, number words), and the endings of plurals, adverbs and past tenses. */
uint64_t lexicon_romance_classes(struct slice folded, const struct lexeme *lexeme);

#endif
