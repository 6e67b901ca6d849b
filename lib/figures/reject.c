/* Third station: numbers that are no figures are struck out, each kind by its own rule. */
#include "figures/reject.h"

#define VOTE_REACH  6  /* tokens before "5 to 4" in which a word of votes or of change is sought */
#define LEVEL_REACH 4  /* words before "to zero" in which a verb of change is sought */
#define PHONE_REACH 12 /* tokens of a telephone number to each side */

/* "35th", "1990s", "F16", "5G": letters behind the digits that are no unit. */
static bool has_foreign_suffix(const struct scan *scan, const struct candidate *candidate)
{
    (void)scan;
    return candidate->number.suffix_is_unit && !candidate->unit;
}

/* "covid-19", "mid-30s", "TA-35", "4A-18M", "v2.1": glued behind a word, a hash, a slash or another number. */
static bool is_glued_name(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t at = candidate->first - 1;
    if (!is_glued(scan, candidate->first) || !in_sentence(scan, at)) return false;
    const struct candidate *other = candidate_before(scan, candidate);
    if (is_hyphen(scan, at) && is_glued(scan, at) && is_word(scan, at - 1)) {
        bool range = word_is(scan, at - 1, "to") || (other && other->last == at - 1 && !other->rejected);
        return !range && !scan->marks[at - 1].number && !candidate->unit;
    }
    if (is_hyphen(scan, at) && other && other->last == at - 1 && has_foreign_suffix(scan, other)) return true;
    if (is_hyphen(scan, at)) at--; /* "10^-4" */
    if (!in_sentence(scan, at)) return false;
    uint32_t symbol = token_at(scan, at)->kind == TOKEN_SYMBOL ? token_at(scan, at)->code_point : 0;
    bool version = symbol == '.' && is_word(scan, at - 1) && is_glued(scan, at); /* "v2.1" */
    return version || symbol == '#' || symbol == '@' || symbol == '_' || symbol == 0x2116 || symbol == '&' ||
           symbol == '^' || (symbol == '/' && is_word(scan, at - 1) && is_glued(scan, at));
}

/* "0715", "007": a time or a name, unless it is measured ("007.5 grams") or the whole text. */
static bool has_leading_zero(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->number.first);
    bool coordinate = candidate->unit && candidate->unit->class == CLASS_DURATION;                   /* "05h 12m" */
    if (candidate->unit && !coordinate && !symbol_is(scan, candidate->first - 1, ',')) return false; /* "3, 047 m" */
    if (scan->lone) return false;
    return token->kind == TOKEN_NUMBER && token->digits > 1 && token->folded[0] == '0' && token->folded[1] >= '0' &&
           token->folded[1] <= '9';
}

/* What may stand between the groups of a telephone number. */
static bool is_phone_mark(const struct scan *scan, uint32_t at)
{
    return is_hyphen(scan, at) || symbol_is(scan, at, '(') || symbol_is(scan, at, ')') || symbol_is(scan, at, '+') ||
           (symbol_is(scan, at, '.') && is_glued(scan, at) && is_glued(scan, at + 1));
}

/* The first token of the run of digits and marks that `first` stands in. */
static uint32_t phone_start(const struct scan *scan, uint32_t first)
{
    uint32_t at = first;
    while (at > scan->begin && first - at < PHONE_REACH && (is_number(scan, at - 1) || is_phone_mark(scan, at - 1)))
        at--;
    return at;
}

/* "ext. 123", "x 63888", "tel: 541754": a word of telephones a few words before. */
static bool follows_phone_word(const struct scan *scan, uint32_t start, uint32_t digits)
{
    uint32_t at = symbol_is(scan, start - 1, '.') ? start - 2 : start - 1;
    if (word_is(scan, at, "ext") || word_is(scan, at, "extension")) return true;
    if (word_is(scan, at, "x") && is_number(scan, at - 1)) return true;
    for (uint32_t steps = 1; steps <= 4 && in_sentence(scan, start - steps); steps++)
        if (has(scan, start - steps, WORD(PHONE)) && digits >= 6) return true;
    return false;
}

