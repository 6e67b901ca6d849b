#!/usr/bin/env python3
"""Walks by cursor while tally-index goes on: every article that stays as it is comes once, in every sort."""
import json, os, random, threading

import harness
from harness import BIN, wait_until

SANITIZED = os.path.basename(os.path.dirname(BIN)) in ("asan", "tsan")
STABLE = 1200 if SANITIZED else 10000  # articles that nobody touches; all match
NOISE = STABLE // 10                   # articles that are added, changed and deleted meanwhile
PAGE = STABLE // 14
SORTS = ["relevance", "date", "-date", "boats:desc", "boats:asc"]


def article(kind, number, turn=0):
    chance = random.Random("%s %d %d" % (kind, number, turn))
    words = ["harbour"] * chance.randint(1, 3) + ["storm"] * chance.choice([0, 0, 0, 1, 2])
    words += ["filler%d" % chance.randint(0, 40) for _ in range(chance.randint(0, 12))]
    fields = {"id": "%s%d" % (kind, number), "title": "Report", "body": " ".join(words) + "."}
    if number % 7:
        fields["date"] = "2021-%02d-%02d" % (chance.randint(1, 12), chance.randint(1, 9))
    if number % 5:
        fields["body"] += " Guards counted %d boats." % chance.randint(2, 300)
    return json.dumps(fields) + "\n"


def stable_ids(hits):
    return [hit["id"] for hit in hits if hit["id"].startswith("s")]


class Disturbance(threading.Thread):
    """Runs of tally-index, one after the other, that add, change and delete articles; now and then one merges all."""

    def __init__(self, folder):
        super().__init__()
        self.folder, self.turn, self.failed, self.stopped = folder, 0, "", threading.Event()
        self.there = set(range(NOISE))

    def check(self, result):
        if result.returncode:
            self.failed = result.stderr or "tally-index ended with %d" % result.returncode
            self.stopped.set()

    def run(self):
        while not self.stopped.is_set():
            self.turn += 1
            turn, count = self.turn, NOISE // 8
            numbers = [number % (2 * NOISE) for number in range(turn * count, (turn + 1) * count)]
            lines = "".join(article("n", number, turn) for number in numbers)
            self.there.update(numbers)
            merge = ["--merge"] if turn % 9 == 5 else []
            self.check(self.folder.index("-q", *merge, self.folder.write("noise.jsonl", lines)))
            gone = random.Random(turn).sample(sorted(self.there), 10)
            self.there.difference_update(gone)
            self.check(self.folder.index("-q", "--delete", *["n%d" % number for number in gone]))

    def stop(self):
        self.stopped.set()
        self.join()
        assert not self.failed, self.failed


class Walk:
    def __init__(self, daemon, sort):
        self.daemon, self.sort, self.cursor, self.ended, self.seen = daemon, sort, "", False, []

    def take_page(self):
        reply = self.daemon.search("harbour OR storm", sort=self.sort, limit=PAGE, cursor=self.cursor, fields="id")
        self.seen += stable_ids(reply["hits"])
        self.cursor = reply["next_cursor"]
        self.ended = self.cursor is None


def generation(daemon):
    return daemon.get("/stats")[1]["generation"]


def an_article_that_stays_comes_once_in_every_sort_while_the_index_changes(folder):
    lines = "".join([article("s", i) for i in range(STABLE)] + [article("n", i) for i in range(NOISE)])
    assert folder.index("-q", folder.write("first.jsonl", lines)).returncode == 0
    daemon = folder.daemon()
    first = generation(daemon)
    walks = [Walk(daemon, sort) for sort in SORTS]
    disturbance = Disturbance(folder)
    disturbance.start()
    try:
        while not all(walk.ended for walk in walks):
            before = generation(daemon)
            for walk in walks:
                if not walk.ended:
                    walk.take_page()
            assert wait_until(lambda: generation(daemon) > before or disturbance.failed), "nothing is committed"
    finally:
        disturbance.stop()
    wanted = sorted("s%d" % i for i in range(STABLE))
    for walk in walks:
        assert len(walk.seen) == len(set(walk.seen)), (walk.sort, "some came twice")
        assert sorted(walk.seen) == wanted, (walk.sort, "missing", len(wanted) - len(walk.seen))
    assert generation(daemon) - first > 12, "too few commits for a merge"


def index_of_60(in_folder):
    lines = "".join(article("s", i) for i in range(60))
    assert in_folder.index("-q", in_folder.write("first.jsonl", lines)).returncode == 0
    return in_folder.daemon()


def pages_by_cursor_are_those_by_offset(folder):
    daemon = index_of_60(folder)
    for sort in SORTS:
        by_offset, by_cursor, cursor = daemon.ids("harbour", sort=sort, limit=100), [], ""
        while cursor is not None:
            reply = daemon.search("harbour", sort=sort, limit=7, cursor=cursor)
            by_cursor += [hit["id"] for hit in reply["hits"]]
            assert (reply["total"], reply["total_exact"], reply["offset"]) == (60, True, 0)
            assert cursor == "" or reply["next"] is None
            cursor = reply["next_cursor"]
        assert by_offset == by_cursor, sort


