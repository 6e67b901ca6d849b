/* Whole files: read with a limit, written so that a power cut leaves the old one or the new one. */
#ifndef TALLY_BASE_FILE_H
#define TALLY_BASE_FILE_H

#include "base/buffer.h"
#include "base/error.h"

/* Appends the file's bytes to `out`, up to out's limit (ERROR_LIMIT when it is larger). */
int file_read(const char *path, struct buffer *out, struct error *error);

/* Writes `bytes` to a new file beside `path`, syncs it, renames it to `path` and syncs the directory. */
int file_replace(const char *path, struct slice bytes, struct error *error);

/* Writes a file that must not exist yet and syncs it; its directory is the caller's to sync. */
int file_create(const char *path, struct slice bytes, struct error *error);

/* fsync of a directory (the names in it) or of a file by its path. */
int file_sync(const char *path, struct error *error);

/* Makes a directory, and its missing parents, mode 0777 less umask. Fine when it is there. */
int file_make_directory(const char *path, struct error *error);

/* Removes a file or a folder with what is in it. Fine when it is not there. */
int file_remove_tree(const char *path, struct error *error);

#endif
