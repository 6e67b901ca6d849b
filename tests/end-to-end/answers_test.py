#!/usr/bin/env python3
"""The questions tally exists for, asked with the command line about real articles and about corpus/."""
import json, os, shutil, subprocess

import harness
from harness import SOURCE, large, shared

# (query, ids without their tails) over the three articles as crawled
ARTICLE_ANSWERS = [
    ("Ceuta", "004"), ('"Ceuta and Melilla"', "004"), ("attempts:50000..70000", "000 001 004"),
    ("networks:50..300", "001 004"), ("usd:100M..200M", "001"), ("figure:1000000..2000000", ""),
    ("figure:>=1M figure:<=2M", ""), ("65000", "000"), ("65,000", "000"), ("65K", "000"), ("65 thousand", "000"),
    ('"65000 irregular"', "000"), ('"65K irregular"', "000"), ('"50000..70000 irregular migration attempts"', "000"),
    ('"500..700 irregular migration attempts"', ""), ("criminal NEAR/5 networks -Ceuta", "001"), ("people:90..110", "004"),
    ("cells:3000", "001"), ("networks:50000..70000", ""), ("figure:2025", ""), ("migrants:>23000", "001"),
    ("migrants:30000..40000", ""), ("Zerouali", "000 001"), ("title:Foils", "001"), ("cafe", ""),
    ("café", ""), ("65001", ""), ("Khalid~1 Zerouali", "000 001"),
]


def articles_daemon(where):
    done = where.index(shared("articles"))
    assert done.stdout == "3 added, 0 updated, 0 unchanged, 0 failed\n", done
    return where.daemon()


def the_command_line_answers_as_promised_on_real_articles(folder):
    daemon = articles_daemon(folder)
    wrong = []
    for query, expected in ARTICLE_ANSWERS:
        done = daemon.tally("search", "-l", query)
        found = " ".join(sorted(line[:3] for line in done.stdout.split()))
        if found != expected or done.returncode != (0 if expected else 1) or done.stderr:
            wrong.append((query, expected, found, done.returncode, done.stderr))
    assert not wrong, wrong


def an_open_quote_is_a_phrase_with_a_note(folder):
    done = articles_daemon(folder).tally("search", "-l", '"Ceuta and Melilla')
    assert done.stdout.startswith("004") and done.returncode == 0 and done.stderr.strip(), done


def an_inverted_range_is_refused_with_a_caret_and_a_hint(folder):
    done = articles_daemon(folder).tally("search", "attempts:70000..50000")
    assert done.returncode == 2 and not done.stdout, done
    lines = done.stderr.rstrip("\n").split("\n")
    query_line = next(i for i, line in enumerate(lines) if "attempts:70000..50000" in line)
    caret_line = lines[query_line + 1]
    assert caret_line.index("^") == lines[query_line].index("70000"), done.stderr
    assert "attempts:50000..70000" in "\n".join(lines[query_line + 2:]), done.stderr


def curl_gets_the_documented_json_with_the_figures_that_matched(folder):
    daemon = articles_daemon(folder)
    out = subprocess.run(["curl", "-sS", "--unix-socket", daemon.path, "http://t/search?q=attempts:60000..64000"],
                         capture_output=True, text=True, check=True).stdout
    reply = json.loads(out)
    for key in ("query", "total", "total_exact", "offset", "limit", "next", "took_ms", "partial", "hits", "facets", "notes"):
        assert key in reply, key
    assert reply["total"] == 1 and reply["total_exact"] is True
    hit = reply["hits"][0]
    for key in ("id", "title", "url", "date", "source", "score", "snippet", "matches", "figures"):
        assert key in hit, key
    figure = hit["figures"][0]
    assert (figure["value"], figure["text"], figure["noun"]) == (63121, "63,121", "attempted illegal migrations"), figure
    assert "<mark>63,121</mark>" in hit["snippet"], hit["snippet"]


def the_fifteen_line_program_of_the_documentation_prints_the_article(folder):
    daemon = articles_daemon(folder)
    build = os.path.dirname(harness.BIN)
    library = next(os.path.join(root, name) for root, _, names in os.walk(build) for name in names
                   if name == "libtally.so" or name.startswith("libtally.so."))
    program = folder.file("example")
    source = os.path.join(SOURCE, "docs", "example.c")
    flags = ["-fsanitize=address,undefined"] if "asan" in build else ["-fsanitize=thread"] if "tsan" in build else []
    subprocess.run(["cc", *flags, "-I", os.path.join(SOURCE, "client"), source, library, "-o", program], check=True)
    environment = dict(os.environ, TALLY_SOCKET=daemon.path, LD_LIBRARY_PATH=os.path.dirname(library))
    out = subprocess.run([program, "Ceuta"], capture_output=True, text=True, env=environment, check=True).stdout
    assert out.strip().startswith("004") and "\n" not in out.strip(), out
    for binary in (library, harness.program("tally")):
        assert "xapian" not in subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout


def check_ranges(where, corpus):
    tool = os.path.join(os.path.dirname(harness.BIN), "tests", "range_plans")
    where.index("-q", corpus)
    done = subprocess.run([tool, where.file("index"), "1000", "2021"], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.rstrip().endswith(" 0 differences"), done.stdout[-3000:] + done.stderr


def ranges_over_our_corpus_have_one_answer_by_column_terms_language_and_brute_force(folder):
    check_ranges(folder, os.path.join(SOURCE, "corpus"))


def ranges_over_reuters_have_one_answer_by_column_terms_language_and_brute_force(folder):
    check_ranges(folder, large("corpora/reuters21578.jsonl.zst"))


def the_oracle_counts_are_reproduced_or_explained(folder):
    corpus, expected = shared("corpora/enwiki-dev.jsonl.zst"), shared("corpora/queries/expected_enwiki-dev.tsv")
    if "san" in os.path.basename(os.path.dirname(harness.BIN)):
        raise harness.Skip("100 MB are enough work for the release build")
    tool = os.path.join(SOURCE, "tests", "tools", "expected_counts.py")
    done = subprocess.run(["python3", tool, harness.BIN, corpus, expected], capture_output=True, text=True)
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    harness.main(globals())
