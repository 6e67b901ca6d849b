/* All paths of a command line, file by file, through their formats: articles to one place, problems to standard error.
 */
#ifndef TALLY_INDEXER_FEED_H
#define TALLY_INDEXER_FEED_H

#include <stdint.h>

#include "index/article.h"
#include "indexer/options.h"
#include "indexer/progress.h"
#include "indexer/twins.h"

/* What becomes of an article: -1 ends the feed. A problem of this article alone is reported with feed_problem(). */
struct feed;
typedef int feed_article(void *context, struct feed *feed, const struct article *article);

struct feed {
    feed_article *article;
    void *context;
    struct progress progress;
    uint64_t failed;
    uint64_t finished_bytes; /* of files read to their end */
    const char *path;        /* the file being read */
    const struct walk_file *file;
    struct stream *stream;
    bool id_of_file;     /* the article's data gave it no id */
    struct twins *twins; /* NULL: there is but one path */
    size_t path_number;  /* which of the command line's */
};

/* Reads everything. -1 when an article's taker ended it. The progress line stays, for what is done afterwards. */
int feed_run(struct feed *feed, const struct options *options);
/* The article being given has an id by the name of its file, and another file, of an earlier path, has that name: fills
 * `out` with its path. */
bool feed_twin(const struct feed *feed, char out[PATH_MAX]);
/* One line: "tally-index: PATH:LINE: message"; counts it as failed when `skipped`. */
void feed_problem(struct feed *feed, const char *path, size_t line, bool skipped, const struct error *error);

#endif
