#!/usr/bin/env python3
"""Articles in several languages, most of which nobody named, through the real programs."""
import json

import harness

ARTICLES = [
    {"id": "en", "title": "Guards stop boats",
     "body": "The coast guard said that 65,000 attempts to cross the strait were stopped last year, and that the "
             "migrations will go on."},
    {"id": "fr", "title": "Le détroit", "language": "fr-FR",
     "body": "La préfecture compte 14 500 tentatives de passage ; les réfugiées attendent, et les migrations continuent."},
    {"id": "es", "title": "El Estrecho",
     "body": "La policía dijo que se frustraron unos 65.000 intentos de entrada en un año, según las organizaciones."},
]
GERMAN = {"id": "de", "title": "Die Meerenge",
          "body": "Die Polizei hat viele Versuche gezählt, und die Flüchtlinge warten noch immer auf Hilfe."}


def indexed(place, articles, *options):
    place.write("articles.jsonl", "".join(json.dumps(article) + "\n" for article in articles))
    done = place.index("-q", *options, place.file("articles.jsonl"))
    assert done.returncode == 0, done


def ids(daemon, query):
    return sorted(daemon.ids(query))


def a_word_finds_its_forms_in_the_language_of_each_article(folder):
    indexed(folder, ARTICLES)
    daemon = folder.daemon()
    assert ids(daemon, "migration") == ["en", "fr"]
    assert ids(daemon, "réfugié") == ids(daemon, "refugies") == ["fr"]
    assert ids(daemon, "organización") == ids(daemon, "organizacion") == ids(daemon, "organizar") == ["es"]
    assert ids(daemon, '"les réfugiées"') == ["fr"] and ids(daemon, '"les réfugiés"') == []
    snippet = daemon.search("organizacion", highlight="[,]")["hits"][0]["snippet"]
    assert "[organizaciones]" in snippet, snippet


def figures_are_found_by_their_noun_in_any_language(folder):
    indexed(folder, ARTICLES)
    daemon = folder.daemon()
    assert ids(daemon, "attempt:>50000") == ["en"]
    assert ids(daemon, "tentatives:>10000") == ids(daemon, "tentative:14500") == ["fr"]
    assert ids(daemon, "intentos:>=100") == ids(daemon, "intento:60000..70000") == ["es"]


def an_article_says_its_language_or_it_is_guessed(folder):
    indexed(folder, ARTICLES)
    daemon = folder.daemon()
    for language in ("en", "fr", "es"):
        assert ids(daemon, "language:" + language) == [language]
        assert daemon.get("/documents/" + language)[1]["language"] == language
    assert ids(daemon, "language:Spanish") == ["es"]
    counts = daemon.search("", facets="language")["facets"]["language"]
    assert sorted((count["value"], count["count"]) for count in counts) == [("en", 1), ("es", 1), ("fr", 1)], counts


def another_language_is_asked_for_from_its_first_article_on(folder):
    indexed(folder, ARTICLES)
    daemon = folder.daemon()
    assert daemon.get("/stats")[1]["stem_languages"] == ["en", "es", "fr"]
    assert ids(daemon, "Flüchtling") == []
    indexed(folder, [GERMAN])
    assert harness.wait_until(lambda: ids(daemon, "Flüchtling") == ["de"])
    assert daemon.get("/stats")[1]["stem_languages"] == ["de", "en", "es", "fr"]


def one_stemmer_for_all_can_be_forced(folder):
    indexed(folder, ARTICLES, "--stem", "en")
    daemon = folder.daemon()
    assert ids(daemon, "migration") == ["en", "fr"]
    assert ids(daemon, "organizar") == []
    assert ids(daemon, "language:es") == ["es"]
    assert daemon.get("/stats")[1]["stem_languages"] == ["en"]
    done = folder.index("--stem", "auto", folder.file("articles.jsonl"))
    assert done.returncode == 2 and '"en"' in done.stderr and '"auto"' in done.stderr, done


if __name__ == "__main__":
    harness.main(globals())
