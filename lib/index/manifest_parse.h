/* The JSON of a manifest into its struct: apart from manifest.c because jansson's names and ours (base/json.h) collide.
 */
#ifndef TALLY_INDEX_MANIFEST_PARSE_H
#define TALLY_INDEX_MANIFEST_PARSE_H

#include "base/slice.h"
#include "index/manifest.h"

/* ERROR_CORRUPT when it is no manifest; ERROR_VERSION when it is of another schema than `schema`. */
int manifest_parse(struct slice json, uint64_t schema, struct manifest *out, struct error *error);

#endif
