/* Notes in the order of the questions, which is the order of the query. */
#include "query/moment.h"

#include "index/snapshot.h"

#define NOTES_FIRST 16 /* room at first; doubled */

static bool grow(struct moment *moment)
{
    size_t capacity = moment->capacity ? 2 * moment->capacity : NOTES_FIRST, size = sizeof *moment->notes;
    if (moment->count < moment->capacity) return true;
    struct moment_note *notes = capacity > MOMENT_NOTES_MAX
                                    ? NULL
                                    : arena_grow(moment->arena, moment->notes, moment->count * size, capacity * size);
    if (!notes) return false;
    moment->notes = notes;
    moment->capacity = capacity;
    return true;
}

static void add(struct moment *moment, struct moment_note note)
{
    if (grow(moment))
        moment->notes[moment->count++] = note;
    else
        moment->failed = true;
}

static uint64_t tell(struct moment *moment)
{
    if (moment->next < moment->count) return moment->notes[moment->next++].number;
    moment->failed = true;
    return 0;
}

uint64_t moment_number(struct moment *moment, uint64_t now)
{
    if (moment->told) return tell(moment);
    add(moment, (struct moment_note){.number = now});
    return now;
}

bool moment_frequency(struct moment *moment, struct slice term, uint32_t *frequency)
{
    if (moment->told) {
        uint64_t number = tell(moment);
        *frequency = number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
        return true;
    }
    struct slice copy = arena_copy(moment->arena, term);
    if (copy.data)
        add(moment, (struct moment_note){.term = copy});
    else
        moment->failed = true;
    return false;
}

bool moment_is_complete(const struct moment *moment)
{
    return !moment->failed && (!moment->told || moment->next == moment->count);
}

int moment_finish(struct moment *moment, const struct xap_reader *reader, const struct xap_result *result,
                  struct error *error)
{
    struct xap_error failure = {0};
    if (moment->told) return 0;
    for (size_t i = 0; i < xap_database_count(reader); i++) moment->documents += xap_document_count(reader, i);
    for (size_t i = 0; i < moment->count; i++) {
        struct moment_note *note = &moment->notes[i];
        uint32_t frequency;
        if (!note->term.data) continue;
        if (xap_result_frequency(result, note->term.data, note->term.length, &frequency, &failure) < 0)
            return index_fail(error, &failure);
        *note = (struct moment_note){.number = frequency};
    }
    return 0;
}
