/* Query trees: built and checked here, kept as a tree of our own, and translated to libxapian's for each search.
 *
 * Why not libxapian's tree at once: a search places gates in it that depend on the search, phrases must know what their
 * children are, and its reference counts are not atomic. */
#include "internal.h"

#include <algorithm>
#include <numeric>
#include <cmath>
#include <cstring>

using xap::fail;
using xap::guard;
using xap::Watch;

namespace
{

enum class Kind { term, leaf, documents, scale, join };

struct Node {
    Kind kind = Kind::leaf;
    Xapian::Query leaf; /* term, leaf: ready to use */
    std::string term;   /* of a term with a frequency of its own */
    bool weighed = false;
    uint32_t frequency = 0;
    const struct xap_reader *reader = nullptr;
    std::vector<struct xap_bitmap> sets;
    double factor = 1;
    enum xap_operator op = XAP_AND;
    uint32_t window = 0;
    std::vector<std::shared_ptr<const Node>> children;
    size_t depth = 1;
    size_t leaves = 1;
};

struct Operator {
    Xapian::Query::op op;
    bool positional;  /* compares positions */
    bool terms_only;  /* its children are terms and ORs of terms */
    bool passes_gate; /* its children are intersected with the gate above, candidate by candidate */
};

/* In the order of enum xap_operator. */
constexpr Operator operators[] = {
    {Xapian::Query::OP_AND, false, false, true},
    {Xapian::Query::OP_OR, false, false, false},
    {Xapian::Query::OP_AND_NOT, false, false, false},
    {Xapian::Query::OP_AND_MAYBE, false, false, false},
    {Xapian::Query::OP_FILTER, false, false, true},
    {Xapian::Query::OP_PHRASE, true, true, false},
    {Xapian::Query::OP_NEAR, true, true, false},
    {Xapian::Query::OP_SYNONYM, false, true, false},
    /* Never OP_MAX: it reads freed memory in 1.4.22. */
    {Xapian::Query::OP_OR, false, false, false},
};
constexpr size_t OPERATOR_COUNT = sizeof operators / sizeof *operators;

} // namespace

struct xap_query {
    std::shared_ptr<const Node> root;
    std::shared_ptr<const std::vector<xap::Pair>> pairs;
};

