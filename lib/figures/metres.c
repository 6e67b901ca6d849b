/* "35m deep", "ran the 100m in 9.9 seconds", "500m from the shore": where the m glued to a number is metres. Everywhere
 * else it is millions ("a 400m euro deal", "revenue of 400m", "3.5m people"). */
#include "figures/metres.h"

#include "figures/unit_prefix.h"

#define METRE           1e-6 /* of the value that was read as millions */
#define PLACE_WORDS     4    /* from a preposition to the place that it leads to */
#define DIMENSION_REACH 4    /* words before the number in which a dimension is sought */
#define NEIGHBOURS      8    /* figures to each side in which money is sought */
#define SPORT_REACH     10   /* tokens to each side of a race's length in which sport is sought */
#define MONEY_REACH     6    /* the same for words of money around a height */
#define HEIGHT_MIN      1000 /* metres that are written in groups: "an 8,848m peak"; as millions they are billions */

/* Directly behind the m, also over a hyphen. */
static const char *const extents[] = {
    "deep",   "long",         "high",       "tall",     "wide",   "thick",     "away",      "apart",
    "radius", "race",         "sprint",     "hurdles",  "relay",  "freestyle", "butterfly", "backstroke",
    "dash",   "breaststroke", "medley",     "final",    "runner", "swimmer",   "sprinter",  "hurdler",
    "north",  "south",        "east",       "west",     "tower",  "mast",      "upstream",  "downstream",
    "uphill", "downhill",     "underwater", "peak",     "peaks",  "mountain",  "mountains", "summit",
    "cliff",  "cliffs",       "wall",       "fence",    "crater", "ravine",    "gorge",     "pool",
    "statue", "chimney",      "skyscraper", "altitude", "depth",  "diameter",  "spire"};
/* Directly before the number. */
static const char *const movements[] = {"run",      "runs",     "ran",    "running", "swim",     "swims",
                                        "swam",     "walk",     "walked", "walking", "swimming", "climb",
                                        "climbed",  "climbing", "dive",   "dived",   "diving",   "sprint",
                                        "sprinted", "crawled",  "threw",  "hurled",  "drifted"};
static const char *const dimensions[] = {"height",    "heights",  "depth",     "depths",    "length",
                                         "width",     "diameter", "radius",    "altitude",  "altitudes",
                                         "elevation", "distance", "distances", "wavelength"};
static const char *const comparatives[] = {"longer", "taller", "deeper", "wider", "shorter", "farther", "thicker"};
static const char *const drops[] = {"fell",    "falls",  "fall", "plunged", "plunges",
                                    "tumbled", "rolled", "slid", "dropped"};
static const char *const leads[] = {"from", "below", "off",     "above",  "beneath",
                                    "down", "up",    "outside", "inside", "behind"};
static const char *const places[] = {
    "shore",   "coast",    "coastline", "beach",     "border",   "surface",  "ground",   "sea",    "seabed",
    "street",  "square",   "river",     "riverbank", "lake",     "road",     "roadside", "summit", "ravine",
    "gorge",   "valley",   "cliff",     "canyon",    "hillside", "slope",    "crater",   "shaft",  "trench",
    "village", "scene",    "site",      "epicentre", "island",   "wreck",    "harbour",  "pier",   "quay",
    "runway",  "entrance", "gate",      "stage",     "pitch",    "goal",     "finish",   "house",  "home",
    "school",  "hospital", "church",    "mosque",    "station",  "building", "line"};
static const char *const takings[] = {"received", "receive", "raised",  "raise", "borrowed",  "got",
                                      "took",     "won",     "secured", "stole", "collected", "claimed",
                                      "sought",   "needs",   "earned",  "cost"};
static const char *const sports[] = {"olympic",  "olympics", "champion", "champions", "championship", "championships",
                                     "gold",     "medal",    "medals",   "athlete",   "athletes",     "athletics",
                                     "sprinter", "swimmer",  "runner",   "runners",   "race",         "races",
                                     "relay",    "hurdles",  "heats",    "freestyle", "backstroke",   "medallist",
                                     "medalist", "bronze",   "finalist", "semi"};
static const char *const monies[] = {"profit", "profits",    "loss", "losses", "revenue", "revenues",
                                     "sales",  "turnover",   "debt", "debts",  "budget",  "fund",
                                     "funds",  "investment", "deal", "worth",  "cost",    "costs",
                                     "paid",   "assets",     "loan", "loans",  "income"};
static const double races[] = {50, 60, 100, 110, 200, 400, 500, 800, 1000, 1500, 3000, 5000, 10000};

static bool is_near(const struct scan *scan, const struct candidate *candidate, struct word_list words, uint32_t reach)
{
    for (uint32_t steps = 1; steps <= reach; steps++)
        if (word_in(scan, candidate->first - steps, words) || word_in(scan, candidate->last + steps, words))
            return true;
    return false;
}

/* "a depth of 40m", "distance of about 500m", "longer than 900m": a dimension is named before. */
static bool follows_dimension(const struct scan *scan, uint32_t first)
{
    for (uint32_t at = first - 1; at + DIMENSION_REACH >= first && is_word(scan, at); at--)
        if (word_in(scan, at, WORD_LIST(dimensions))) return true;
    bool than = word_is(scan, first - 1, "than");
    return than && word_in(scan, first - 2, WORD_LIST(comparatives));
}

