/* Nodes, lists and complaints of the parser. */
#include "query/parser.h"

#include <stdarg.h>
#include <stdio.h>

enum query_role query_role(const struct query_node *node)
{
    static const enum query_role roles[] = {
#define QUERY_KIND(name, role) QUERY_ROLE_##role,
#include "query/kinds.def"
#undef QUERY_KIND
    };
    return roles[node->kind];
}

struct query_node *parser_node(struct parser *parser, enum query_kind kind, uint32_t offset, uint32_t length)
{
    struct query_node *node = arena_alloc(parser->arena, sizeof *node);
    if (!node) {
        fail(parser->error, ERROR_NO_MEMORY, offset, "no memory for the query");
        return NULL;
    }
    *node = (struct query_node){.kind = kind, .field = parser->field, .offset = offset, .length = length};
    return node;
}

int parser_add(struct parser *parser, struct node_list *list, struct query_node *node)
{
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity ? 2 * list->capacity : 4;
        struct query_node **items =
            arena_grow(parser->arena, list->items, list->count * sizeof *items, capacity * sizeof *items);
        if (!items) return fail(parser->error, ERROR_NO_MEMORY, 0, "no memory for the query");
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = node;
    return 0;
}

int parser_join(struct parser *parser, enum query_kind kind, const struct node_list *list, struct query_node **out)
{
    *out = list->count == 1 ? list->items[0] : NULL;
    if (list->count < 2) return 0;
    const struct query_node *first = list->items[0], *last = list->items[list->count - 1];
    uint32_t end = last->offset + last->length;
    *out = parser_node(parser, kind, first->offset, end > first->offset ? end - first->offset : first->length);
    if (!*out) return -1;
    (*out)->children = list->items;
    (*out)->child_count = list->count;
    return 0;
}

int parser_note(struct parser *parser, uint32_t position, uint32_t length, const char *message)
{
    return query_note(parser->query, parser->options->strict, position, length, parser->error, "%s", message);
}

int parser_fail(struct parser *parser, enum error_code code, uint32_t position, uint32_t length, const char *format,
                ...)
{
    char message[ERROR_MESSAGE_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    fail(parser->error, code, position, "%s", message);
    if (parser->error) parser->error->length = length;
    return -1;
}

uint32_t parser_offset(const struct parser *parser, struct slice part)
{
    return (uint32_t)(part.data - parser->query->text.data);
}
