/* Articles of a small vocabulary: figures in every spelling, three languages, furniture, and things that are
 * missing. */
#include "../test.h"

#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>

#define SENTENCE_MAX 400
#define BODY_MAX     2048

static unsigned seed = 20;

unsigned chance_below(unsigned limit)
{
    return (unsigned)rand_r(&seed) % limit;
}

static const char *const subjects[] = {"Morocco", "Spain", "The coast guard",      "Zerouali", "Khalid Zerouali",
                                       "Ceuta",   "Fès",   "The people of Melilla"};
static const char *const verbs[] = {"stopped", "dismantled", "counted", "reported", "foiled", "stops"};
static const char *const hedges[] = {"", "", "", "more than ", "about ", "at least ", "under ", "nearly "};
static const char *const numbers[] = {"65,000",
                                      "65000",
                                      "65K",
                                      "65 thousand",
                                      "sixty-five thousand",
                                      "50",
                                      "80",
                                      "300",
                                      "3,000",
                                      "3000",
                                      "two hundred",
                                      "200",
                                      "23,000",
                                      "12",
                                      "1.5 million",
                                      "two and a half million",
                                      "a hundred",
                                      "between 50 and 300",
                                      "32,000 to 65,000",
                                      "five",
                                      "2",
                                      "7.5",
                                      "-5"};
static const char *const counted[] = {"migration attempts",
                                      "irregular migration attempts",
                                      "networks",
                                      "migrants",
                                      "criminal networks",
                                      "people",
                                      "percent of migrants",
                                      "percent",
                                      "kilos of hashish",
                                      "tonnes of hashish",
                                      "million dollars",
                                      "euros",
                                      "hours",
                                      "km of fence",
                                      "degrees Celsius"};
static const char *const tails[] = {"in Ceuta",
                                    "near the border fence",
                                    "with criminal networks",
                                    "and Melilla",
                                    "in 2017",
                                    "against a pro-active network",
                                    "on the border",
                                    "",
                                    "at the fence of Ceuta and Melilla",
                                    "with one of the two F16 on the 12th day",
                                    "as agent 007 said of it"};
static const char *const foreign[] = {"Le Maroc a déjoué 65.000 tentatives de migration irrégulière",
                                      "La frontière de Fès compte 3 000 migrants",
                                      "España frenó 65.000 intentos de migración en Ceuta",
                                      "Las organizaciones de Melilla contaron doscientos migrantes",
                                      "L'organisation a compté plus de 200 personnes à la frontière",
                                      "La organización dijo que la red tenía 1,5 millones de euros"};
static const char *const furniture[] = {"Read also: Spain stopped 300 migrants in Melilla",
                                        "Related articles\nMorocco foiled 80 criminal networks\nThe fence of Nador"};

static void write_sentence(char out[SENTENCE_MAX])
{
    if (chance_below(5) == 0)
        snprintf(out, SENTENCE_MAX, "%s", PICK(foreign));
    else
        snprintf(out, SENTENCE_MAX, "%s %s %s%s %s %s", PICK(subjects), PICK(verbs), PICK(hedges), PICK(numbers),
                 PICK(counted), PICK(tails));
}

static struct slice draw_title(struct arena *arena)
{
    char sentence[SENTENCE_MAX];
    write_sentence(sentence);
    return arena_copy(arena, slice_of(chance_below(20) ? sentence : ""));
}

static struct slice draw_body(struct arena *arena)
{
    char body[BODY_MAX] = "", sentence[SENTENCE_MAX];
    size_t length = 0;
    for (unsigned i = chance_below(4); i > 0; i--) {
        write_sentence(sentence);
        length += (size_t)snprintf(body + length, sizeof body - length, "%s.%s", sentence, i % 2 ? " " : "\n\n");
    }
    if (chance_below(5) == 0) snprintf(body + length, sizeof body - length, "\n\n%s\n", PICK(furniture));
    return arena_copy(arena, slice_of(body));
}

static struct slice draw_date(struct arena *arena)
{
    unsigned year = 2015 + chance_below(8), month = 1 + chance_below(12), day = 1 + chance_below(28);
    switch (chance_below(8)) {
    case 0: return slice_of("");
    case 1: return slice_of(arena_printf(arena, "%u", year));
    case 2: return slice_of(arena_printf(arena, "%u-%02u", year, month));
    default: return slice_of(arena_printf(arena, "%u-%02u-%02u", year, month, day));
    }
}

void article_draw(struct arena *arena, unsigned number, struct article *out)
{
    static const char *const sources[] = {"nytimes.com", "Le Monde", "Agencia EFE", "Fès Daily", ""};
    static const char *const languages[] = {"en", "en", "en-GB", "fr", "French", "es", "spa", "ja"};
    *out = (struct article){.id = slice_of(arena_printf(arena, "a%u", number)),
                            .title = draw_title(arena),
                            .date = draw_date(arena),
                            .source = slice_of(PICK(sources)),
                            .language = slice_of(PICK(languages)),
                            .body = draw_body(arena)};
    if (chance_below(3)) out->url = slice_of(arena_printf(arena, "https://example.org/%u", number));
}
