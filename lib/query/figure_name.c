/* Names are read by the parser of queries, so that they cannot mean anything else here. */
#include "query/figure_name.h"

#include "text/tokens.h"

static struct slice without_quotes(struct slice name)
{
    bool quoted = name.length >= 2 && name.data[0] == '"' && name.data[name.length - 1] == '"';
    return quoted ? slice_make(name.data + 1, name.length - 2) : name;
}

static int refuse(struct error *error, struct slice name)
{
    fail(error, ERROR_BAD_REQUEST, 0, "expected the name of a figure, found “%.*s”", SLICE_ARGS(name));
    return fail_hint(error, "a noun (attempts), a unit (usd, kg), a class (percent, money), or figure");
}

int figure_name_read(struct arena *arena, struct slice name, const struct query_node **out, struct error *error)
{
    struct query_options options = {.strict = true};
    struct query *query = arena_alloc(arena, sizeof *query);
    name = without_quotes(name);
    bool writable = name.length && name.length <= FIGURE_NAME_MAX && !memchr(name.data, '"', name.length);
    if (!writable) return refuse(error, name.length > FIGURE_NAME_MAX ? slice_make(name.data, 0) : name);
    const char *text = arena_printf(arena, "\"%.*s\":*", SLICE_ARGS(name));
    if (!query || !text) return fail(error, ERROR_NO_MEMORY, 0, "no memory for the name of a figure");
    if (query_parse(arena, slice_of(text), &options, query, error) < 0) return refuse(error, name);
    if (query->root->kind != QUERY_RANGE || query->root->field) return refuse(error, name);
    *out = query->root;
    return 0;
}

bool figure_name_converts(const struct query_node *name)
{
    return name->binding == BIND_CLASS || (name->binding == BIND_UNIT && name->unit->dimension);
}

double figure_name_value(const struct query_node *name, const struct column_figure *figure)
{
    if (!figure_name_converts(name)) return figure->low;
    if (name->binding == BIND_CLASS) return figure->si_low;
    return (figure->si_low - name->unit->offset) / name->unit->factor;
}

struct slice figure_noun_word(struct arena *arena, struct stemmers *stemmers, const struct column_figure *figure,
                              struct slice stem)
{
    struct text_tokens tokens;
    struct error error;
    if (text_tokenize(arena, figure->noun, 1, &tokens, &error) < 0) return slice_make(NULL, 0);
    for (uint32_t i = 0; i < tokens.count; i++) {
        if (tokens.items[i].kind == TOKEN_SYMBOL) continue;
        struct slice word = token_folded(&tokens.items[i]);
        if (stemmers_share(stemmers, word, stem)) return word;
    }
    return slice_make(NULL, 0);
}
