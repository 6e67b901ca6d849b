#!/usr/bin/env python3
"""What ranks before what; and that ranking stays as good as it was: scores are the same on every machine, so floors are
a test."""
import os, sys

import harness

sys.path.insert(0, os.path.join(harness.SOURCE, "tests", "tools"))
import relevance


def daemon_of(where, *bodies):
    """Articles 1, 2, 3 … of these bodies."""
    return where.serve([{"id": str(i), "body": body} for i, body in enumerate(bodies, 1)])


def scores(daemon, query, **parameters):
    return {hit["id"]: hit["score"] for hit in daemon.search(query, **parameters)["hits"]}


def small_words_weigh_nothing_beside_others_and_something_alone(folder):
    daemon = daemon_of(folder, "the crude oil of the north", "crude things", "what is it of", "something else")
    alone, asked = scores(daemon, "crude"), scores(daemon, "what is the crude", match="any")
    assert asked == dict(alone, **{"3": 0}), (alone, asked)
    assert scores(daemon, "what", match="any")["3"] > 0


def a_word_said_twice_weighs_twice(folder):
    daemon = daemon_of(folder, "an oil tanker", "a crude ship", "something else")
    once, twice = scores(daemon, "oil crude", match="any"), scores(daemon, "oil crude oil", match="any")
    assert abs(twice["1"] - 2 * once["1"]) < 1e-6 and twice["2"] == once["2"], (once, twice)


def words_that_stand_close_weigh_more_than_the_same_words_apart(folder):
    daemon = daemon_of(folder, "prices fell in the north of the country where oil is sold",
                       "in the north of the country where it is sold oil prices fell",
                       "in the north of the country where it is sold prices of oil fell")
    for match in "all", "any":
        found = scores(daemon, "oil prices", match=match)
        assert found["2"] > found["3"] > found["1"], found


def any_text_can_be_asked_with_match_any(folder):
    daemon = daemon_of(folder, "a free flight model", "shock and sound", "nothing of it")
    found = daemon.ids('interference-free (made using free-flight models) "no such phrase"', match="any")
    assert found == ["1"], found
    assert daemon.ids("shock-sound", match="any") == ["2"] and daemon.ids("shock-sound") == []


def three_collections_of_judged_questions_reach_their_floors(folder):
    archive, reuters = harness.shared("corpora/ir-dev.tar.zst"), harness.shared("corpora/reuters21578.jsonl.zst")
    if "san" in os.path.basename(os.path.dirname(harness.BIN)):
        raise harness.Skip("whole corpora are enough work for the release build")
    results = relevance.measure_all(archive, reuters)
    print(relevance.table(results))
    assert relevance.is_good(results)


if __name__ == "__main__":
    harness.main(globals())
