/* The parameters of /search, from the target or from a JSON body, as a search. */
#ifndef TALLY_DAEMON_REQUEST_H
#define TALLY_DAEMON_REQUEST_H

#include "daemon/ask.h"
#include "query/search.h"
#include "wire/url.h"

#define REQUEST_TAG_MAX 64 /* bytes of a highlight tag */

enum hit_field {
#define HIT_FIELD(name, word) HIT_FIELD_##name,
#include "daemon/hit_fields.def"
#undef HIT_FIELD
    HIT_FIELDS
};
#define HIT_FIELDS_ALL ((1u << HIT_FIELDS) - 1)

struct request {
    struct search_request search;
    struct slice id;        /* of /similar */
    struct slice sort_name; /* of the figures that are sorted by, as sent; empty: none */
    bool sort_named_only;   /* without :asc or :desc */
    struct facet_request facets[FACETS_MAX];
    enum content content;       /* CONTENT_JSON or CONTENT_JSONL */
    unsigned fields;            /* bits 1 << enum hit_field */
    struct slice before, after; /* the tags around a highlight in `snippet` */
};

/* ERROR_BAD_REQUEST names the parameter. Slices live in the arena. */
int request_read(struct arena *arena, const struct url *url, struct slice body, struct request *out,
                 struct error *error);
/* The same of /similar: search.query is for the caller to fill. */
int request_read_similar(struct arena *arena, const struct url *url, struct slice body, struct request *out,
                         struct error *error);

#endif