namespace
{

struct xap_query *new_query(std::shared_ptr<const Node> root)
{
    return new xap_query{std::move(root), nullptr};
}

struct xap_query *new_leaf(Kind kind, Xapian::Query query)
{
    auto node = std::make_shared<Node>();
    node->kind = kind;
    node->leaf = std::move(query);
    return new_query(std::move(node));
}

/* ------------------------------------------------------------------ checks of a join */

bool is_or_of_terms(const Node &node)
{
    if (node.kind == Kind::term) return true;
    if (node.kind != Kind::join || node.op != XAP_OR) return false;
    for (const auto &child : node.children) {
        if (!is_or_of_terms(*child)) return false;
    }
    return true;
}

/* Like terms to libxapian, which gives a scale on to the weight of its term. */
bool is_or_of_scaled_terms(const Node &node)
{
    if (node.kind == Kind::term) return true;
    const bool passes = node.kind == Kind::scale || (node.kind == Kind::join && node.op == XAP_OR);
    if (!passes) return false;
    for (const auto &child : node.children) {
        if (!is_or_of_scaled_terms(*child)) return false;
    }
    return true;
}

/* A child that failed before has left its words in `error`; a NULL that never was a query gets words here. */
int check_given(struct xap_query *const *children, size_t count, struct xap_error *error)
{
    if (!children || count == 0) return fail(error, XAP_INVALID, "expected at least one query to join");
    for (size_t i = 0; i < count; i++) {
        if (children[i]) continue;
        return error->code == XAP_OK ? fail(error, XAP_INVALID, "query %zu to join is NULL", i) : -1;
    }
    return 0;
}

/* Elsewhere libxapian loses matches silently (PHRASE, NEAR) or throws in the middle of a match (SYNONYM). */
int check_children(const Node &join, struct xap_error *error)
{
    if (!operators[join.op].terms_only) return 0;
    for (const auto &child : join.children) {
        if (is_or_of_terms(*child)) continue;
        return fail(error, XAP_INVALID, "expected only terms and ORs of terms inside PHRASE, NEAR and SYNONYM");
    }
    return 0;
}

int check_window(const Node &join, struct xap_error *error)
{
    if (!operators[join.op].positional || join.window >= join.children.size()) return 0;
    return fail(error, XAP_INVALID, "expected a window of at least %zu positions, found %u", join.children.size(),
                join.window);
}

int check_size(const Node &node, struct xap_error *error)
{
    if (node.depth > XAP_QUERY_DEPTH_MAX) {
        return fail(error, XAP_LIMIT, "expected a query of at most %d levels", XAP_QUERY_DEPTH_MAX);
    }
    if (node.leaves > XAP_QUERY_LEAVES_MAX) {
        return fail(error, XAP_LIMIT, "expected a query of at most %d leaves", XAP_QUERY_LEAVES_MAX);
    }
    return 0;
}

void adopt(Node &parent, std::shared_ptr<const Node> child)
{
    parent.depth = std::max(parent.depth, child->depth + 1);
    parent.leaves += child->leaves;
    parent.children.push_back(std::move(child));
}

struct xap_query *join(enum xap_operator op, struct xap_query *const *children, size_t count, uint32_t window,
                       struct xap_error *error)
{
    if (check_given(children, count, error) != 0) return nullptr;
    if (static_cast<size_t>(op) >= OPERATOR_COUNT) {
        fail(error, XAP_INVALID, "expected an operator, found %d", static_cast<int>(op));
        return nullptr;
    }
    auto node = std::make_shared<Node>();
    node->kind = Kind::join;
    node->op = op;
    node->leaves = 0;
    node->window = window ? window : static_cast<uint32_t>(count);
    for (size_t i = 0; i < count; i++) adopt(*node, children[i]->root);
    if (check_size(*node, error) != 0) return nullptr;
    if (check_children(*node, error) != 0 || check_window(*node, error) != 0) return nullptr;
    return new_query(count == 1 ? node->children[0] : node);
}

/* ------------------------------------------------------------------ translation */

struct Translation {
    const struct xap_reader *reader;
    Watch *watch;
    xap::Given *given;
};

Xapian::Query translate_node(const Node &node, const Translation &to, bool gated);

/* The terms of one word follow each other and share a row. */
Xapian::Query translate_term(const Node &node, const Translation &to)
{
    if (!node.weighed || !to.given) return node.leaf;
    std::vector<uint32_t> &rows = to.given->frequencies;
    if (rows.empty() || rows.back() != node.frequency) rows.push_back(node.frequency);
    return Xapian::Query(node.term, xap::GIVEN_WQF + static_cast<Xapian::termcount>(rows.size()) - 1);
}

void collect_terms(const Node &node, const Translation &to, std::vector<Xapian::Query> &terms)
{
    if (node.kind == Kind::term) {
        terms.push_back(translate_term(node, to));
        return;
    }
    for (const auto &child : node.children) collect_terms(*child, to, terms);
}

/* A term, or one flat OR: an OR inside an OR inside a phrase is more than libxapian promises. */
Xapian::Query positional_child(const Node &node, const Translation &to)
{
    std::vector<Xapian::Query> terms;
    collect_terms(node, to, terms);
    if (terms.size() == 1) return terms[0];
    return Xapian::Query(Xapian::Query::OP_OR, terms.begin(), terms.end());
}

/* A phrase in a database without any positions empties the whole intersection it is part of, and what is added to that
 * afterwards then matches alone: false hits. A scale of 1 keeps a phrase to itself where that could happen, and inside
 * its own intersection it comes last. */
bool must_isolate(const Translation &to)
{
    return to.reader && !to.reader->positions_everywhere;
}

/* Under an OR a phrase looks for its own next match alone, perhaps for long, before the gate at the root is asked. */
Xapian::Query windowed(Xapian::Query::op op, const std::vector<Xapian::Query> &children, uint32_t window,
                       const Translation &to, bool gated)
{
    Xapian::Query query(op, children.begin(), children.end(), window);
    const bool isolate = must_isolate(to);
    if (to.watch && (isolate || !gated)) {
        const Xapian::Query gate(xap::new_document_source(to.reader, nullptr, to.watch));
        query = Xapian::Query(Xapian::Query::OP_AND, gate, query);
    }
    return isolate ? Xapian::Query(1.0, query) : query;
}

/* NEAR in 1.4.22 loses matches when children of it can stand at one position (they share a term, or their terms share
 * positions). All orders as phrases are exact; for three children there are six, worth it where one of them is a choice
 * of terms. For more than three there would be too many. */
bool is_asked_by_orders(const Node &node)
{
    if (node.op != XAP_NEAR || node.children.size() > 3) return false;
    if (node.children.size() == 2) return true;
    const auto is_choice = [](const auto &child) { return child->kind != Kind::term; };
    return std::any_of(node.children.begin(), node.children.end(), is_choice);
}

/* The weight is the children's, once, however many orders match. */
Xapian::Query all_orders(const std::vector<Xapian::Query> &children, uint32_t window, const Translation &to)
{
    std::vector<size_t> order(children.size());
    std::vector<Xapian::Query> phrases;
    std::iota(order.begin(), order.end(), 0);
    do {
        std::vector<Xapian::Query> ordered;
        for (const size_t place : order) ordered.push_back(children[place]);
        phrases.push_back(windowed(Xapian::Query::OP_PHRASE, ordered, window, to, false));
    } while (std::next_permutation(order.begin(), order.end()));
    const Xapian::Query together(Xapian::Query::OP_AND, children.begin(), children.end());
    const Xapian::Query any(Xapian::Query::OP_OR, phrases.begin(), phrases.end());
    return Xapian::Query(Xapian::Query::OP_FILTER, together, any);
}

Xapian::Query translate_positional(const Node &node, const Translation &to, bool gated)
{
    std::vector<Xapian::Query> children;
    for (const auto &child : node.children) children.push_back(positional_child(*child, to));
    if (is_asked_by_orders(node)) return all_orders(children, node.window, to);
    return windowed(operators[node.op].op, children, node.window, to, gated);
}

Xapian::Query translate_join(const Node &node, const Translation &to, bool gated)
{
    const Operator &row = operators[node.op];
    if (row.positional) return translate_positional(node, to, gated);
    std::vector<Xapian::Query> children;
    for (const auto &child : node.children) children.push_back(translate_node(*child, to, gated && row.passes_gate));
    return Xapian::Query(row.op, children.begin(), children.end());
}

Xapian::Query translate_node(const Node &node, const Translation &to, bool gated)
{
    switch (node.kind) {
    case Kind::term: return translate_term(node, to);
    case Kind::documents: return Xapian::Query(xap::new_document_source(node.reader, node.sets.data(), to.watch));
    case Kind::scale: return Xapian::Query(node.factor, translate_node(*node.children[0], to, false));
    case Kind::join: return translate_join(node, to, gated);
    default: return node.leaf;
    }
}

/* Once libxapian has enough hits it stops asking for the less promising ones. In 1.4.22 that goes wrong under an OR (or
 * an optional part) with more than terms in it: a phrase gives its weight without its positions being compared. It is
 * right for terms and ORs of terms, alone or intersected. */
bool prunes_wrongly(const Node &node)
{
    if (node.kind == Kind::scale) return prunes_wrongly(*node.children[0]);
    if (node.kind != Kind::join || operators[node.op].terms_only || is_or_of_scaled_terms(node)) return false;
    if (!operators[node.op].passes_gate) return true;
    for (const auto &child : node.children) {
        if (prunes_wrongly(*child)) return true;
    }
    return false;
}

bool is_for(const Node &node, const struct xap_reader *reader)
{
    if (node.reader && node.reader != reader) return false;
    for (const auto &child : node.children) {
        if (!is_for(*child, reader)) return false;
    }
    return true;
}

} // namespace

