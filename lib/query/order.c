/* Relevance where something weighs, dates otherwise. */
#include "query/order.h"

#include "text/stop_words.h"

bool order_weighs(const struct query_node *node, bool stop_words_too)
{
    if (phrase_is_range(node)) return false;
    switch (query_role(node)) {
    case QUERY_ROLE_WORD: return node->kind != QUERY_WORD || stop_words_too || !stop_word_is(node->text);
    case QUERY_ROLE_PLACES: return true;
    case QUERY_ROLE_WITHOUT:
    case QUERY_ROLE_FIGURES:
    case QUERY_ROLE_FILTER: return false;
    case QUERY_ROLE_GROUP: break;
    }
    for (uint32_t i = 0; i < node->child_count; i++)
        if (order_weighs(node->children[i], stop_words_too)) return true;
    return false;
}

void order_choose(enum search_sort sort, const struct query_node *root, struct xap_search *search)
{
    bool weighed = order_weighs(root, true);
    search->weight = weighed ? XAP_WEIGHT_IMPACT : XAP_WEIGHT_NONE;
    search->sort_slot = schema_field(FIELD_NAME_DATE)->slot;
    search->break_ties = true;
    search->tie_slot = SLOT_ORDER;
    switch (sort) {
    case SORT_FIGURE_GREATEST: search->sort = XAP_SORT_KEY_DESCENDING; break;
    case SORT_FIGURE_SMALLEST: search->sort = XAP_SORT_KEY_ASCENDING; break;
    case SORT_DATE_OLDEST: search->sort = XAP_SORT_VALUE_ASCENDING; break;
    case SORT_DATE_NEWEST: search->sort = XAP_SORT_VALUE_DESCENDING; break;
    case SORT_RELEVANCE: search->sort = weighed ? XAP_SORT_WEIGHT : XAP_SORT_VALUE_DESCENDING; break;
    }
}
