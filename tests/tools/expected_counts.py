#!/usr/bin/env python3
"""Holds tally's hit counts against an oracle, and explains every difference by the text rule that makes it.

usage: expected_counts.py BIN CORPUS.jsonl[.zst] EXPECTED.tsv

EXPECTED has lines KIND<tab>QUERY<tab>COUNT with KIND term, intersection, union or phrase, counted over lower-cased runs
of [a-z0-9] in title and body, without stemming. The corpus is indexed with --stem none and asked through a real daemon.

A difference is explained article by article: the article's text is read again with one of tally's text rules put on top
of the oracle's, and the rule explains the article when that alone gives tally's answer (failing that, all rules
together). The rules here are written a second time, independent of the C code. A query with an article that no rule
explains is unexplained. The last lines tell how many queries differ, and by how many of all the hits counted. Exit code:
0 when nothing is unexplained.
"""
import collections, json, os, re, subprocess, sys, unicodedata

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "end-to-end"))
import harness

PAGE = 1000

# ---- the oracle and the rules on top of it

RUN = re.compile(r"[a-z0-9]+")
BREAK = "\x00"  # a token that no query holds: nothing runs across it


def fold(text):
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def apostrophes(text):
    """Morocco's -> Morocco, don't -> dont; the elision l'été stays two words."""
    text = re.sub(r"(?<=\w)['’]s\b", " ", text, flags=re.I)
    text = re.sub(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=[aeiouhyàâéèêëîïôöûü])", r"\1 ", text, flags=re.I)
    return re.sub(r"(?<=[^\W\d_])['’](?=[^\W\d_])", "", text)


def abbreviations(text):
    """U.S. -> us, a.m. -> am"""
    return re.sub(r"\b(?:[A-Za-z]\.)+[A-Za-z]\b\.?|\b(?:[A-Za-z]\.){2,}", lambda m: m.group(0).replace(".", "") + " ", text)


def numbers(text):
    """65,000 -> 65000 as one word; 2.5 is one word, apart from 2 and from 5."""
    return re.sub(r"\d+(?:[.,']\d+)+", lambda m: " " + canonical(m.group(0)) + " ", text)


def canonical(written):
    if re.fullmatch(r"\d{1,3}(?:[,']\d{3})+(?:\.\d+)?", written):
        return re.sub(r"[,']", "", written).replace(".", "p")
    return re.sub(r"\W", "p", written)


def sentence_gap(text):
    text = re.sub(r"([.!?][\"'”’)\]]*)(\s)", r"\1 %s \2" % BREAK, text)
    text = re.sub(r"(?<=[a-z0-9][.!?])(?=[A-Z])", " %s " % BREAK, text)
    return text.replace("\n", " %s\n" % BREAK)


def letters(text):
    """Letters beyond a-z belong to words instead of ending them."""
    return re.sub(r"[^\W_a-zA-Z0-9]", "q", text)


RULES = [("joined apostrophes", apostrophes), ("folding", fold), ("abbreviations", abbreviations),
         ("canonical numbers", numbers), ("sentence gap", sentence_gap)]
FIELD_GAP = " %s " % BREAK


def tokens(text):
    return re.findall(r"[a-z0-9]+|\x00", text.lower())


def is_match(kind, words, found):
    if kind == "phrase":
        return " %s " % " ".join(words) in " %s " % " ".join(found)
    present = set(found)
    return any(w in present for w in words) if kind == "union" else all(w in present for w in words)


def explain(kind, words, article, answer):
    """The names of the rules that turn the oracle's answer into tally's for this article; None when none do."""
    plain = article["title"] + "\n" + article["body"]
    gapped = article["title"] + FIELD_GAP + article["body"]
    for name, rule in RULES:
        text = rule(gapped if rule is sentence_gap else plain)
        if rule is fold:
            text = letters(text)
        if is_match(kind, words, tokens(text)) == answer:
            return name
    # sentence_gap needs the capitals that folding takes away, so it comes before it
    text = letters(fold(numbers(sentence_gap(abbreviations(apostrophes(gapped))))))
    return "several rules together" if is_match(kind, words, tokens(text)) == answer else None


# ---- tally

class Tally:
    """An index of the corpus without stemming, and a daemon on it."""

    def __init__(self, corpus):
        self.folder = harness.Folder()
        done = self.folder.index("-q", "--stem", "none", corpus)
        if done.returncode:
            raise SystemExit(done.stderr)
        self.daemon = self.folder.daemon()

    def search(self, kind, words, offset, limit):
        text = " ".join(words)
        return self.daemon.search('"%s"' % text if kind == "phrase" else text, offset=offset, limit=limit,
                                  match="any" if kind == "union" else "all", fields="id")

    def ids(self, kind, words, total):
        found = set()
        for offset in range(0, total, PAGE):
            found |= {hit["id"] for hit in self.search(kind, words, offset, PAGE)["hits"]}
        return found

    def close(self):
        self.folder.close()


# ---- the comparison

def read_corpus(path):
    if path.endswith(".zst"):
        source = subprocess.Popen(["zstd", "-dcq", path], stdout=subprocess.PIPE).stdout
    else:
        source = open(path, "rb")
    return {article["id"]: article for article in map(json.loads, source)}


def explain_query(tally, articles, oracle, kind, words, total):
    """Counter of rules over the articles on which oracle and tally differ."""
    wanted = {i for i in articles if is_match(kind, words, oracle[i])}
    given = tally.ids(kind, words, total)
    return collections.Counter(explain(kind, words, articles[i], i in given) for i in wanted ^ given)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    corpus, expected = sys.argv[2:]
    queries = [line.rstrip("\n").split("\t") for line in open(expected)]
    tally = Tally(corpus)
    try:
        differing = []
        for kind, query, count in queries:
            words = RUN.findall(query)
            total = tally.search(kind, words, 0, 1)["total"]
            if total != int(count):
                differing.append((kind, query, words, int(count), total))
        articles = read_corpus(corpus) if differing else {}
        oracle = {i: RUN.findall((a["title"] + "\n" + a["body"]).lower()) for i, a in articles.items()}
        unexplained = articles_differing = 0
        for kind, query, words, count, total in differing:
            rules = explain_query(tally, articles, oracle, kind, words, total)
            unexplained += None in rules
            articles_differing += sum(rules.values())
            named = ", ".join("%s (%d)" % (name or "UNEXPLAINED", n) for name, n in rules.most_common())
            print("%-12s %-40s expected %5d  found %5d  %s" % (kind, query, count, total, named))
    finally:
        tally.close()
    explained = len(differing) - unexplained
    hits = sum(int(count) for _, _, count in queries)
    print("%d queries: %d equal, %d explained (%.1f %%), %d unexplained" %
          (len(queries), len(queries) - len(differing), explained, 100 * explained / len(queries), unexplained))
    print("%d hits: %d differ (%.2f %%)" % (hits, articles_differing, 100 * articles_differing / hits))
    return 1 if unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
