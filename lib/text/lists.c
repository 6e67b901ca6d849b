/* A list of headlines goes on until sentences begin that are the article's. Some lists have a teaser below each
 * headline: one block of prose, and then a line again. What stands close together, without blank lines, ends with the
 * first one behind which there is prose. */
#include "text/lists.h"

#include "text/cues.h"

#define TEASER_REACH 3 /* blocks from a headline to the end of its teaser */

struct list {
    struct block_walk *walk;
    bool begun, close, bulleted;
    bool teasers; /* prose has been taken */
};

/* Another list, a form: they take their own. A line of furniture is as good as a headline. */
static bool is_cue(const struct list *list, const struct block *block)
{
    struct cue_extent extent;
    struct cue_place place = {block->start, true, false};
    return text_cue_find(list->walk->text, place, &extent) && extent.takes != CUE_TAKES_LINE;
}

static bool is_article(const struct list *list, const struct block *block)
{
    bool other_form = list->begun && block->kind == BLOCK_ITEM && !list->bulleted;
    return block->kind == BLOCK_PROSE || block->kind == BLOCK_LEAD || other_form;
}

/* Whether a headline begins at `line` that has a teaser below, perhaps behind its date. */
static bool has_teaser(const struct list *list, struct block line)
{
    for (int i = 0; i < TEASER_REACH; i++) {
        if (line.kind == BLOCK_PROSE) return i > 0;
        if (is_article(list, &line) || is_cue(list, &line)) return false;
        if (!text_block_at(list->walk, line.end, &line)) return false;
    }
    return false;
}

/* Prose in a list is a teaser when the next headline has one, too, or when others had theirs. */
static bool is_teaser(const struct list *list, const struct block *prose)
{
    struct block next;
    if (!list->begun || (list->close && prose->after_blank)) return false;
    if (!text_block_at(list->walk, prose->end, &next) || is_cue(list, &next)) return list->teasers;
    return list->teasers ? !is_article(list, &next) : has_teaser(list, next);
}

/* "Related Articles↵Ten Ships Lost↵↵The search↵↵It began on Monday." */
static bool is_subheading(const struct list *list, const struct block *line)
{
    struct block next;
    if (!list->close || !line->after_blank || !text_block_at(list->walk, line->end, &next)) return false;
    return next.after_blank && next.kind == BLOCK_PROSE;
}

static bool ends_list(struct list *list, const struct block *block)
{
    if (is_cue(list, block)) return true;
    if (block->kind == BLOCK_LINE) return is_subheading(list, block);
    if (block->kind != BLOCK_PROSE) return is_article(list, block);
    bool teaser = is_teaser(list, block);
    list->teasers |= teaser;
    return !teaser;
}

size_t text_list_end(struct block_walk *walk, size_t from)
{
    struct list list = {.walk = walk};
    struct block block;
    size_t end = from;
    for (; text_block_at(walk, end, &block) && !ends_list(&list, &block); end = block.end) {
        if (list.begun) continue;
        list.close = !block.after_blank;
        list.bulleted = block.kind == BLOCK_ITEM;
        list.begun = true;
    }
    return end;
}
