#!/usr/bin/env python3
"""Measures tally beside stock Xapian, SQLite FTS5 and Groonga: same articles, same figures, same questions, one run."""
import argparse, json, os, subprocess, sys

from corpus import prepare, write_figures
from engines import ENGINES, Bench, Failed
from report import render, summarise_all
from tasks import write_tasks

TASKS, ROUNDS = 60, 5
QUICK_TASKS, QUICK_ROUNDS, QUICK_ARTICLES = 12, 2, 2000


def parse_options(arguments):
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("build", help=argparse.SUPPRESS)
    parser.add_argument("--corpus", default="reuters", metavar="reuters|enwiki|FILE",
                        help="articles as JSON lines, plain or .zst (default reuters; without it, this repository's own)")
    parser.add_argument("--only", metavar="ENGINE,...", help="of " + ", ".join(ENGINES))
    parser.add_argument("--rounds", type=int, metavar="N", help="of all engines in turn (default %d)" % ROUNDS)
    parser.add_argument("--quick", action="store_true", help="%d articles, %d tasks a kind, %d rounds: to see that it works"
                        % (QUICK_ARTICLES, QUICK_TASKS, QUICK_ROUNDS))
    parser.add_argument("--json", metavar="FILE", help="everything measured")
    options = parser.parse_args(arguments)
    options.rounds = options.rounds or (QUICK_ROUNDS if options.quick else ROUNDS)
    options.engines = options.only.split(",") if options.only else list(ENGINES)
    unknown = [engine for engine in options.engines if engine not in ENGINES]
    if unknown or options.rounds < 1:
        parser.error("no engine is called '%s'" % unknown[0] if unknown else "--rounds: at least 1")
    return options


def say(text):
    print("bench: " + text, file=sys.stderr, flush=True)


def machine():
    cpu = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                cpu = line.split(":", 1)[1].strip()
    return {"cpu": "%s, %d cores" % (cpu, os.cpu_count()), "kernel": os.uname().release, "load": os.getloadavg()}


def measure_extraction(bench, corpus):
    """tally-index --figures beside wc -w, each once unmeasured; leaves figures.tsv for the others."""
    exported = os.path.join(corpus.folder, "figures")
    subprocess.run(["wc", "-w", corpus.path], stdout=subprocess.DEVNULL, check=True)
    words = bench.measured(["wc", "-w", corpus.path], stdout=subprocess.DEVNULL)
    with open(exported, "w", encoding="utf-8") as out:
        cost = bench.measured([bench.program("tally-index"), "--figures", "--quiet", corpus.path], stdout=out)
    megabytes = corpus.text_bytes / 1e6
    return dict(cost, text_mb_per_s=megabytes / cost["wall_s"], figures=write_figures(corpus, exported),
                wc_wall_s=words["wall_s"], wc_text_mb_per_s=megabytes / words["wall_s"])


def index_all(bench, corpus, engines):
    indexes = dict.fromkeys(ENGINES[engine].get("index_of", engine) for engine in engines)
    for engine in indexes:
        say("%s is indexing" % engine)
        indexes[engine] = bench.index(engine, corpus)
    return indexes


def query_all(bench, tasks_path, engines, rounds):
    """{engine: [records of a round …]}; every round begins with another engine."""
    answers = {engine: [] for engine in engines}
    for number in range(rounds):
        say("round %d of %d" % (number + 1, rounds))
        start = number % len(engines)
        for engine in engines[start:] + engines[:start]:
            answers[engine].append(bench.query(engine, tasks_path))
    return answers


def run(options):
    work = os.path.join(options.build, "bench")
    bench = Bench(options.build, work)
    say("preparing " + options.corpus)
    corpus = prepare(options.corpus, work, QUICK_ARTICLES if options.quick else 0)
    extraction = measure_extraction(bench, corpus)
    tasks_path = os.path.join(corpus.folder, "tasks.tsv")
    tasks = write_tasks(corpus, QUICK_TASKS if options.quick else TASKS, tasks_path)
    before = machine()
    try:
        indexes = index_all(bench, corpus, options.engines)
        answers = query_all(bench, tasks_path, options.engines, options.rounds)
    finally:
        bench.remove_indexes()
    return {"corpus": {"name": corpus.name, "articles": corpus.articles, "text_bytes": corpus.text_bytes,
                       "notes": corpus.notes + (["--quick: too little to judge by"] if options.quick else [])},
            "machine": dict(before, load_after=os.getloadavg()),
            "engines": {engine: bench.about(engine) for engine in options.engines},
            "rounds": options.rounds, "tasks": len(tasks), "extraction": extraction, "index": indexes,
            "queries": summarise_all(tasks, answers)}


def main():
    options = parse_options(sys.argv[1:])
    try:
        result = run(options)
    except Failed as failure:
        sys.exit("bench: %s" % failure)
    print(render(result))
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)


if __name__ == "__main__":
    main()