/* Three or more groups of digits in a row, or two long ones; digits after "+", "tel". Groups of three that make one
 * number ("1 234 567") are an amount. */
static bool is_phone(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit || token_at(scan, candidate->number.first)->kind != TOKEN_NUMBER) return false;
    uint32_t first = candidate->number.first, last = candidate->number.last;
    if (symbol_is(scan, first - 1, '+') && is_glued(scan, first) &&
        (is_number(scan, last + 1) || is_number(scan, last + 2)))
        return true;
    uint32_t groups = 0, digits = 0, longest = 0, start = phone_start(scan, first), at = start;
    for (; in_sentence(scan, at) && at < first + PHONE_REACH; at++) {
        if (!is_number(scan, at) && !is_phone_mark(scan, at)) break;
        if (!is_number(scan, at)) continue;
        uint32_t group = token_at(scan, at)->digits;
        groups++, digits += group, longest = group > longest ? group : longest;
    }
    bool amount = candidate->number.grouped && start == first && at == last + 1 &&
                  (token_at(scan, first)->digits < 3 || candidate_counts_plural(scan, candidate));
    if (!amount && groups >= 3 && digits >= 7) return true;
    if (groups == 2 && digits >= 9 && longest >= 7 && !candidate->number.grouped) return true;
    return follows_phone_word(scan, start, digits);
}

/* "3-1", "2-2": two numbers and a hyphen that are no range. */
static bool is_score(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit || !candidate_is_plain(scan, candidate)) return false;
    uint32_t last = candidate->number.last, first = candidate->number.first;
    bool opens =
        is_dash(scan, last + 1) && is_glued(scan, last + 1) && is_number(scan, last + 2) && is_glued(scan, last + 2);
    bool closes =
        is_dash(scan, first - 1) && is_glued(scan, first) && is_number(scan, first - 2) && is_glued(scan, first - 1);
    if (!opens && !closes) return false;
    const struct candidate *other = opens ? candidate + 1 : candidate - 1;
    if (other < scan->items + scan->sentence_items || other >= scan->items + scan->count) return false;
    if (other->unit || other->number.scale > 1 || other->number.decimal) return false;
    double a = opens ? candidate->low : other->low, b = opens ? other->low : candidate->low;
    if (a < 0) a = -a;
    if (b < 0) b = -b;
    if (a >= b) return true;
    return a < 10 && b < 10 && !candidate_counts_plural(scan, opens ? other : candidate);
}

static bool is_bare_whole(const struct candidate *candidate)
{
    return !candidate->unit && !candidate->vague && candidate_is_whole(candidate) && candidate->number.scale == 1 &&
           !candidate->number.decimal && !candidate->number.suffix_is_unit && candidate->low >= 0;
}

/* "the vote was 44 to 56": a word of votes before, behind which no range is told. */
static bool follows_vote(const struct scan *scan, uint32_t first)
{
    static const char *const words[] = {"vote", "voted", "votes", "voting", "ballot", "ruled", "ruling", "verdict"};
    for (uint32_t steps = 1; steps <= VOTE_REACH && is_word(scan, first - steps); steps++)
        if (word_in(scan, first - steps, WORD_LIST(words))) return true;
    return false;
}

/* "fell 12 to 8", "from 12 to 8": the second is the level that the first came to. */
static bool follows_change(const struct scan *scan, uint32_t first)
{
    if (word_is(scan, first - 1, "from")) return true;
    for (uint32_t steps = 1; steps <= VOTE_REACH && in_sentence(scan, first - steps); steps++)
        if (has(scan, first - steps, WORD(RISE) | WORD(FALL) | WORD(MOVE))) return true;
    return false;
}

/* "5 to 4": two numbers one against the other, where the greater comes first or a vote is told. */
static bool are_tally(const struct scan *scan, const struct candidate *a, const struct candidate *b)
{
    if (!word_is(scan, a->last + 1, "to") || a->last + 2 != b->first) return false;
    if (a->rejected && calendar_is_year(scan, a)) return false; /* "in 1979 to three or four" */
    if (!is_bare_whole(a) || !is_bare_whole(b) || candidate_counts_plural(scan, b)) return false;
    bool voted = follows_vote(scan, a->first);
    return voted || (a->low > b->low && !follows_change(scan, a->first));
}