def a_page_by_offset_goes_on_by_cursor(folder):
    daemon = index_of_60(folder)
    reply = daemon.search("harbour", offset=20, limit=10)
    following = daemon.ids("harbour", limit=10, cursor=reply["next_cursor"])
    assert following == daemon.ids("harbour", offset=30, limit=10)
    assert daemon.search("harbour", offset=50, limit=10)["next_cursor"] is None


def a_cursor_is_refused_by_another_question(folder):
    daemon = index_of_60(folder)
    cursor = daemon.search("harbour", limit=10)["next_cursor"]
    for other in [{"q": "storm"}, {"sort": "date"}, {"match": "any"}, {"cursor": cursor[:-1]}, {"offset": 1},
                  {"cursor": "x" + cursor}, {"cursor": "nonsense"}, {"sort": "boats:desc"}]:
        status, _, body = daemon.request("POST", "/search",
                                         json.dumps(dict({"q": "harbour", "cursor": cursor}, **other)),
                                         {"Content-Type": "application/json"})
        error = json.loads(body)
        assert (status, error["code"]) == (400, "bad_request"), (other, error)
        assert "cursor" in error["message"], error
    # What a page shows may change on the way.
    assert daemon.search("harbour", cursor=cursor, limit=3, fields="id", facets="year")["hits"]


def lines_are_the_hits_and_headers_the_rest(folder):
    daemon = index_of_60(folder)
    target = "/search?q=harbour&limit=25&fields=id,title,figures"
    seen, cursor = [], ""
    while cursor is not None:
        status, headers, body = daemon.request("GET", target + "&format=jsonl&cursor=" + cursor)
        assert (status, headers["Content-Type"]) == (200, "application/x-ndjson")
        assert (headers["Tally-Total"], headers["Tally-Partial"]) == ("60", "false")
        seen += [json.loads(line) for line in body.decode().splitlines()]
        _, reply = daemon.get(target + "&cursor=" + cursor)
        assert seen[-len(reply["hits"]):] == reply["hits"]
        cursor = headers["Tally-Next-Cursor"]
    assert len(seen) == 60
    assert daemon.request("GET", "/search?q=nothing&format=jsonl")[2] == b""
    assert daemon.get("/search?q=harbour&format=xml")[0] == 400


def rows_of_figures_are_lines_too(folder):
    daemon = index_of_60(folder)
    _, headers, body = daemon.request("GET", "/figures?q=boats:*&limit=5&format=jsonl")
    assert headers["Content-Type"] == "application/x-ndjson" and headers["Tally-Next"] == "5"
    assert [json.loads(line) for line in body.decode().splitlines()] == daemon.get("/figures?q=boats:*&limit=5")[1]["rows"]
    assert daemon.tally("figures", "--jsonl", "boats:*", "-n", "5").stdout == body.decode()


def in_time(daemon, *arguments):
    """A walk gives up at a page that the daemon does not finish in its time, as on a busy machine: once more, then."""
    for _ in range(20):
        result = daemon.tally(*arguments)
        late = "longer than it may" in result.stderr or "the query took more than" in result.stderr
        if result.returncode != 2 or not late:
            break
    return result


def the_command_line_prints_all(folder):
    lines = "".join(article("s", i) for i in range(2100))
    assert folder.index("-q", folder.write("first.jsonl", lines)).returncode == 0
    daemon = folder.daemon()
    wanted = sorted("s%d" % i for i in range(2100))
    for sort in SORTS:
        result = in_time(daemon, "search", "--all", "-l", "--sort", sort, "harbour OR storm")
        assert (result.returncode, sorted(result.stdout.split())) == (0, wanted), (sort, result.stderr)
    result = in_time(daemon, "search", "--all", "--jsonl", "harbour")
    assert sorted(json.loads(line)["id"] for line in result.stdout.splitlines()) == wanted
    assert in_time(daemon, "search", "--all", "harbour").stdout.endswith("\n2100 articles\n")
    assert in_time(daemon, "search", "--all", "-c", "harbour").stdout == "2100\n"
    assert len(daemon.tally("search", "--jsonl", "-n", "3", "harbour").stdout.splitlines()) == 3
    for arguments in (["--all"], ["--all", "-l"], ["--all", "--jsonl"], ["--jsonl"]):
        result = daemon.tally("search", *arguments, "nobodysays")
        assert (result.returncode, "s1" in result.stdout) == (1, False), arguments
    for option in ("--json", "--collapse", "-n3"):
        assert daemon.tally("search", "--all", option, "harbour").returncode == 2, option
    assert daemon.tally("search", "--all", "boats:9..1").returncode == 2


harness.main(globals())
