#!/usr/bin/env python3
"""Articles that repeat each other are shown once, over the socket and with the command line."""
import json, urllib.parse

import harness

STORY = ("Guards of the port stopped a boat with %s people on Monday, the ministry said in a statement. The boat had left "
         "the coast in the night and was seen by fishermen near the lighthouse. All of them were brought to the town "
         "hall, where doctors and interpreters waited for them, and most asked for shelter in the weeks that followed. "
         "Neighbours brought bread and blankets, a teacher opened her school, and by noon the harbour was quiet again.")


def article(id, date, body, title="A boat"):
    return {"id": id, "date": date, "title": title, "source": "wire.example", "body": body}


def stories(count, subject="boat"):
    """Different articles, none of which repeats another."""
    return [article("%s-%03d" % (subject, i), "2021-05-%02d" % (1 + i % 28),
                    " ".join("%s %s%d" % (subject, word, i) for word in "red green blue white black grey brown".split())
                    + " and so on for %d days" % i) for i in range(count)]


REPEATED = [
    article("first", "2021-03-01", STORY % "forty"),
    article("second", "2021-03-02", STORY % "forty" + " This is an update."),
    article("third", "2021-03-03", "From our correspondent. " + STORY % "forty", "A boat arrives"),
    article("later", "2021-04-01", STORY % "forty"),  # the same wording of another month is another report
    article("undated", "", STORY % "forty"),
    article("other", "2021-03-02", "A boat sank in the harbour. Nobody was on it, and nobody knows why it sank, said the "
                                   "master of the harbour, who has seen many boats in his time."),
    article("short", "2021-03-01", "A boat came."),
    article("short too", "2021-03-01", "A boat came."),
]


def shown(reply):
    return {hit["id"]: sorted(hit["duplicates"]) for hit in reply["hits"]}


def repeated_articles_are_folded_into_the_first_of_the_order(folder):
    daemon = folder.serve(REPEATED)
    reply = daemon.search("boat", collapse="duplicates", sort="-date", limit=50)
    assert shown(reply) == {"first": ["second", "third", "undated"], "later": [], "other": [], "short": [],
                            "short too": []}, shown(reply)
    assert [hit["duplicate_count"] for hit in reply["hits"] if hit["id"] == "first"] == [3]
    reply = daemon.search("boat", collapse="duplicates", sort="date", limit=50)
    assert shown(reply)["later"] == ["undated"] and shown(reply)["third"] == ["first", "second"], shown(reply)


def nothing_is_folded_unless_it_is_asked_for(folder):
    daemon = folder.serve(REPEATED)
    for parameters in ({}, {"collapse": "none"}):
        reply = daemon.search("boat", limit=50, **parameters)
        assert len(reply["hits"]) == 8 and "duplicates" not in reply["hits"][0], reply


def the_total_counts_articles_before_folding(folder):
    daemon = folder.serve(REPEATED)
    reply = daemon.search("boat", collapse="duplicates")
    assert reply["total"] == 8 and reply["total_exact"] and len(reply["hits"]) == 5 and reply["next"] is None, reply
    assert daemon.search("boat", collapse="duplicates", count="true")["total"] == 8


def pages_of_what_is_shown_fit_together(folder):
    articles = REPEATED + stories(40) + [
        article("copy-%03d" % i, "2021-06-0%d" % (1 + i % 3), STORY % "ninety" + " Part." * (i % 2)) for i in range(300)]
    daemon = folder.serve(articles)
    for sort in ("relevance", "date", "-date"):
        whole = [hit["id"] for hit in daemon.search("boat", collapse="duplicates", sort=sort, limit=200)["hits"]]
        pages, offset = [], 0
        while offset is not None:
            reply = daemon.search("boat", collapse="duplicates", sort=sort, limit=7, offset=offset)
            assert reply["hits"], reply
            pages += [hit["id"] for hit in reply["hits"]]
            offset = reply["next"]
        assert pages == whole and len(set(pages)) == len(pages), (sort, len(pages), len(whole))
        assert sum(id.startswith("copy-") for id in pages) == 1, sort