/* "The court ruled 5 to 4", "a vote of 219 to 212", "odds of 10 to 1". */
static bool is_tally(const struct scan *scan, const struct candidate *candidate)
{
    const struct candidate *before = candidate_before(scan, candidate);
    bool opens = candidate + 1 < scan->items + scan->count && are_tally(scan, candidate, candidate + 1);
    return opens || (before && are_tally(scan, before, candidate));
}

/* What people call when they need help; some of the numbers are told as "999 calls", where others would be counted. */
static const struct {
    double number;
    bool calls;
} emergencies[] = {{911, true}, {999, true}, {112, false}};

static bool is_of_calls(const struct scan *scan, const struct candidate *candidate, bool calls)
{
    static const char *const behind[] = {"call",        "caller",    "operator", "operators", "dispatcher",
                                         "dispatchers", "emergency", "hotline",  "line",      "system",
                                         "service",     "services",  "number",   "recording", "recordings"};
    static const char *const called[] = {"call",  "calls",   "called",  "calling",  "dial",
                                         "dials", "dialled", "dialed",  "dialling", "dialing",
                                         "ring",  "rang",    "ringing", "phone",    "phoned"};
    uint32_t at = candidate->first - 1, after = candidate->last + 1;
    if (calls && (word_is(scan, after, "calls") || word_is(scan, after, "callers"))) return true;
    if (word_in(scan, after, WORD_LIST(behind))) return true;
    if (word_is(scan, at, "to") || word_is(scan, at, "the")) at--;
    return word_in(scan, at, WORD_LIST(called)) && !candidate_counts_plural(scan, candidate);
}

/* "Call 999 or 112", "dialled 911", "a 999 call". */
static bool is_emergency(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit || !candidate_is_plain(scan, candidate)) return false;
    const struct candidate *before = candidate_before(scan, candidate);
    for (size_t i = 0; i < sizeof emergencies / sizeof *emergencies; i++) {
        if (candidate->low != emergencies[i].number) continue;
        bool listed =
            before && before->rejected && before->last + 2 == candidate->first && word_is(scan, before->last + 1, "or");
        return listed || is_of_calls(scan, candidate, emergencies[i].calls);
    }
    return false;
}

/* "(4b)": a mark in a text, not billions. */
static bool is_lettered_mark(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->first);
    bool lettered = token->kind == TOKEN_NUMBER && token->folded_length == token->digits + 1 && token->digits <= 2;
    return lettered && !candidate->unit && candidate->first == candidate->last &&
           symbol_is(scan, candidate->first - 1, '(') && symbol_is(scan, candidate->last + 1, ')');
}

/* "401(k)", "501(c)(3)": the number of a paragraph. */
static bool is_paragraph(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t after = candidate->last + 1;
    return !candidate->unit && symbol_is(scan, after, '(') && is_glued(scan, after) && is_word(scan, after + 1) &&
           token_at(scan, after + 1)->length == 1 && symbol_is(scan, after + 2, ')');
}

/* "1." or "2)" at the head of a line. */
static bool is_list_number(const struct scan *scan, const struct candidate *candidate)
{
    const struct token *token = token_at(scan, candidate->first);
    if (!(token->flags & TOKEN_LINE_START) || candidate->unit || candidate->low > 200) return false;
    uint32_t after = candidate->last + 1;
    if (!is_glued(scan, after)) return false;
    return symbol_is(scan, after, ')') || (symbol_is(scan, after, '.') && after + 1 < scan->end) ||
           (symbol_is(scan, after, '.') && after + 1 == scan->end && candidate->first == scan->begin &&
            candidate->low < 100);
}

static bool is_identifier(const struct scan *scan, const struct candidate *candidate)
{
    if (candidate->unit || !candidate_is_plain(scan, candidate)) return false;
    return candidate_digits(scan, candidate) > 10 ||
           (candidate_digits(scan, candidate) > 7 && !candidate_counts_plural(scan, candidate));
}

