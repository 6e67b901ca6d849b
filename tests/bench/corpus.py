"""Corpora: what is measured, prepared once as plain JSON lines that every driver reads."""
import glob, json, os, subprocess

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
SHARED = os.path.join(ROOT, "..", "shared", "corpora")
FIELDS = ("title", "date", "url", "source", "body")
REPLICAS = 100

# name: file, and a file of queries made for it, or None
CORPORA = {
    "reuters": ("reuters21578.jsonl.zst", "queries/tasks_reuters21578.tsv"),
    "enwiki": ("enwiki-dev.jsonl.zst", None),
}


class Corpus:
    """name; path of input.jsonl; articles; text_bytes (titles and bodies); queries (path or None); notes."""

    def __init__(self, name, folder, queries=None, notes=()):
        self.name, self.folder, self.queries, self.notes = name, folder, queries, list(notes)
        self.path = os.path.join(folder, "input.jsonl")
        self.articles = self.text_bytes = 0


def lines_of(path):
    """The lines of a file as bytes, decompressed by zstd when its name says so."""
    if not path.endswith(".zst"):
        with open(path, "rb") as file:
            yield from file
        return
    with subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE) as process:
        yield from process.stdout
        process.stdout.close()
        if process.wait() not in (0, -13):
            raise SystemExit("bench: zstd could not read " + path)


def articles_of(path):
    for line in lines_of(path):
        if line.strip():
            yield json.loads(line)


def own_articles():
    """The repository's own articles, as tally-index reads them but without markup, REPLICAS times."""
    originals = []
    for path in sorted(glob.glob(os.path.join(ROOT, "corpus", "*"))):
        if path.endswith(".txt"):
            with open(path, encoding="utf-8") as file:
                title, _, body = file.read().partition("\n")
            originals.append({"id": os.path.basename(path), "title": title, "body": body})
        elif path.endswith(".jsonl") and not path.endswith(".figures"):
            originals.extend(articles_of(path))
    for replica in range(REPLICAS):
        for article in originals:
            yield dict(article, id="%s-%d" % (article["id"], replica))


def clean(article, number):
    """Only string fields, and an id that nobody else has."""
    kept = {field: article[field] for field in FIELDS if isinstance(article.get(field), str)}
    return {"id": "%06d-%s" % (number, str(article.get("id", ""))[:100]), **kept}


def write_input(corpus, articles, limit):
    os.makedirs(corpus.folder, exist_ok=True)
    with open(corpus.path, "w", encoding="utf-8") as out:
        for article in articles:
            if limit and corpus.articles == limit:
                break
            corpus.articles += 1
            kept = clean(article, corpus.articles)
            corpus.text_bytes += sum(len(kept.get(field, "").encode()) for field in ("title", "body"))
            out.write(json.dumps(kept, ensure_ascii=False) + "\n")
    return corpus


def prepare(wanted, work, limit):
    """The corpus `wanted` (a name of CORPORA or a file) in a folder of `work`, its first `limit` articles (0: all)."""
    if wanted not in CORPORA:
        if not os.path.exists(wanted):
            raise SystemExit("bench: no corpus and no file is called '%s'" % wanted)
        name = os.path.basename(wanted).split(".")[0]
        return write_input(Corpus(name, os.path.join(work, name)), articles_of(wanted), limit)
    file, queries = CORPORA[wanted]
    path = os.path.join(SHARED, file)
    if not os.path.exists(path):
        note = "%s is not here: corpus/ is measured instead, each article %d times" % (file, REPLICAS)
        return write_input(Corpus("corpus", os.path.join(work, "corpus"), notes=[note]), own_articles(), limit)
    queries = queries and os.path.join(SHARED, queries)
    corpus = Corpus(wanted, os.path.join(work, wanted), queries if queries and os.path.exists(queries) else None)
    return write_input(corpus, articles_of(path), limit)


def write_figures(corpus, exported):
    """figures.tsv: a line an article with what tally found in it; `exported` is the output of tally-index --figures.
    Returns the number of figures. Figures of page furniture stay out, as in tally's own index."""
    total = 0
    with open(exported, encoding="utf-8") as source, open(corpus.path, encoding="utf-8") as articles, \
            open(os.path.join(corpus.folder, "figures.tsv"), "w", encoding="utf-8") as out:
        found = next(source, None)
        for line in articles:
            article_id, fields = json.loads(line)["id"], []
            if found:
                record = json.loads(found)
                if record["id"] == article_id:
                    fields = [repr(end) for figure in record["figures"] if figure.get("zone") != "related"
                              for end in (figure.get("low", figure["value"]), figure.get("high", figure["value"]))]
                    found = next(source, None)
            total += len(fields) // 2
            out.write("\t".join([article_id, *fields]) + "\n")
    if found:
        raise SystemExit("bench: tally-index --figures gave the articles in another order")
    return total
