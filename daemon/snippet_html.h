/* A snippet for a page, and the same for a program: text and marks. */
#ifndef TALLY_DAEMON_SNIPPET_HTML_H
#define TALLY_DAEMON_SNIPPET_HTML_H

#include "base/json.h"
#include "query/snippet.h"

/* Writes the members "snippet" (HTML-escaped, marks between the tags), "snippet_text" (plain) and "snippet_marks"
 * ([start, length] in bytes of snippet_text). All three begin or end with an ellipsis where the text goes on. */
void snippet_html_write(struct json_writer *json, const struct snippet *snippet, struct slice before,
                        struct slice after);

#endif