/* "raised 5m from the bank and 2m from the school": money that somebody got. */
static bool is_taken(const struct scan *scan, uint32_t first)
{
    for (uint32_t steps = 1; steps <= MONEY_REACH; steps++)
        if (word_in(scan, first - steps, WORD_LIST(takings))) return true;
    return false;
}

/* "500m from the shore", "320m above the old square". */
static bool leads_to_place(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t lead = candidate->last + 1;
    if (!word_in(scan, lead, WORD_LIST(leads)) || is_taken(scan, candidate->first)) return false;
    for (uint32_t at = lead + 1; at <= lead + PLACE_WORDS && is_word(scan, at); at++)
        if (word_in(scan, at, WORD_LIST(places))) return true;
    return false;
}

/* "plunged 30m into a gorge", not "sales fell 30m to 400m". */
static bool is_drop(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t after = candidate->last + 1;
    bool down = word_is(scan, after, "into") || word_is(scan, after, "down") || word_is(scan, after, "off");
    uint32_t verb = candidate->first - 1;
    if (has(scan, verb, WORD(HEDGE_END))) verb--;
    return down && word_in(scan, verb, WORD_LIST(drops));
}

/* Is an amount near in the sentence money, by a sign or a word? */
static bool tells_money(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t first, last;
    size_t at = (size_t)(candidate - scan->items);
    size_t begin = at > scan->sentence_items + NEIGHBOURS ? at - NEIGHBOURS : scan->sentence_items;
    for (size_t i = begin; i < scan->count && i <= at + NEIGHBOURS; i++) {
        const struct candidate *other = &scan->items[i];
        if (in_sentence(scan, other->first - 1) && unit_read_prefix(scan->tokens, other->first - 1, &first))
            return true;
        bool behind = in_sentence(scan, other->last + 1);
        const struct unit *unit = behind ? unit_read(scan->tokens, other->last + 1, &last) : NULL;
        if ((unit && unit->class == CLASS_MONEY) || (other->unit && other->unit->class == CLASS_MONEY)) return true;
    }
    return false;
}

/* The usual length of a race, in a sentence that speaks of sport or tells the time it took. */
static bool is_race(const struct scan *scan, const struct candidate *candidate, double metres)
{
    bool usual = false;
    for (size_t i = 0; i < sizeof races / sizeof *races; i++) usual = usual || metres == races[i];
    if (!usual) return false;
    uint32_t before = candidate->first - 1, after = candidate->last + 1;
    if (word_in(scan, after, WORD_LIST(sports)) || word_in(scan, after + 1, WORD_LIST(sports))) return true;
    if (word_is(scan, after, "world")) return true; /* "the 100m world record" */
    bool whose = word_is(scan, before, "men") || word_is(scan, before, "women") || word_is(scan, before, "mens") ||
                 word_is(scan, before, "womens");
    uint32_t last;
    bool timed = word_is(scan, after, "in") && is_number(scan, after + 1) && in_sentence(scan, after + 2);
    const struct unit *unit = timed ? unit_read(scan->tokens, after + 2, &last) : NULL;
    if (whose || (unit && unit->class == CLASS_DURATION && unit->factor <= 60)) return true;
    bool named = word_is(scan, before, "the") || word_is(scan, before, "over") || word_is(scan, before, "and") ||
                 symbol_is(scan, before, ',');
    bool ends = !is_word(scan, after) || has(scan, after, WORD_CLOSED);
    return named && ends && !tells_money(scan, candidate) && is_near(scan, candidate, WORD_LIST(sports), SPORT_REACH);
}

/* "an 8,848m peak", "at 2,500m": thousands of millions are told as billions. */
static bool is_height(const struct scan *scan, const struct candidate *candidate, double metres)
{
    uint32_t last;
    bool grouped = candidate->number.grouped && metres >= HEIGHT_MIN && !candidate->number.decimal;
    if (!grouped || scan->lone || has(scan, candidate->last + 1, WORD(PLURAL))) return false;
    if (in_sentence(scan, candidate->last + 1) && unit_read(scan->tokens, candidate->last + 1, &last)) return false;
    return !tells_money(scan, candidate) && !is_near(scan, candidate, WORD_LIST(monies), MONEY_REACH);
}

bool metres_are_told(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->number.last);
    bool m =
        token->kind == TOKEN_NUMBER && token->folded_length == token->digits + 1 && token->folded[token->digits] == 'm';
    if (!m || candidate->unit) return false;
    uint32_t after = candidate->last + 1;
    if (is_hyphen(scan, after) && is_glued(scan, after)) after++; /* "a 300m-long ship" */
    if (word_in(scan, after, WORD_LIST(extents)) || word_in(scan, candidate->first - 1, WORD_LIST(movements)))
        return true;
    if (follows_dimension(scan, candidate->first)) return true;
    double metres = number_round(candidate->number.value * METRE);
    return leads_to_place(scan, candidate) || is_drop(scan, candidate) || is_race(scan, candidate, metres) ||
           is_height(scan, candidate, metres);
}