int xap::translate(const struct xap_query *query, const struct xap_reader *reader, Watch *watch, Given &given,
                   Xapian::Query &out, struct xap_error *error)
{
    if (!is_for(*query->root, reader)) {
        return fail(error, XAP_INVALID, "the query holds documents of another reader");
    }
    out = translate_node(*query->root, Translation{reader, watch, &given}, true);
    return 0;
}

const std::vector<xap::Pair> &xap::pairs_of(const struct xap_query *query)
{
    static const std::vector<xap::Pair> none;
    return query->pairs ? *query->pairs : none;
}

bool xap::must_look_at_all(const struct xap_query *query)
{
    return prunes_wrongly(*query->root);
}

/* ------------------------------------------------------------------ constructors */

struct xap_query *xap_query_term(const char *term, size_t length, struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_query * {
            if (xap::check_term(term, length, error) != 0) return nullptr;
            return new_leaf(Kind::term, Xapian::Query(std::string(term, length)));
        });
}

struct xap_query *xap_query_term_weighed(const char *term, size_t length, uint32_t frequency, struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_query * {
            if (xap::check_term(term, length, error) != 0) return nullptr;
            auto node = std::make_shared<Node>();
            node->kind = Kind::term;
            node->term.assign(term, length);
            node->leaf = Xapian::Query(node->term);
            node->weighed = true;
            node->frequency = frequency;
            return new_query(std::move(node));
        });
}

struct xap_query *xap_query_everything(struct xap_error *error)
{
    /* Never Query::MatchAll: it is one object for all threads, and its reference count is not atomic. */
    return guard(error, [&] { return new_leaf(Kind::leaf, Xapian::Query(std::string())); });
}

struct xap_query *xap_query_nothing(struct xap_error *error)
{
    return guard(error, [&] { return new_leaf(Kind::leaf, Xapian::Query()); });
}