def lines_name_the_next_page_of_what_is_shown(folder):
    daemon = folder.serve(REPEATED)
    target, seen, offset = "/search?q=boat&collapse=duplicates&limit=2&fields=id", [], "0"
    while offset is not None:
        status, headers, body = daemon.request("GET", target + "&format=jsonl&offset=" + offset)
        assert status == 200 and headers["Tally-Next-Cursor"] is None, dict(headers)
        seen += [json.loads(line) for line in body.decode().splitlines()]
        offset = headers["Tally-Next"]
    assert seen == daemon.search("boat", collapse="duplicates", fields="id")["hits"], seen


def many_duplicates_are_counted_and_some_are_listed(folder):
    daemon = folder.serve([article("copy-%03d" % i, "2021-06-01", STORY % "ninety") for i in range(100)])
    hits = daemon.search("boat", collapse="duplicates")["hits"]
    assert len(hits) == 1 and hits[0]["duplicate_count"] == 99 and len(hits[0]["duplicates"]) == 10, hits
    assert len(set(hits[0]["duplicates"]) | {hits[0]["id"]}) == 11


def several_commits_are_one_collection(folder):
    daemon = folder.serve(REPEATED[:1])
    folder.write("more.jsonl", "".join(json.dumps(article) + "\n" for article in REPEATED[1:3]))
    assert folder.index("-q", folder.file("more.jsonl")).returncode == 0
    assert harness.wait_until(lambda: daemon.search("boat")["total"] == 3, harness.SECONDS_MAX)
    assert shown(daemon.search("boat", collapse="duplicates", sort="-date")) == {"first": ["second", "third"]}


def similar_articles_are_folded_too(folder):
    status, reply = folder.serve(REPEATED).get("/similar?id=later&collapse=duplicates")
    assert status == 200 and len(reply["hits"]) == 1 and reply["hits"][0]["duplicate_count"] == 3, reply


def what_does_not_go_together_is_refused(folder):
    daemon = folder.serve(REPEATED)
    cursor = daemon.search("boat", limit=1)["next_cursor"]
    assert cursor and daemon.search("boat", collapse="duplicates", limit=1)["next_cursor"] is None
    for parameters, word in (("collapse=all", "collapse"), ("collapse=duplicates&offset=499&limit=2", "500"),
                             ("collapse=duplicates&cursor=" + urllib.parse.quote(cursor), "cursor")):
        status, reply = daemon.get("/search?q=boat&" + parameters)
        assert status == 400 and word in reply["message"], reply


def an_empty_index_and_strange_articles_fold_nothing(folder):
    assert folder.serve([]).search("boat", collapse="duplicates")["hits"] == []


def an_enormous_article_folds_like_any_other(folder):
    long = " ".join("boat %d %d" % (i, i * i) for i in range(50000))
    daemon = folder.serve([article("long", "2021-01-01", long), article("longer", "2021-01-01", long + " end")])
    assert len(shown(daemon.search("boat", collapse="duplicates"))) == 1


def duplicates_may_be_asked_for_among_the_members(folder):
    daemon = folder.serve(REPEATED)
    for fields in ("id", "id,duplicates", "duplicate_count,id,duplicates"):
        hits = daemon.search("boat", collapse="duplicates", fields=fields)["hits"]
        assert list(hits[0]) == ["id", "duplicates", "duplicate_count"], (fields, hits)
    assert list(daemon.search("boat", fields="id,duplicates")["hits"][0]) == ["id"]


def the_command_line_says_how_many_more_there_are(folder):
    daemon = folder.serve(REPEATED)
    done = daemon.tally("search", "boat", "--collapse", "--sort", "-date")
    assert done.returncode == 0 and "  3 more of the same\n" in done.stdout and "5 of 8 articles" in done.stdout, done
    assert daemon.tally("search", "-l", "boat", "--collapse").stdout.count("\n") == 5


if __name__ == "__main__":
    harness.main(globals())
