#!/usr/bin/env python3
"""The snippet of a hit contains what matched, and marks that and nothing else: phrases and ranges over a news corpus."""
import html, json, random, re, subprocess

import harness

SEED = "snippets"
HITS = 10
NUMBER_WORDS = {word: str(number) for number, word in enumerate(
    "zero one two three four five six seven eight nine ten eleven twelve".split())}
FIGURE_NAMES = ["tonnes", "usd", "percent", "barrels", "shares", "people", "figure", "count", "dlrs", "pct", "money", "acres",
                "employees", "bags", "ounces", "years", "vessels", "units", "stores", "cents"]
RANGES = ["{}:1..50", "{}:>1000", "{}:100..5000", "{}:*"]


def read_articles(path):
    lines = subprocess.run(["zstd", "-dcq", path], check=True, stdout=subprocess.PIPE).stdout.splitlines()
    return [json.loads(line) for line in lines]


def plain(text):
    """Words as they are compared: small letters, possessives and abbreviations as the index has them."""
    text = re.sub(r"['’]s\b", "", text.lower())
    text = re.sub(r"(?<=\w)['’](?=\w)", "", text)
    return [NUMBER_WORDS.get(word, word) for word in re.findall(r"\w+", text)]


# ---- queries: (query, what a mark must look like)

def is_phrase(words):
    return lambda mark, hit: plain(mark) == words


def holds_in_order(words):
    def check(mark, hit):
        rest = iter(plain(mark))
        return all(word in rest for word in words)
    return check


def is_one_of(words):
    return lambda mark, hit: plain(mark) in [[word] for word in words]


def is_figure(mark, hit):
    return " ".join(mark.split()) in [" ".join(figure["text"].split()) for figure in hit["figures"]]


def ends_in(words):
    def check(mark, hit):
        found = plain(mark)
        return found[-len(words):] == words and any(c.isdigit() for c in mark) or not re.search(r"\d", mark)
    return check


class Drawing:
    """Runs of words that stand in the articles, of one sentence each."""

    RUN = re.compile(r"[^.!?;:()\"<>*~+/,\n]{12,200}")

    def __init__(self, articles):
        self.random, self.articles = random.Random(SEED), articles

    def run(self, length, wanted=r"", each=r"a|[A-Za-z][A-Za-z'’-]+"):
        """`length` words between single spaces; `wanted` is found in them and `each` is the form of each."""
        while True:
            body = self.random.choice(self.articles)["body"]
            runs = self.RUN.findall(body)
            if not runs:
                continue
            words = self.random.choice(runs).split(" ")
            at = self.random.randrange(1, len(words) + 1)  # the ends of a run may be parts of words: 2.5, U.S.
            chosen = words[at:min(at + length, len(words) - 1)]
            fits = len(chosen) == length and all(re.fullmatch(each, word) for word in chosen)
            operators = {"OR", "AND", "NOT", "NEAR"} & set(chosen)
            if fits and not operators and re.search(wanted, " ".join(chosen)) and len(set(plain(" ".join(chosen)))) >= length:
                return chosen

    def phrase(self, wanted=r""):
        words = self.run(self.random.randint(2, 5), wanted)
        return '"%s"' % " ".join(words), is_phrase(plain(" ".join(words)))

    def with_stop_words(self):
        return self.phrase(r"\b(the|of|to|in|and)\b")

    def with_hyphen(self):
        return self.phrase(r"\w-\w")

    def with_apostrophe(self):
        return self.phrase(r"\w'\w")

    def with_slop(self):
        words = self.run(3)
        return '"%s %s"~2' % (words[0], words[2]), holds_in_order(plain(words[0] + " " + words[2]))

    def with_choice(self):
        words = self.run(2, each=r"a|[A-Za-z]{2,}")
        wanted = plain(" ".join(words))
        return '"(%s OR zebra) %s"' % tuple(words), is_phrase(wanted)

    def near(self):
        words = self.run(4, each=r"a|[A-Za-z]{2,}")
        return "%s NEAR/4 %s" % (words[0], words[3]), is_one_of(plain(words[0] + " " + words[3]))

    def figures(self):
        name = self.random.choice(FIGURE_NAMES)
        return self.random.choice(RANGES).format(name), is_figure

    def range_in_phrase(self):
        words = self.run(2, each=r"[A-Za-z]+|\d+", wanted=r"^\d+ [a-z]+$")
        value = int(words[0])
        return '"%d..%d %s"' % (value - value // 10, value + value // 10, words[1]), ends_in(plain(words[1]))

    def number_in_phrase(self):
        words = self.run(3, each=r"[A-Za-z]+|\d+", wanted=r"\d")
        return '"%s"' % " ".join(words), lambda mark, hit: [w for w in plain(mark) if w.isalpha()][-1:] == \
            [w for w in plain(" ".join(words)) if w.isalpha()][-1:] or plain(mark)[-1].isdigit()


KINDS = [("phrase", 40), ("with_stop_words", 40), ("with_hyphen", 30), ("with_apostrophe", 20), ("with_slop", 20),
         ("with_choice", 20), ("near", 20), ("figures", 60), ("range_in_phrase", 30), ("number_in_phrase", 20)]


# ---- checks

def marks_of(hit):
    text = hit["snippet_text"].encode()
    return [text[start:start + length].decode() for start, length in hit["snippet_marks"]]


def as_html(hit):
    text, out, at = hit["snippet_text"].encode(), "", 0
    for start, length in hit["snippet_marks"]:
        out += html.escape(text[at:start].decode(), quote=False)
        out += "<mark>%s</mark>" % html.escape(text[start:start + length].decode(), quote=False)
        at = start + length
    return out + html.escape(text[at:].decode(), quote=False)


def same_html(hit):
    unquoted = hit["snippet"].replace("&quot;", '"').replace("&#39;", "'")
    return unquoted == as_html(hit)


def wrong_hits(reply, fits):
    for hit in reply["hits"]:
        marks = marks_of(hit)
        if not marks:
            yield "no mark", hit
        elif not all(fits(mark, hit) for mark in marks):
            yield "marks what did not match", hit
        elif not same_html(hit):
            yield "HTML differs", hit


def phrases_and_figures_that_matched_are_shown_and_marked_every_time(folder):
    corpus = harness.large("corpora/reuters21578.jsonl.zst")
    assert folder.index("-q", corpus).returncode == 0
    daemon, drawing = folder.daemon(), Drawing(read_articles(corpus))
    asked, shown, wrong = 0, 0, []
    for kind, count in KINDS:
        for _ in range(count):
            query, fits = getattr(drawing, kind)()
            reply = daemon.search(query, limit=HITS, fields="id,title,figures,snippet")
            asked, shown = asked + 1, shown + len(reply["hits"])
            wrong += [(kind, query, why, hit) for why, hit in wrong_hits(reply, fits)]
            if not reply["hits"] and kind not in ("figures", "range_in_phrase"):  # a year is no figure
                wrong.append((kind, query, "nothing found", None))
    assert asked >= 200
    print("%d queries, %d hits, %d wrong" % (asked, shown, len(wrong)))
    assert not wrong, "\n".join(repr(entry)[:800] for entry in wrong[:25])


if __name__ == "__main__":
    harness.main(globals())
