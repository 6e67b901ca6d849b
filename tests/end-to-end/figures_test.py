#!/usr/bin/env python3
"""Tables of figures, articles in the order of their figures, and counts, over the socket and with the command line."""
import csv, io, json, urllib.parse

import harness

ARTICLES = [
    {"id": "low", "date": "2018-01-05", "source": "example.org", "title": "Guards, again",
     "body": "In 2017 guards stopped 50,000 migration attempts."},
    {"id": "high", "date": "2019-02-05", "source": "example.net", "title": "A rising number",
     "body": "Since 2016 they stopped about 65,000 attempts a year. In 2017 they said \"50,000 attempts\", at $2 million."},
    {"id": "none", "date": "2020-03-05", "source": "example.org", "title": "A port",
     "body": "The port of Ceuta moved 3.5 tonnes of goods and 900 kg of fish."},
    {"id": "few", "date": "2021-04-05", "title": "Quiet days", "language": "en",
     "body": "Police dismantled 80 networks and saw 12 attempts."},
]


def figures(daemon, query, **parameters):
    status, reply = daemon.get("/figures?" + urllib.parse.urlencode(dict(parameters, q=query)))
    assert status == 200, reply
    return reply


def pairs(reply):
    return [(row["id"], row["value"]) for row in reply["rows"]]


# ---- tables


def a_row_has_its_figure_its_article_and_the_sentence(folder):
    reply = figures(folder.serve(ARTICLES), "attempts:60000..70000")
    assert reply["total"] == 1 and reply["total_exact"] and reply["next"] is None, reply
    row = reply["rows"][0]
    assert (row["value"], row["text"], row["unit"], row["qualifier"], row["noun"]) == \
        (65000, "65,000", "count", "~", "attempts"), row
    assert (row["id"], row["title"], row["date"], row["source"]) == \
        ("high", "A rising number", "2019-02-05", "example.net"), row
    assert row["quote"] == "Since 2016 they stopped about 65,000 attempts a year.", row
    body = ARTICLES[1]["body"].encode()
    assert row["field"] == "body" and body[row["start"]:row["start"] + row["length"]] == b"65,000", row


def get_and_post_give_the_same_table(folder):
    daemon = folder.serve(ARTICLES)
    parameters = {"q": "attempts:*", "sort": "-value", "noun": "attempts", "limit": 2}
    got = figures(daemon, "attempts:*", sort="-value", noun="attempts", limit=2)
    status, _, body = daemon.request("POST", "/figures", json.dumps(parameters), {"Content-Type": "application/json"})
    posted = json.loads(body)
    assert status == 200 and got["rows"] == posted["rows"], (got, posted)
    assert pairs(got) == [("few", 12), ("low", 50000)] or pairs(got) == [("few", 12), ("high", 50000)], got
    assert got["total"] == 4 and got["next"] == 2, got


def csv_reads_back_as_the_same_rows(folder):
    daemon = folder.serve(ARTICLES)
    rows = figures(daemon, "attempts:*")["rows"]
    status, headers, body = daemon.request("GET", "/figures?q=attempts:*&format=csv")
    assert status == 200 and headers["Content-Type"].startswith("text/csv"), headers
    assert body.endswith(b"\r\n") and body.count(b"\r\n") == 1 + len(rows), body
    read = list(csv.DictReader(io.StringIO(body.decode(), newline="")))
    for row, record in zip(rows, read, strict=True):
        assert list(row) == list(record), record
        for name, value in row.items():
            assert (float(record[name]) if isinstance(value, (int, float)) else record[name]) == value, (name, record)
    assert any('"50,000 attempts"' in record["quote"] for record in read), read
    assert daemon.tally("figures", "attempts:*", "--csv").stdout.encode() == body.replace(b"\r\n", b"\n")


def groups_show_where_articles_disagree(folder):
    reply = figures(folder.serve(ARTICLES), "attempts:*", by="period")
    groups = {group["label"]: group for group in reply["groups"]}
    assert groups["2017"]["count"] == 2 and groups["2017"]["distinct"] == 1, groups
    assert groups["2016"]["values"] == [{"value": 65000, "low": 65000, "high": 65000, "qualifier": "~", "count": 1}]
    assert groups[""]["min"] == groups[""]["max"] == groups[""]["median"] == 12, groups
    assert [row["group"] for row in reply["rows"]] == sorted(row["group"] for row in reply["rows"]), reply


def what_cannot_be_asked_is_refused_by_name(folder):
    daemon = folder.serve(ARTICLES)
    for target, words in (("/figures", "q: "), ("/figures?q=a&noun=title", "noun: "), ("/figures?q=a&noun=", "noun: "),
                          ("/figures?q=a&by=year", "by: "), ("/figures?q=a&sort=size", "sort: "),
                          ("/figures?q=a&format=xml", "format: "), ("/figures?q=a&limit=1001", "limit: "),
                          ("/figures?q=a&offset=100000", "offset: "), ("/figures?q=a&fields=id", '"fields"')):
        status, reply = daemon.get(target)
        assert status == 400 and reply["code"] == "bad_request" and words in reply["message"], (target, reply)
    status, reply = daemon.get("/figures?q=attempts:5..1")
    assert status == 400 and reply["code"] == "bad_query" and reply["position"] == 9, reply


