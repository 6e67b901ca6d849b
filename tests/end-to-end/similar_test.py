#!/usr/bin/env python3
"""Articles like a given one, over the socket and with the command line."""
import json, urllib.parse

import harness

COFFEE = "The coffee quota talks in London went on. Delegates of the council spoke of export quotas and of coffee prices."
ARTICLES = [
    {"id": "coffee 1", "date": "2020-01-01", "title": "Coffee quota talks go on", "body": COFFEE + " 50,000 bags wait."},
    {"id": "coffee/2", "date": "2020-01-02", "title": "Council splits",
     "body": "The council of coffee producers split over export quotas; delegates left the talks."},
    {"id": "coffee\"3", "date": "2020-01-03", "title": "Prices of coffee",
     "body": "Coffee prices fell as the quota talks ended without delegates agreeing."},
    {"id": "border", "title": "Guards", "body": "Guards at Ceuta stopped 50,000 attempts in 2017, and talks went on."},
    {"id": "port", "title": "A port", "body": "The port of Ceuta moved tonnes of fish.\n\nRead Also: Coffee quota talks in "
                                              "London: delegates of the council speak of export prices\n"},
    {"id": "numbers", "title": "1 2 3", "body": "50,000 and 60,000, the 5 of it."},
    {"id": "empty", "title": "", "body": "…"},
]


def similar(daemon, id, **parameters):
    status, reply = daemon.get("/similar?" + urllib.parse.urlencode(dict(parameters, id=id)))
    assert status == 200, reply
    return reply


def ids(reply):
    return [hit["id"] for hit in reply["hits"]]


def articles_on_the_same_subject_come_first_and_the_article_itself_never(folder):
    daemon = folder.serve(ARTICLES)
    for id in ("coffee 1", "coffee/2", "coffee\"3"):
        others = {"coffee 1", "coffee/2", "coffee\"3"} - {id}
        found = similar(daemon, id)
        assert set(ids(found)[:2]) == others and id not in ids(found), (id, ids(found))
        assert found["total"] == len(found["hits"]) and found["total_exact"], found


def a_reply_is_shaped_like_that_of_a_search(folder):
    daemon = folder.serve(ARTICLES)
    found = similar(daemon, "coffee 1", limit=1)
    assert list(found) == list(daemon.search("coffee")) and found["next"] == 1, found
    assert list(found["hits"][0]) == list(daemon.search("coffee")["hits"][0])
    assert "<mark>" in found["hits"][0]["snippet"], found
    assert "coffee" in found["query"].split() and "quota" in found["query"].split(), found["query"]
    second = similar(daemon, "coffee 1", limit=1, offset=1, fields="id,snippet", highlight="<b>,</b>")
    assert list(second["hits"][0]) == ["id", "snippet", "snippet_text", "snippet_marks"], second
    assert "<b>" in second["hits"][0]["snippet"] and second["hits"][0]["id"] not in ids(found)


def numbers_stop_words_and_furniture_tell_nothing(folder):
    daemon = folder.serve(ARTICLES)
    assert "50000" not in similar(daemon, "border")["query"] and "the" not in similar(daemon, "coffee 1")["query"].split()
    assert ids(similar(daemon, "port")) == ["border"] and "coffee" not in similar(daemon, "port")["query"]
    assert ids(similar(daemon, "numbers")) == [] and ids(similar(daemon, "empty")) == []


def get_and_post_answer_the_same(folder):
    daemon = folder.serve(ARTICLES)
    got = similar(daemon, "coffee/2", limit=2)
    status, _, body = daemon.request("POST", "/similar", json.dumps({"id": "coffee/2", "limit": 2}),
                                     {"Content-Type": "application/json"})
    posted = json.loads(body)
    del got["took_ms"], posted["took_ms"]
    assert status == 200 and got == posted


def what_cannot_be_asked_is_refused(folder):
    daemon = folder.serve(ARTICLES)
    for target, status, word in (("id=nobody", 404, "id"), ("id=" + "x" * 3000, 404, "id"), ("", 400, "id"),
                                 ("id=", 400, "id"), ("id=port&q=Ceuta", 400, "q"), ("id=port&limit=0", 400, "limit"),
                                 ("id=port&offset=9999&limit=2", 400, "offset")):
        got, reply = daemon.get("/similar?" + target)
        assert got == status and word in reply["message"], (target, got, reply)


def an_empty_index_has_no_article(folder):
    status, reply = folder.serve([]).get("/similar?id=port")
    assert status == 404 and reply["code"] == "not_found", reply


def an_enormous_article_is_answered_by_its_beginning(folder):
    words = " ".join("wort%s" % "".join(chr(97 + int(d)) for d in str(i)) for i in range(200000))
    long = {"id": "long", "title": "Coffee", "body": COFFEE + " " + words}
    same = {"id": "same", "title": "Coffee", "body": COFFEE + " worta wortb wortc wortd worte"}
    daemon = folder.serve([long, same])
    assert ids(similar(daemon, "long")) == ["same"] and ids(similar(daemon, "same")) == ["long"]


def what_an_article_says_most_is_asked_for_however_short_the_time(folder):
    words = " ".join("wort%s" % "".join(chr(97 + int(d)) for d in str(i)) for i in range(7000))
    articles = [{"id": "%d" % i, "title": "", "body": "%s quota quota quota" % words} for i in range(3)]
    found = similar(folder.serve(articles), "1", timeout_ms=1)
    assert "quota" in found["query"].split(), found["query"]


def little_words_of_every_language_tell_nothing(folder):
    french = "Selon la préfecture, les réfugiés étaient dans une gare avec leurs enfants, et elles ont été pour la sortie."
    spanish = "La policía dijo que los migrantes fueron hasta el puerto, según las familias, pero también había niños."
    articles = [{"id": "%s %d" % (language, i), "language": language, "title": "", "body": body}
                for language, body in (("fr", french), ("es", spanish)) for i in range(3)]
    daemon = folder.serve(articles + ARTICLES)
    told = {language: set(similar(daemon, language + " 1")["query"].split()) for language in ("fr", "es")}
    assert {"prefecture", "gare", "enfants"} <= told["fr"] and {"policia", "puerto", "ninos"} <= told["es"], told
    little = "selon les etaient dans une avec leurs elles ont ete pour que los fueron hasta segun las pero tambien habia"
    assert not (told["fr"] | told["es"]) & set(little.split()), told


def the_command_line_prints_hits(folder):
    daemon = folder.serve(ARTICLES)
    done = daemon.tally("similar", "-l", "coffee", "1")
    assert done.returncode == 0 and set(done.stdout.splitlines()[:2]) == {"coffee/2", "coffee\"3"}, done
    assert "Council splits\n" in daemon.tally("similar", "coffee 1").stdout
    assert json.loads(daemon.tally("similar", "--json", "-n", "1", "port").stdout)["limit"] == 1
    assert daemon.tally("similar", "nobody").returncode == 1
    assert daemon.tally("similar", "numbers").returncode == 1


if __name__ == "__main__":
    harness.main(globals())
