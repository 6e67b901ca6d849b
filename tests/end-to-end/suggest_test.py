#!/usr/bin/env python3
"""What is suggested while a query is typed, over the socket and with the command line."""
import json, urllib.parse

import harness

TRIES_MAX = 100  # of a question that the clock may cut short

ARTICLES = [
    {"id": "guards", "source": "Example.org", "title": "MIGRATION Attempts",
     "body": "In Fès, guards of Melilla stopped 50,000 migration attempts. The migrants went on to Ceuta."},
    {"id": "port", "source": "Le Monde", "title": "A port",
     "body": "The port of Ceuta moved 3.5 tonnes of goods, 900 kg of fish and 40 migratory birds; its mirror is old."},
    {"id": "attack", "source": "example.net", "title": "An attack",
     "body": "Police saw 12 attempts and 3 attacks on the port. It cost $2 million, or 5 percent."},
    {"id": "attacks", "source": "example.net", "title": "More attacks",
     "body": "The attack went on. It was attempted again, and Morocco's police said NO."},
]


def ask(daemon, query, parameters):
    """By POST when the query is too long for a target."""
    if len(query) < 1000:
        status, reply = daemon.get("/suggest?" + urllib.parse.urlencode(dict(parameters, q=query)))
    else:
        body = json.dumps(dict(parameters, q=query))
        status, _, body = daemon.request("POST", "/suggest", body, {"Content-Type": "application/json"})
        reply = json.loads(body)
    assert status == 200, reply
    return reply


def suggest(daemon, query, **parameters):
    """On a machine that is busy the time may be up before all is known: asked again, until it was not."""
    for _ in range(TRIES_MAX):
        reply = ask(daemon, query, parameters)
        if not reply["partial"]:
            break
    assert reply["query"] == query
    for suggestion in reply["suggestions"]:
        text = suggestion["text"].encode()
        assert len(text) == suggestion["start"] + suggestion["length"], suggestion
        assert text[:suggestion["start"]] == query.encode()[:suggestion["start"]], suggestion
    return reply["suggestions"]


def texts(daemon, query, **parameters):
    return [suggestion["text"] for suggestion in suggest(daemon, query, **parameters)]


def words(daemon, query):
    return [s["text"] for s in suggest(daemon, query) if s["kind"] in ("word", "value")]


def of_kind(daemon, query, *kinds):
    return {s["text"]: (s["documents"], s["figures"]) for s in suggest(daemon, query) if s["kind"] in kinds}


# ---- words


def a_beginning_is_completed_with_the_number_of_articles_it_finds(folder):
    daemon = folder.serve(ARTICLES)
    first = suggest(daemon, "att")[0]
    assert list(first) == ["text", "start", "length", "kind", "documents", "figures"], first
    assert words(daemon, "att") == ["attempts", "attack"], words(daemon, "att")
    for suggestion in suggest(daemon, "att") + suggest(daemon, "Ceuta mi"):
        if suggestion["kind"] != "word":
            continue
        _, found = daemon.get("/search?count&q=" + urllib.parse.quote(suggestion["text"]))
        assert found["total"] == suggestion["documents"] > 0, suggestion


def words_before_the_last_one_take_part(folder):
    daemon = folder.serve(ARTICLES)
    assert set(words(daemon, "mi")) == {"migration", "migrants", "migratory", "mirror", "million"}, words(daemon, "mi")
    assert set(words(daemon, "birds mi")) == {"birds migratory", "birds mirror"}, words(daemon, "birds mi")
    assert words(daemon, "goods -mig")[0].startswith("goods -mig")
    assert words(daemon, "attempts:>20000 cit Ceu") == [] and words(daemon, "attempts:>20000 Ceu") == \
        ["attempts:>20000 Ceuta"]


def words_are_shown_as_articles_write_them(folder):
    daemon = folder.serve(ARTICLES)
    assert words(daemon, "fe") == ["Fès"] and words(daemon, "FÈ") == ["Fès"]
    assert words(daemon, "ceu") == ["Ceuta"] and words(daemon, "migrati") == ["migration"]
    assert words(daemon, "moro") == ["Morocco"], words(daemon, "moro")


def no_operator_and_no_stop_word_is_suggested(folder):
    daemon = folder.serve(ARTICLES)
    assert words(daemon, "no") == [] and words(daemon, "th") == []
    assert words(daemon, '"on th') == ['"on the'], words(daemon, '"on th')


def an_open_quote_is_completed_as_a_phrase(folder):
    daemon = folder.serve(ARTICLES)
    assert words(daemon, '"migration a') == ['"migration attempts'], words(daemon, '"migration a')
    assert words(daemon, '"guards a') == []


def numbers_are_never_completed(folder):
    daemon = folder.serve(ARTICLES)
    for query in ("50", "5", "attempts:5", "date:20", "12 3"):
        assert suggest(daemon, query) == [], query


# ---- values and names


