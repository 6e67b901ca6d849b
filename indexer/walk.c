/* Walking folder trees with fts(3). */
#include "indexer/walk.h"

#include <errno.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

static int by_name(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static bool is_named(const FTSENT *entry)
{
    return entry->fts_level == FTS_ROOTLEVEL;
}

static bool is_pipe(const FTSENT *entry)
{
    mode_t mode = entry->fts_statp->st_mode;
    return is_named(entry) && entry->fts_info == FTS_DEFAULT && (S_ISFIFO(mode) || S_ISCHR(mode));
}

static int visit_entry(const FTSENT *entry, size_t root_length, walk_visit *visit, void *context)
{
    bool named = is_named(entry);
    const char *name = named ? strrchr(entry->fts_path, '/') : entry->fts_path + root_length;
    if (!name) name = entry->fts_path;
    while (*name == '/') name++;
    struct walk_file file = {entry->fts_path, is_pipe(entry) ? "" : name, (uint64_t)entry->fts_statp->st_size, named};
    return visit(context, &file);
}

static void report(const FTSENT *entry, walk_problem *problem, void *context)
{
    struct error error;
    fail_errno(&error, entry->fts_errno, "cannot be read");
    problem(context, entry->fts_path, &error);
}

static bool is_special(const FTSENT *entry)
{
    return is_named(entry) && (entry->fts_info == FTS_DEFAULT || entry->fts_info == FTS_SLNONE);
}

int walk(const char *path, walk_visit *visit, walk_problem *problem, void *context)
{
    char *const roots[] = {(char *)path, NULL};
    struct error error;
    if (!*path) {
        fail(&error, ERROR_BAD_INPUT, 0, "expected the path of a file or a folder, found an empty one");
        problem(context, "\"\"", &error);
        return 0;
    }
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
    if (!tree) {
        fail_errno(&error, errno, "cannot be read");
        problem(context, path, &error);
        return 0;
    }
    int result = 0;
    FTSENT *entry;
    while (result == 0 && (entry = fts_read(tree))) {
        if (entry->fts_info == FTS_F || is_pipe(entry)) {
            result = visit_entry(entry, strlen(path), visit, context);
        } else if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR || entry->fts_info == FTS_NS) {
            report(entry, problem, context);
        } else if (is_special(entry)) {
            fail(&error, ERROR_BAD_INPUT, 0, "expected a file, a folder or a pipe");
            problem(context, entry->fts_path, &error);
        }
    }
    fts_close(tree);
    return result;
}
