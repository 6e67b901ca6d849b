/* Runs a fuzz target over every file of a folder: the kept corpus as a test. */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

#define INPUT_BYTES_MAX ((size_t)16 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The input is a block of its own, so that the sanitizer sees a byte too far. */
static void run_copy(struct slice bytes)
{
    uint8_t *data = malloc(bytes.length ? bytes.length : 1);
    if (!data) abort();
    if (bytes.length) memcpy(data, bytes.data, bytes.length);
    LLVMFuzzerTestOneInput(data, bytes.length);
    free(data);
}

static int run_file(const char *folder, const char *name)
{
    char path[PATH_MAX];
    struct error error;
    struct buffer bytes;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    buffer_init(&bytes, INPUT_BYTES_MAX);
    int result = file_read(path, &bytes, &error);
    if (result == 0)
        run_copy(buffer_view(&bytes));
    else
        fprintf(stderr, "%s\n", error.message);
    buffer_free(&bytes);
    return result;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    int failed = 0, count = 0;
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (entry->d_name[0] == '.') continue;
        if (run_file(argv[1], entry->d_name) < 0) failed++;
        count++;
    }
    closedir(folder);
    printf("%d inputs\n", count);
    return failed || !count;
}