def values_of_exact_fields_are_completed(folder):
    daemon = folder.serve(ARTICLES)
    assert words(daemon, "source:ex") == ["source:example.net", "source:example.org"], words(daemon, "source:ex")
    assert words(daemon, "source:l") == ['source:"le monde"'] and words(daemon, 'source:"l') == ['source:"le monde"']
    for text in words(daemon, "source:e") + words(daemon, "source:l"):
        _, found = daemon.get("/search?count&q=" + urllib.parse.quote(text))
        assert found["total"] > 0, text
    assert words(daemon, "title:att") == ["title:attack", "title:attempts"] or words(daemon, "title:att") == \
        ["title:attacks", "title:attempts"], words(daemon, "title:att")


def nouns_that_figures_count_become_names(folder):
    daemon = folder.serve(ARTICLES)
    nouns = of_kind(daemon, "att", "noun")
    assert nouns == {"attempts:": (2, 2), "attacks:": (1, 1)}, nouns
    assert "attempts:" in of_kind(daemon, "attempts", "noun")
    assert of_kind(daemon, "Ceuta atte", "noun") == {"Ceuta attempts:": (1, 2)}, of_kind(daemon, "Ceuta atte", "noun")


def units_classes_and_fields_become_names(folder):
    daemon = folder.serve(ARTICLES)
    assert of_kind(daemon, "us", "unit") == {"usd:": (1, 1)}, suggest(daemon, "us")
    assert of_kind(daemon, "perc", "class", "unit") == {"percent:": (1, 1)}, suggest(daemon, "perc")
    assert of_kind(daemon, "sou", "field") == {"source:": (None, None)}, suggest(daemon, "sou")
    assert of_kind(daemon, '"sou', "field") == {}


def names_take_at_most_a_third_of_the_list(folder):
    daemon = folder.serve(ARTICLES)
    got = suggest(daemon, "m", limit=3)
    assert len(got) == 3 and sum(s["kind"] not in ("word", "value") for s in got) <= 1, got


# ---- strange input


def what_has_no_last_word_has_no_completion(folder):
    daemon = folder.serve(ARTICLES)
    for query in ("", " ", "Ceuta ", "((((", '"', "-", ":", "attempts:", "…!?", "Ceuta\"", "url:a", "id:g"):
        assert suggest(daemon, query) == [], query


def a_query_that_search_refuses_is_completed_all_the_same(folder):
    daemon = folder.serve(ARTICLES)
    query = "attempts:7..5 ceu"
    status, _ = daemon.get("/search?q=" + urllib.parse.quote(query))
    assert status == 400
    assert texts(daemon, query) == ["attempts:7..5 Ceuta"], texts(daemon, query)


def long_queries_are_completed_or_refused(folder):
    daemon = folder.serve(ARTICLES)
    assert texts(daemon, "(" * 4000 + " ceu")[0].endswith("Ceuta")
    assert suggest(daemon, "é" * 2048) == []
    assert suggest(daemon, "a " * 2046 + "ceut") == []  # completed, it would be too long
    status, reply = daemon.get("/suggest?q=" + "a" * 4097)
    assert status == 400 and reply["code"] == "limit_exceeded", reply
    status, reply = daemon.get("/suggest?q=a&limit=21")
    assert status == 400 and "limit" in reply["message"], reply
    status, reply = daemon.get("/suggest")
    assert status == 400 and reply["message"].startswith("q:"), reply


def an_empty_index_suggests_nothing(folder):
    assert suggest(folder.serve([]), "ceu") == []


def a_deleted_word_is_not_suggested(folder):
    daemon = folder.serve(ARTICLES)
    changed = dict(ARTICLES[0], body="In Rabat nothing happened.")
    folder.write("changed.jsonl", json.dumps(changed) + "\n")
    assert folder.index("-q", folder.file("changed.jsonl")).returncode == 0
    assert harness.wait_until(lambda: words(daemon, "rab") == ["Rabat"], harness.SECONDS_MAX)
    assert words(daemon, "meli") == []


# ---- the command line


def the_command_line_prints_one_completion_a_line(folder):
    daemon = folder.serve(ARTICLES)
    expected = ["Ceuta attempts   1 article", "Ceuta attempts:  1 article, 2 figures"]
    for _ in range(TRIES_MAX):
        done = daemon.tally("suggest", "Ceuta", "atte")
        if done.stdout.splitlines() == expected:
            break
    assert done.returncode == 0 and done.stdout.splitlines() == expected, done
    assert len(daemon.tally("suggest", "-n", "1", "a").stdout.splitlines()) == 1
    assert json.loads(daemon.tally("suggest", "--json", "ceu").stdout)["suggestions"][0]["text"].lower() == "ceuta"
    assert daemon.tally("suggest", "xyzzy").returncode == 1
    assert daemon.tally("suggest", "-n", "500", "a").returncode == 2


if __name__ == "__main__":
    harness.main(globals())
