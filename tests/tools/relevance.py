#!/usr/bin/env python3
"""How well tally ranks: nDCG@10 on collections of questions with judgements.

usage: relevance.py BIN IR.tar.zst REUTERS.jsonl.zst

Each collection is indexed with the defaults of tally-index and asked through a real daemon, with match=any and the
defaults otherwise. Of a question

    nDCG@10 = DCG / IDCG,   DCG = sum over the first ten hits of gain / log2(rank + 1),

where the gain is the judged grade (0 when nobody judged), and IDCG is the DCG of the best ten judgements. A collection's
figure is the mean over all questions that have an article judged relevant. Exit code: 0 when every collection reaches
its floor, 1 otherwise.
"""
import json, math, os, subprocess, sys, tarfile, tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "end-to-end"))
import harness

HITS = 10
# What the best settings of plain BM25 reach, each collection with its own.
FLOORS = {"cranfield": .375, "cisi": .383, "reuters-topics": .735}


def dcg(gains):
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, 1))


def ndcg(ids, judged):
    best = sorted(judged.values(), reverse=True)[:HITS]
    return dcg([judged.get(i, 0) for i in ids]) / dcg(best)


def read_lines(path):
    with open(path, encoding="utf8") as file:
        return [json.loads(line) for line in file]


def read_judgements(path):
    judged = {}
    with open(path, encoding="utf8") as file:
        for question, article, grade in (line.split() for line in file):
            judged.setdefault(question, {})[article] = int(grade)
    return {question: grades for question, grades in judged.items() if max(grades.values()) > 0}


def unpack(archive, folder):
    plain = subprocess.run(["zstd", "-dcq", archive], check=True, stdout=subprocess.PIPE).stdout
    path = os.path.join(folder, "collections.tar")
    with open(path, "wb") as out:
        out.write(plain)
    with tarfile.open(path) as tar:
        tar.extractall(folder)


def measure(collection, articles):
    """(nDCG@10, questions) of one collection, whose articles stand in a file."""
    folder = harness.Folder()
    try:
        done = folder.index("-q", articles)
        if done.returncode:
            raise SystemExit(done.stderr)
        daemon = folder.daemon()
        judged = read_judgements(os.path.join(collection, "qrels.tsv"))
        values = [ndcg(daemon.ids(question["text"], match="any", limit=HITS, fields="id"), judged[question["id"]])
                  for question in read_lines(os.path.join(collection, "queries.jsonl")) if question["id"] in judged]
    finally:
        folder.close()
    return sum(values) / len(values), len(values)


def measure_all(archive, reuters):
    """{collection: (nDCG@10, questions)}"""
    with tempfile.TemporaryDirectory(prefix="tally-relevance-") as folder:
        unpack(archive, folder)
        results = {}
        for name in FLOORS:
            collection = os.path.join(folder, "ir", name)
            own = os.path.join(collection, "docs.jsonl")
            results[name] = measure(collection, own if os.path.exists(own) else reuters)
    return results


def table(results):
    lines = ["%-16s %9s %8s %6s" % ("collection", "questions", "nDCG@10", "floor")]
    lines += ["%-16s %9d %8.4f %6.3f" % (name, count, value, FLOORS[name]) for name, (value, count) in results.items()]
    return "\n".join(lines)


def is_good(results):
    return all(value >= FLOORS[name] for name, (value, _) in results.items())


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    results = measure_all(*sys.argv[2:])
    print(table(results))
    return 0 if is_good(results) else 1


if __name__ == "__main__":
    sys.exit(main())
