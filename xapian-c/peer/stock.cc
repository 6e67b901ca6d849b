// Bench driver: libxapian as its manual shows it, with TermGenerator, QueryParser, BM25 and MSet::snippet().
#include <array>
#include <cstring>
#include <exception>
#include <string>

#include <xapian.h>

#include "common.h"

namespace
{

// The fields of a document are lines of its data, the body last; the id is also a value, which is quicker to fetch.
constexpr std::size_t FIELDS = 5;
constexpr Xapian::valueno ID_SLOT = 0;
constexpr std::size_t SNIPPET_BYTES = 280;

struct Store {
    Xapian::Database database;
    Xapian::Stem stemmer{"en"};
    Xapian::QueryParser parser;
    Xapian::Enquire enquire;

    explicit Store(const std::string &path) : database(path), enquire(database)
    {
        parser.set_database(database);
        parser.set_stemmer(stemmer);
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        parser.set_default_op(Xapian::Query::OP_AND);
    }
};

std::string path_in(const char *directory)
{
    return std::string(directory) + "/articles.glass";
}

// Everything of libxapian's that can throw runs in here.
template <typename Work> auto guarded(Work work)
{
    try {
        return work();
    } catch (const Xapian::Error &error) {
        bench_die("Xapian: %s", error.get_description().c_str());
    } catch (const std::exception &error) {
        bench_die("Xapian: %s", error.what());
    }
}

// ---- indexing

std::string join_fields(const bench_article &article)
{
    std::string data;
    for (const char *field : {article.title, article.date, article.url, article.source}) {
        for (const char *at = field; *at; at++) data += *at == '\n' ? ' ' : *at;
        data += '\n';
    }
    return data + article.body;
}

void add_article(Xapian::WritableDatabase &database, Xapian::TermGenerator &generator, const bench_article &article)
{
    Xapian::Document document;
    generator.set_document(document);
    generator.set_termpos(0);
    generator.index_text(article.title);
    generator.increase_termpos();
    generator.index_text(article.body);
    document.set_data(join_fields(article));
    document.add_value(ID_SLOT, article.id);
    document.add_boolean_term("Q" + std::string(article.id));
    database.add_document(document);
}

void index_articles(const char *input_path, const char *directory)
{
    guarded([&] {
        Xapian::WritableDatabase database(path_in(directory), Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS);
        Xapian::TermGenerator generator;
        generator.set_stemmer(Xapian::Stem("en"));
        generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
        bench_input *input = bench_input_open(input_path);
        while (const bench_article *article = bench_input_next(input)) add_article(database, generator, *article);
        bench_input_close(input);
        database.commit();
    });
}

// ---- answering

void *open_store(const char *directory)
{
    return guarded([&] { return new Store(path_in(directory)); });
}

void close_store(void *engine)
{
    delete static_cast<Store *>(engine);
}

const char *cannot(const bench_task *task)
{
    return task->ranged ? "a value slot holds one number a document, and ranges need all of an article's figures"
                        : nullptr;
}

Xapian::Query parse(Store &store, const bench_task &task)
{
    char text[BENCH_TEXT_MAX];
    bench_words(&task, task.join == BENCH_ANY ? " OR " : " ", task.join == BENCH_PHRASE ? "\"" : "", text);
    return store.parser.parse_query(text, Xapian::QueryParser::FLAG_BOOLEAN | Xapian::QueryParser::FLAG_PHRASE);
}

std::array<std::string, FIELDS> split_fields(const std::string &data)
{
    std::array<std::string, FIELDS> fields;
    std::size_t start = 0;
    for (std::size_t i = 0; i + 1 < FIELDS; i++) {
        std::size_t end = data.find('\n', start);
        fields[i] = data.substr(start, end - start);
        start = end + 1;
    }
    fields[FIELDS - 1] = data.substr(start);
    return fields;
}

void take_page(Store &store, const Xapian::MSet &matches, const std::string &data, bench_answer *out)
{
    auto fields = split_fields(data);
    for (std::size_t i = 0; i + 1 < FIELDS; i++) bench_text(out, fields[i].data(), fields[i].size());
    std::string snippet = matches.snippet(fields[FIELDS - 1], SNIPPET_BYTES, store.stemmer);
    bench_text(out, snippet.data(), snippet.size());
}

void answer(void *engine, const bench_task *task, bench_answer *out)
{
    guarded([&] {
        Store &store = *static_cast<Store *>(engine);
        store.enquire.set_query(parse(store, *task));
        Xapian::MSet matches = store.enquire.get_mset(0, BENCH_TOP);
        for (auto match = matches.begin(); match != matches.end(); ++match) {
            Xapian::Document document = match.get_document();
            std::string id = document.get_value(ID_SLOT);
            bench_hit(out, id.data(), id.size());
            if (task->page) take_page(store, matches, document.get_data(), out);
        }
    });
}

uint64_t count(void *engine, const bench_task *task)
{
    return guarded([&]() -> uint64_t {
        Store &store = *static_cast<Store *>(engine);
        store.enquire.set_query(parse(store, *task));
        return store.enquire.get_mset(0, BENCH_TOP, store.database.get_doccount()).get_matches_estimated();
    });
}

} // namespace

const struct bench_engine bench_engine = {
    "xapian", Xapian::version_string, index_articles, open_store, cannot, answer, count, close_store, false};