/* "one or two", "one to two": the word between is a link to another number. */
static bool links_numbers(const struct scan *scan, uint32_t at)
{
    bool link = word_is(scan, at, "or") || word_is(scan, at, "to") || is_dash(scan, at);
    return link && in_sentence(scan, at + 1) && (is_number(scan, at + 1) || scan->marks[at + 1].number);
}

/* The whole text is this number: "one", "zero". */
static bool is_whole_text(const struct scan *scan)
{
    return scan->lone && scan->count == scan->sentence_items + 1;
}

/* "one" as a pronoun: "one another", "no one", "the one who". */
static bool is_pronoun(const struct scan *scan, const struct candidate *candidate)
{
    if (is_whole_text(scan)) return false;
    const struct token *token = token_at(scan, candidate->number.last);
    bool possessive = token->kind == TOKEN_WORD && token->length > (uint32_t)token->folded_length + 1;
    if (possessive && candidate->number.first == candidate->number.last) return true;
    if (candidate->low < 0) return false; /* "minus one" */
    if (!word_is(scan, candidate->number.first, "one") || candidate->number.first != candidate->number.last)
        return false;
    uint32_t at = candidate->first - 1, after = candidate->last + 1;
    if (word_is(scan, at, "not") || word_is(scan, at, "single")) return true; /* "not a single one of them" */
    if (has(scan, at, WORD(DETERMINER) | WORD(ARTICLE)) || word_is(scan, at, "which") || word_is(scan, at, "day") ||
        is_hyphen(scan, at))
        return true;
    if (word_is(scan, after, "day") && !has(scan, at, WORD(HEDGE_END))) return true;
    if (word_is(scan, after, "of")) return false;
    if (candidate->unit || links_numbers(scan, after)) return false;
    if (has(scan, after, WORD(NOUN_VERB))) return false;
    return !is_word(scan, after) || has(scan, after, WORD_CLOSED) || scan_is_verb(scan, after);
}

/* "fell to zero", "slowed to near zero": the level that something reached. */
static bool is_level_reached(const struct scan *scan, uint32_t at)
{
    while (has(scan, at, WORD(HEDGE_END)) && !word_is(scan, at, "to")) at--;
    if (!word_is(scan, at, "to")) return false;
    for (uint32_t steps = 1; steps <= LEVEL_REACH; steps++) {
        if (has(scan, at - steps, WORD(RISE) | WORD(FALL))) return true;
        if (!is_word(scan, at - steps)) return false;
    }
    return false;
}

/* "4K video", "24/7", "zero" and "half" that count nothing. */
static bool is_idiom(const struct scan *scan, const struct candidate *candidate)
{
    uint32_t first = candidate->number.first, last = candidate->number.last;
    if (symbol_is(scan, last + 1, '/') && is_number(scan, last + 2) && candidate->low == 24) return true;
    uint64_t before = scan->romance ? WORD(RELATIVE_TIME) : WORD(RELATIVE_TIME) | WORD(ARTICLE); /* "la mitad de" */
    if (candidate_is_part(candidate) && has(scan, first - 1, before)) return true; /* "the first half of the year" */
    if (word_is(scan, first - 1, "final") && candidate->number.decimal && candidate->number.form == NUMBER_SPELLED)
        return true;
    bool point = candidate->unit && strcmp(candidate->unit->code, "point") == 0;
    if (point && word_is(scan, first, "one") && word_is(scan, first - 1, "at")) return true; /* "at one point" */
    if (word_is(scan, last + 1, "and") && word_is(scan, last + 2, "only") && candidate->low == 1) return true;
    bool kind = word_is(scan, last + 2, "fold") || word_is(scan, last + 2, "way"); /* "two-way traffic" */
    if (is_hyphen(scan, last + 1) && kind) return true;
    if (is_whole_text(scan) || is_level_reached(scan, first - 1)) return false;
    return (word_is(scan, first, "zero") || word_is(scan, first, "nil")) && !candidate->unit &&
           !candidate_counts_plural(scan, candidate);
}

