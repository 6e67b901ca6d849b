/* From the request to the place where its page begins, and from its last hit to the next cursor. */
#include "query/walk.h"

#include "index/checksum.h"
#include "index/schema.h"

#define SORT_NAME_MAX ((size_t)8 * 1024) /* bytes of a figure's name as it is printed */

/* ---- the question */

/* All that decides which articles there are and in which order; not how many of them are shown, or how. */
static int ask(const struct walk *walk, char out[CURSOR_QUESTION_BYTES], struct error *error)
{
    const struct search_request *request = walk->request;
    const struct settings *settings = snapshot_settings(walk->snapshot);
    const char modes[] = {(char)request->options.match, (char)request->sort};
    struct buffer name;
    buffer_init(&name, SORT_NAME_MAX);
    if (request->sort_figure) query_print(request->sort_figure, &name);
    struct slice pieces[] = {
        request->query,
        slice_make(modes, sizeof modes),
        buffer_view(&name),
        slice_of(settings->stem),
        slice_make((const char *)&settings->reference_length, sizeof settings->reference_length),
    };
    _Static_assert(CURSOR_QUESTION_BYTES == CHECKSUM_PIECES_BYTES, "a question is known by one checksum of pieces");
    checksum_pieces(pieces, sizeof pieces / sizeof *pieces, out);
    bool failed = name.failed;
    buffer_free(&name);
    return failed ? fail(error, ERROR_NO_MEMORY, 0, "no memory for a cursor") : 0;
}

static int refuse(struct error *error)
{
    fail(error, ERROR_BAD_REQUEST, 0, "cursor: expected one of the same query, match and sort");
    return fail_hint(error, "begin again without a cursor");
}

int walk_begin(struct walk *walk, struct error *error)
{
    char question[CURSOR_QUESTION_BYTES];
    struct slice text = walk->request->cursor;
    walk->cursor = (struct cursor){.moment.arena = walk->arena};
    if (ask(walk, question, error) < 0) return -1;
    if (text.length && cursor_read(walk->arena, text, &walk->cursor, error) < 0) return -1;
    if (text.length && memcmp(question, walk->cursor.question, sizeof question) != 0) return refuse(error);
    memcpy(walk->cursor.question, question, sizeof question);
    return 0;
}

void walk_languages(struct walk *walk, struct stemmers *stemmers)
{
    uint64_t languages = moment_number(&walk->cursor.moment, stemmers_held(stemmers));
    stemmers_narrow(stemmers, (uint32_t)languages);
}

int walk_check(const struct walk *walk, struct error *error)
{
    const struct moment *moment = &walk->cursor.moment;
    if (moment_is_complete(moment)) return 0;
    return moment->told ? refuse(error) : fail(error, ERROR_NO_MEMORY, 0, "no memory for a cursor");
}

void walk_place(const struct walk *walk, struct xap_search *search)
{
    if (walk->cursor.begun) search->after = &walk->cursor.place;
    if (walk->cursor.moment.told) search->documents = walk->cursor.moment.documents;
}

/* ---- the next page */

static int read_value(struct walk *walk, struct xap_document_id id, uint32_t slot, const char **out, size_t *length,
                      struct error *error)
{
    struct xap_bytes bytes;
    struct xap_error failure = {0};
    if (xap_document_value(snapshot_reader(walk->snapshot), id, slot, &bytes, &failure) < 0)
        return index_fail(error, &failure);
    struct slice copy = arena_copy(walk->arena, slice_make(bytes.data, bytes.length));
    xap_bytes_free(&bytes);
    *out = copy.data;
    *length = copy.length;
    return copy.data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for a cursor");
}

static int move_behind(struct walk *walk, const struct xap_search *search, const struct search_hit *hit,
                       struct error *error)
{
    struct xap_place *place = &walk->cursor.place;
    bool by_value = search->sort == XAP_SORT_VALUE_ASCENDING || search->sort == XAP_SORT_VALUE_DESCENDING;
    *place = (struct xap_place){.weight = hit->score};
    walk->cursor.begun = true;
    if (walk->order) place->key = figure_order_key(search->sort_context, hit->document);
    if (by_value && read_value(walk, hit->document, search->sort_slot, &place->value, &place->value_length, error) < 0)
        return -1;
    return read_value(walk, hit->document, search->tie_slot, &place->tie, &place->tie_length, error);
}

/* The page is to be asked for once more. Behind a cursor only when nothing is sure; of a first page, whose hits are the
 * best there were, always when it is not whole, so that whoever asks need not tell why. */
static bool is_anew(const struct walk *walk, const struct xap_result *result, const struct search_reply *reply)
{
    return walk->request->cursor.length ? xap_result_partial(result) : reply->partial;
}

static bool has_next(const struct walk *walk, const struct xap_result *result, const struct search_reply *reply)
{
    if (walk->request->count_only || walk->request->tree || walk->request->collapse) return false;
    /* An offset cannot be said in a cursor: a page that was cut short cannot begin there again. */
    if (is_anew(walk, result, reply)) return walk->request->offset == 0;
    if (reply->hit_count == 0) return false;
    return reply->hit_count < xap_result_count(result) || xap_result_more(result);
}

int walk_next(struct walk *walk, const struct xap_search *search, const struct xap_result *result,
              struct search_reply *reply, struct error *error)
{
    reply->next_cursor = slice_of("");
    if (!has_next(walk, result, reply)) return 0;
    const struct search_hit *last = reply->hit_count ? &reply->hits[reply->hit_count - 1] : NULL;
    if (moment_finish(&walk->cursor.moment, snapshot_reader(walk->snapshot), result, error) < 0) return -1;
    if (!is_anew(walk, result, reply) && move_behind(walk, search, last, error) < 0) return -1;
    reply->next_cursor = cursor_write(walk->arena, &walk->cursor);
    return reply->next_cursor.data ? 0 : fail(error, ERROR_NO_MEMORY, 0, "no memory for a cursor");
}
