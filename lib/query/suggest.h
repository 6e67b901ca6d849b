/* Completions of the word that is being typed, from the index's own vocabulary. */
#ifndef TALLY_QUERY_SUGGEST_H
#define TALLY_QUERY_SUGGEST_H

#include "base/arena.h"
#include "base/error.h"
#include "index/snapshot.h"
#include "text/stemmers.h"

#define SUGGEST_LIMIT_DEFAULT 8
#define SUGGEST_LIMIT_MAX     20
#define SUGGEST_TIMEOUT_MS    150 /* for all of it: somebody is typing */
#define SUGGEST_SCAN_SHARE    0.4 /* of it, for looking through the words */
#define SUGGEST_COUNTED       3   /* times the limit: so many of the most frequent words are searched for */
#define SUGGEST_NAMES_MAX     3   /* nouns, units and classes in one reply, and never more than a third of it */
#define SUGGEST_UNKNOWN       (-1)

enum suggestion_kind {
#define SUGGESTION(name, word) SUGGESTION_##name,
#include "query/suggestion_kinds.def"
#undef SUGGESTION
    SUGGESTION_KINDS
};
const char *suggestion_kind_word(enum suggestion_kind kind);

struct suggestion {
    struct slice text;      /* the whole query, completed */
    uint32_t start, length; /* the bytes of `text` that are new or stand for what was typed */
    enum suggestion_kind kind;
    int64_t documents; /* that the completed query finds; of a name, with any number behind it */
    int64_t figures;   /* of this name, in the whole index; SUGGEST_UNKNOWN of words, values and fields */
};

struct suggest_reply {
    struct suggestion *items; /* words with the most articles first, then names with the most figures */
    size_t count;
    bool partial; /* the time was up: some words were not looked at, `documents` of some are those of the word alone, of
                   * names unknown, or words are shown folded */
};

/* What search finds with a suggestion is what it was counted by, so earlier words take part, and nothing is suggested
 * that finds nothing. `snapshot` NULL: nothing was ever published. ERROR_LIMIT for a query over QUERY_BYTES_MAX,
 * ERROR_CORRUPT, ERROR_NO_MEMORY; a query that search would refuse is completed all the same, by the frequencies of the
 * words. */
int suggest_run(struct arena *arena, const struct snapshot *snapshot, struct stemmers *stemmers, struct slice text,
                uint32_t limit, struct suggest_reply *out, struct error *error);

#endif