def the_command_line_prints_a_table(folder):
    daemon = folder.serve(ARTICLES)
    out = daemon.tally("figures", "attempts:*", "--by", "period", "--sort", "value").stdout
    assert "2016: 1 figure, 65000\n~65000  attempts" in out, out
    assert "\n 50000  migration attempts  2017" in out, out
    assert out.rstrip().split("\n")[-1].startswith("4 figures in "), out
    lines = folder.run("tally", "-s", daemon.path, "figures", "attempts:*", environment={"COLUMNS": "70"}).stdout
    assert max(map(len, lines.split("\n"))) <= 70 and "\n        Since 2016 they" in lines, lines
    lines = folder.run("tally", "-s", daemon.path, "figures", "attempts:*", environment={"COLUMNS": "95"}).stdout
    assert max(map(len, lines.split("\n"))) <= 95 and "…\n" in lines, lines
    assert daemon.tally("figures", "walrus").returncode == 1
    assert daemon.tally("figures", "walrus", "--csv").returncode == 1
    assert daemon.tally("figures", "attempts:5..1").returncode == 2
    assert daemon.tally("figures", "Ceuta", "--noun", "title").returncode == 2
    assert daemon.tally("figures", "-c", "attempts:*").stdout == "4\n"
    assert "--by WHAT" in daemon.tally("figures", "--help").stdout


def an_empty_directory_has_an_empty_table(folder):
    folder.write("index/keep", "")
    reply = figures(folder.daemon(), "attempts:*", by="unit")
    assert reply["total"] == 0 and reply["rows"] == [] and reply["groups"] == [], reply


# ---- articles in the order of their figures


def articles_are_sorted_by_a_figure_and_show_it_first(folder):
    daemon = folder.serve(ARTICLES)
    hits = daemon.search("", sort="attempts:desc")["hits"]
    assert [hit["id"] for hit in hits] == ["high", "low", "few", "none"], hits
    assert [hit["figures"][0]["value"] for hit in hits[:3]] == [65000, 50000, 12] and not hits[3]["figures"], hits
    assert daemon.ids("", sort='"migration attempts":asc')[0] == "low"
    assert daemon.ids("", sort="kg:desc")[0] == "none" and daemon.ids("", sort="money")[0] == "high"
    assert daemon.tally("search", "-l", "--sort", "attempts:asc", "attempts:*").stdout == "few\nlow\nhigh\n" or \
        daemon.tally("search", "-l", "--sort", "attempts:asc", "attempts:*").stdout == "few\nhigh\nlow\n"
    assert daemon.tally("search", "--sort", "sise", "attempts:*").returncode == 2


# ---- counts


def facets_count_over_all_articles_of_the_query(folder):
    daemon = folder.serve(ARTICLES)
    reply = daemon.search("attempts:*", limit=1, facets="source,year,unit,noun,histogram:attempts")
    facets = reply["facets"]
    assert reply["facets_exact"] is True and len(reply["hits"]) == 1, reply
    assert facets["source"] == [{"value": "example.net", "count": 1}, {"value": "example.org", "count": 1}], facets
    assert facets["year"] == [{"value": year, "count": 1} for year in ("2018", "2019", "2021")], facets
    assert facets["unit"][0] == {"value": "count", "count": 3} and {"value": "USD", "count": 1} in facets["unit"], facets
    assert facets["noun"][0] == {"value": "attempts", "count": 3}, facets
    histogram = facets["histogram:attempts"]
    assert histogram[0] == {"low": 10, "high": 20, "count": 1}, histogram
    assert histogram[-1] == {"low": 50000, "high": 100000, "count": 3}, histogram
    assert all(left["high"] == right["low"] for left, right in zip(histogram, histogram[1:])), histogram


def bad_facets_are_refused_by_name(folder):
    daemon = folder.serve(ARTICLES)
    for facets in ("sources", "histogram", "histogram:title", "source:x", "source," * 9):
        status, reply = daemon.get("/search?q=a&facets=" + facets)
        assert status == 400 and reply["code"] == "bad_request" and "facets: " in reply["message"], (facets, reply)
    assert daemon.tally("search", "a", "--facet", "sources").returncode == 2


def the_command_line_prints_bars(folder):
    daemon = folder.serve(ARTICLES)
    out = daemon.tally("search", "-c", "attempts:*", "--facet", "histogram:attempts", "--facet", "source").stdout
    lines = out.split("\n")
    assert lines[0] == "3" and lines[1] == "histogram:attempts", out
    assert lines[2].split() == ["10..20", "1", "#" * 20] and lines[3].split() == ["20..50", "0"], out
    assert "source\nexample.net       1 " + "#" * 60 + "\n" in out, out
    assert "\nsource\n" in daemon.tally("search", "attempts:*", "--facet", "source").stdout


if __name__ == "__main__":
    harness.main(globals())
