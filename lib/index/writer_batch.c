/* Articles gathered until a commit, by id: of several with one id the last counts. */
#include <assert.h>
#include <stdlib.h>

#include "index/checksum.h"
#include "index/schema.h"
#include "index/writer_parts.h"

#define BATCH_ARENA_BYTES (4 * WRITER_BATCH_BYTES) /* the text, and the entries as they grow */
#define BATCH_ENTRIES_MIN 64u
#define BATCH_TABLE_SIZE  131072u /* a power of two above 2 × WRITER_BATCH_ARTICLES */

static_assert(BATCH_TABLE_SIZE >= 2 * WRITER_BATCH_ARTICLES, "a full batch must leave half of the table free");

int batch_open(struct batch *batch, struct error *error)
{
    *batch = (struct batch){.arena = arena_new(BATCH_ARENA_BYTES)};
    batch->table = calloc(BATCH_TABLE_SIZE, sizeof *batch->table);
    if (!batch->arena || !batch->table) return fail(error, ERROR_NO_MEMORY, 0, "no memory to gather articles");
    return 0;
}

void batch_close(struct batch *batch)
{
    arena_free(batch->arena);
    free(batch->table);
}

void batch_clear(struct batch *batch)
{
    if (batch->count) memset(batch->table, 0, BATCH_TABLE_SIZE * sizeof *batch->table);
    arena_reset(batch->arena);
    *batch = (struct batch){.arena = batch->arena, .table = batch->table};
}

bool batch_is_full(const struct batch *batch)
{
    return batch->count >= WRITER_BATCH_ARTICLES || batch->text_bytes >= WRITER_BATCH_BYTES;
}

/* The slot of the table where the id is, or where it would be. */
static uint32_t *slot_of(const struct batch *batch, struct slice id)
{
    size_t slot = checksum_bytes(id) % BATCH_TABLE_SIZE;
    while (batch->table[slot] && !slice_equal(batch->entries[batch->table[slot] - 1].article.id, id))
        slot = (slot + 1) % BATCH_TABLE_SIZE;
    return &batch->table[slot];
}

struct batch_entry *batch_find(const struct batch *batch, struct slice id)
{
    uint32_t index = *slot_of(batch, id);
    return index && batch->entries[index - 1].live ? &batch->entries[index - 1] : NULL;
}

static struct batch_entry *new_entry(struct batch *batch)
{
    if (batch->count == batch->room) {
        size_t room = batch->room ? 2 * batch->room : BATCH_ENTRIES_MIN, size = sizeof *batch->entries;
        struct batch_entry *longer = arena_grow(batch->arena, batch->entries, batch->room * size, room * size);
        if (!longer) return NULL;
        batch->entries = longer;
        batch->room = room;
    }
    return &batch->entries[batch->count++];
}

static size_t text_size(const struct article *article)
{
    size_t size = article->body.length;
#define FIELD(name, word, kind, prefix, slot) size += article->word.length;
#include "index/fields.def"
    return size;
}

int batch_put(struct batch *batch, const struct article *article, const char hash[ARTICLE_HASH_BYTES],
              struct error *error)
{
    struct article copy;
    if (article_copy(batch->arena, article, &copy, error) < 0) return -1;
    uint32_t *slot = slot_of(batch, copy.id);
    struct batch_entry *entry = *slot ? &batch->entries[*slot - 1] : new_entry(batch);
    if (!entry) return fail(error, ERROR_NO_MEMORY, 0, "no memory to gather articles");
    if (!entry->live) batch->live_count++;
    *slot = (uint32_t)(entry - batch->entries) + 1;
    *entry = (struct batch_entry){.article = copy, .live = true};
    memcpy(entry->hash, hash, ARTICLE_HASH_BYTES);
    if (!schema_date_value(copy.date, entry->date)) entry->date[0] = '\0';
    batch->text_bytes += text_size(&copy);
    return 0;
}

void batch_delete(struct batch *batch, struct batch_entry *entry)
{
    entry->live = false;
    batch->live_count--;
}

/* Newest first; of one day, and among those without a date, the first put first. */
static int compare_dates(const void *a, const void *b)
{
    const struct batch_entry *x = *(const struct batch_entry *const *)a, *y = *(const struct batch_entry *const *)b;
    int order = strcmp(y->date, x->date);
    if (order) return order;
    return x < y ? -1 : x > y;
}

struct batch_entry **batch_by_date(const struct batch *batch)
{
    struct batch_entry **list = arena_array(batch->arena, batch->live_count, sizeof *list);
    if (!list) return NULL;
    size_t count = 0;
    for (size_t i = 0; i < batch->count; i++) {
        if (batch->entries[i].live) list[count++] = &batch->entries[i];
    }
    qsort(list, count, sizeof *list, compare_dates);
    return list;
}