struct xap_query *xap_query_join(enum xap_operator op, struct xap_query **children, size_t count, uint32_t window,
                                 struct xap_error *error)
{
    struct xap_query *joined = guard(error, [&] { return join(op, children, count, window, error); });
    for (size_t i = 0; children && i < count; i++) xap_query_free(children[i]);
    return joined;
}

struct xap_query *xap_query_scale(struct xap_query *child, double factor, struct xap_error *error)
{
    struct xap_query *scaled = guard(
        error, [&]() -> struct xap_query * {
            if (check_given(&child, 1, error) != 0) return nullptr;
            if (!(factor >= 0) || std::isinf(factor)) {
                fail(error, XAP_INVALID, "expected a finite factor of at least 0");
                return nullptr;
            }
            auto node = std::make_shared<Node>();
            node->kind = Kind::scale;
            node->factor = factor;
            node->leaves = 0;
            adopt(*node, child->root);
            return check_size(*node, error) == 0 ? new_query(std::move(node)) : nullptr;
        });
    xap_query_free(child);
    return scaled;
}

static int read_pairs(const struct xap_pair *pairs, size_t count, std::vector<xap::Pair> &out, struct xap_error *error)
{
    if (count > XAP_PAIRS_MAX) return fail(error, XAP_LIMIT, "expected at most %d pairs", XAP_PAIRS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct xap_pair &pair = pairs[i];
        if (xap::check_term(pair.first, pair.first_length, error) != 0) return -1;
        if (xap::check_term(pair.second, pair.second_length, error) != 0) return -1;
        if (!(pair.weight >= 0) || std::isinf(pair.weight))
            return fail(error, XAP_INVALID, "expected a finite weight of at least 0");
        out.push_back({{pair.first, pair.first_length}, {pair.second, pair.second_length}, pair.weight});
    }
    return 0;
}

struct xap_query *xap_query_prefer_near(struct xap_query *query, const struct xap_pair *pairs, size_t count,
                                        struct xap_error *error)
{
    struct xap_query *preferring = guard(
        error, [&]() -> struct xap_query * {
            std::vector<xap::Pair> read;
            if (check_given(&query, 1, error) != 0 || read_pairs(pairs, count, read, error) != 0) return nullptr;
            return new xap_query{query->root, std::make_shared<const std::vector<xap::Pair>>(std::move(read))};
        });
    xap_query_free(query);
    return preferring;
}

/* A document without a value is in no range: below, an empty lower end and no lower end are the same, and both ends
 * open means "has a value", which libxapian would read as "every document". */
static Xapian::Query value_range(uint32_t slot, const char *lo, size_t lo_length, const char *hi, size_t hi_length)
{
    const std::string low = lo && lo_length ? std::string(lo, lo_length) : std::string(1, '\0');
    if (!hi) return Xapian::Query(Xapian::Query::OP_VALUE_GE, slot, low);
    const std::string high(hi, hi_length);
    if (high < low) return Xapian::Query();
    return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot, low, high);
}

struct xap_query *xap_query_value_range(uint32_t slot, const char *lo, size_t lo_length, const char *hi,
                                        size_t hi_length, struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_query * {
            if (slot > XAP_SLOT_MAX) {
                fail(error, XAP_INVALID, "expected a value slot of at most %u", XAP_SLOT_MAX);
                return nullptr;
            }
            return new_leaf(Kind::leaf, value_range(slot, lo, lo_length, hi, hi_length));
        });
}

struct xap_query *xap_query_documents(const struct xap_reader *reader, const struct xap_bitmap *sets, size_t count,
                                      struct xap_error *error)
{
    return guard(
        error, [&]() -> struct xap_query * {
            if (xap::check_sets(reader, sets, count, error) != 0) return nullptr;
            auto node = std::make_shared<Node>();
            node->kind = Kind::documents;
            node->reader = reader;
            node->sets.assign(sets, sets + count);
            return new_query(std::move(node));
        });
}

void xap_query_free(struct xap_query *query)
{
    delete query;
}

struct xap_query *xap_query_share(const struct xap_query *query, struct xap_error *error)
{
    return guard(error, [&] { return new xap_query(*query); });
}

int xap_query_describe(const struct xap_query *query, struct xap_bytes *out, struct xap_error *error)
{
    return guard(error, [&] {
        const Xapian::Query translated = translate_node(*query->root, Translation{nullptr, nullptr, nullptr}, true);
        std::string description = translated.get_description();
        for (const xap::Pair &pair : xap::pairs_of(query)) description += " near " + pair.first + " " + pair.second;
        return xap::copy_out(description, out, error);
    });
}