/* "7 jours sur 7", "24 heures sur 24": always. */
static bool is_always(const struct scan *scan, const struct candidate *candidate)
{
    if (!scan->romance) return false;
    const struct candidate *before = candidate_before(scan, candidate), *next = candidate + 1;
    bool opens = word_is(scan, candidate->last + 1, "sur") && next < scan->items + scan->count &&
                 next->first == candidate->last + 2 && next->low == candidate->low;
    bool closes = before && word_is(scan, before->last + 1, "sur") && before->last + 2 == candidate->first &&
                  before->low == candidate->low;
    return opens || closes;
}

/* "en cuarentena", "dans une quinzaine": a word for about so many, with nothing that it counts. */
static bool is_bare_round(const struct scan *scan, const struct candidate *candidate)
{
    uint16_t row = scan->romance ? scan->marks[candidate->number.last].number : 0;
    const struct number_word *word = row ? lexicon_number(row) : NULL;
    bool round = word && word->kind == NUMBER_KIND_DOZEN && (word->languages & NUMBER_WEAK);
    return round && !(has(scan, candidate->number.last + 1, WORD(OF)) &&
                      is_word(scan, skip_of(scan, candidate->number.last + 1)));
}

/* "un rapport sur 2024": an article that was taken for the count of a share. */
static bool is_romance_article(const struct scan *scan, const struct candidate *candidate)
{
    bool one = candidate->low == 1 && candidate->number.form == NUMBER_SPELLED && !candidate->number.decimal;
    if (!scan->romance || !one || candidate->unit || candidate->compound) return false;
    uint16_t row = scan->marks[candidate->number.last].number;
    return row && (lexicon_number(row)->languages & NUMBER_WEAK);
}

static const struct rule {
    const char *name;
    bool (*applies)(const struct scan *, const struct candidate *);
} rules[] = {
    {"foreign suffix", has_foreign_suffix},
    {"glued name", is_glued_name},
    {"time", calendar_is_time},
    {"leading zero", has_leading_zero},
    {"phone", is_phone},
    {"score", is_score},
    {"tally", is_tally},
    {"emergency", is_emergency},
    {"name", name_holds},
    {"list number", is_list_number},
    {"lettered mark", is_lettered_mark},
    {"paragraph", is_paragraph},
    {"identifier", is_identifier},
    {"pronoun", is_pronoun},
    {"article", is_romance_article},
    {"always", is_always},
    {"bare round number", is_bare_round},
    {"idiom", is_idiom},
};

static bool is_no_figure(const struct scan *scan, const struct candidate *candidate)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
        if (rules[i].applies(scan, candidate)) return true;
    return false;
}

static void mark_figure(struct scan *scan, const struct candidate *candidate)
{
    bool lapse = candidate->unit && candidate->unit->class == CLASS_DURATION;
    for (uint32_t at = candidate->first; at <= candidate->last; at++)
        scan->marks[at].classes |= WORD(FIGURE) | (lapse ? WORD(LAPSE) : 0);
}

/* What is left, in order and without overlaps: of two figures that claim a word ("3$175") the first has it. */
static void keep_figures(struct scan *scan)
{
    size_t kept = scan->sentence_items;
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        const struct candidate *candidate = &scan->items[i];
        bool overlaps = kept > scan->sentence_items && candidate->first <= scan->items[kept - 1].last;
        if (!candidate->rejected && !overlaps) scan->items[kept++] = *candidate;
    }
    scan->count = kept;
}

/* Years are judged first and marked: other rules, and the station of periods, look for them. */
void scan_reject(struct scan *scan)
{
    for (size_t i = scan->sentence_items; i < scan->count; i++) {
        struct candidate *candidate = &scan->items[i];
        const struct candidate *other = candidate_before(scan, candidate);
        if (other && candidate->first <= other->last && !other->rejected) {
            candidate->rejected = true; /* taken by the one before: the scale of "75 USD million" */
            continue;
        }
        candidate->rejected = calendar_is_year(scan, candidate);
        if (candidate->rejected)
            scan->marks[candidate->number.last].classes |= WORD(YEAR);
        else
            candidate->rejected = is_no_figure(scan, candidate);
    }
    keep_figures(scan);
    for (size_t i = scan->sentence_items; i < scan->count; i++) mark_figure(scan, &scan->items[i]);
}
