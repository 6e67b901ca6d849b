/* Reads one text a line and prints its figures, a JSON object a line: what the scorers read.
 *
 * usage: figure_lines [--full] < texts. With --full figures are printed as hits have them, else in the scorers' form.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "figures/extract.h"
#include "figures/print.h"
#include "text/zones.h"

#define ARENA_BYTES  ((size_t)64 << 20)
#define OUTPUT_BYTES ((size_t)16 << 20)

static int extract(struct arena *arena, struct slice text, struct figures *figures, struct error *error)
{
    struct text_tokens tokens;
    struct zones zones;
    if (text_tokenize(arena, text, 0, &tokens, error) || figures_extract(arena, &tokens, false, figures, error)) return -1;
    if (text_zones(arena, text, &zones, error)) return -1;
    size_t zone = 0;
    for (size_t i = 0; i < figures->count; i++) {
        while (zone + 1 < zones.count && zones.items[zone + 1].start <= figures->items[i].start) zone++;
        if (zones.count) figures->items[i].zone = zones.items[zone].kind;
    }
    return 0;
}

static int print_line(struct arena *arena, struct buffer *out, struct slice text, bool full)
{
    struct figures figures;
    struct error error;
    if (extract(arena, text, &figures, &error)) {
        fprintf(stderr, "figure_lines: %s\n", error.message);
        return -1;
    }
    buffer_clear(out);
    struct json_writer json = json_begin(out);
    json_open_object(&json);
    json_member_string(&json, "text", text);
    json_key(&json, "figures");
    json_open_array(&json);
    for (size_t i = 0; i < figures.count; i++) {
        if (full)
            figure_print(&json, &figures.items[i], text);
        else
            figure_print_scored(&json, &figures.items[i]);
    }
    json_close_array(&json);
    json_close_object(&json);
    fwrite(out->data, 1, out->length, stdout);
    putchar('\n');
    return 0;
}

int main(int argc, char **argv)
{
    bool full = false;
    int delimiter = '\n';
    for (int i = 1; i < argc; i++) {
        full = full || strcmp(argv[i], "--full") == 0;
        if (strcmp(argv[i], "-0") == 0) delimiter = '\0';
    }
    struct arena *arena = arena_new(ARENA_BYTES);
    struct buffer out;
    buffer_init(&out, OUTPUT_BYTES);
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    int status = arena ? 0 : 1;
    while (!status && (length = getdelim(&line, &capacity, delimiter, stdin)) >= 0) {
        if (length > 0 && line[length - 1] == delimiter) length--;
        status = print_line(arena, &out, slice_make(line, (size_t)length), full) ? 1 : 0;
        arena_reset(arena);
    }
    free(line);
    buffer_free(&out);
    arena_free(arena);
    return status;
}
