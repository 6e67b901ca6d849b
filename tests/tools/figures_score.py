#!/usr/bin/env python3
"""Scores the figures that tally-index reads against files of expected figures; standard library only.

usage: figures_score.py TALLY_INDEX FILE… [--errors] [--floor F1]

FILE is one of
 - NAME.figures in a folder of articles: the figures of the article NAME.txt or NAME.html, or of the articles of
   NAME.jsonl that its rows name;
 - NAME.jsonl: {"text", "figures": [{"value", "unit"?, "change"|"qualifier"?, "noun"?}]} a line;
 - NAME_negative.jsonl: `figures` lists spans ("surface") that must not be read as figures;
 - duckling-like lines {"text", "expect", "kind"}: a whole text that is one figure (kind "ordinal": none).

Articles go through `tally-index --figures FOLDER`, single texts as articles of one file, so that what is scored is what
is indexed.

The rule. Expected and found figures of a text are matched one to one, as many pairs as possible. Two values are equal
within 1e-5 of the expected one (1e-8 absolute; shares below one that are labelled to four places, within those); an
interval equals only an interval, by both ends; for a range label such as "[20,30)" the finite ends are compared, a
one-sided one is a single value. Where the label names another unit of the same dimension, values are compared in SI.
P, R and F1 are over values. `qualifier` and `noun` say how many of the matched pairs agree in those (nouns: the last word,
without a plural s), where the file tells them. Of negatives two numbers are told: spans in which any figure was read, and
those in which a count was ("two weeks ago" is a length of time, "the 5th" must not count anything). Files whose name
holds _percent, _age, _temperature, _dimension or _currency label only that kind: there only recall is meant.
With --floor the exit code is 1 when the F1 over all articles (NAME.figures) is below it, in percent.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

ONE_KIND = ("_percent", "_age", "_temperature", "_dimension", "_currency")
CHANGES = {"<=": "<", ">=": ">"}
# Units that labels and figures may tell the same amount in: name in the label or code of the figure, and its SI factor.
SI = {
    "Second": 1, "Minute": 60, "Hour": 3600, "Day": 86400, "Week": 604800, "Month": 2629800, "Year": 31557600,
    "second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800, "year": 31557600,
    "Gram": 1e-3, "mg": 1e-6, "g": 1e-3, "kg": 1,
    "Centimetre": 1e-2, "Inch": 0.0254, "Foot": 0.3048, "Metre": 1, "cm": 1e-2, "inch": 0.0254, "ft": 0.3048,
    "yard": 0.9144, "m": 1, "km": 1000,
}


def read_figures(program, path):
    """The figures of each article below `path`, by its id."""
    out = subprocess.run([program, "--figures", path], stdout=subprocess.PIPE, check=True).stdout
    articles = [json.loads(line) for line in out.decode("utf8").splitlines()]
    return {a["id"]: a["figures"] for a in articles}


def read_texts(program, texts):
    """The figures of each text, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "texts.jsonl")
        with open(path, "w", encoding="utf8") as out:
            for number, text in enumerate(texts):
                out.write(json.dumps({"id": str(number), "title": "", "body": text}) + "\n")
        figures = read_figures(program, path)
    return [figures.get(str(number), []) for number in range(len(texts))]


def close(a, b):
    rounded = 5e-5 if abs(a) < 1 and round(a, 4) == a else 0  # fractions are labelled to four places
    return abs(a - b) <= max(rounded, 1e-8 + 1e-5 * abs(a))


def ends(figure):
    value = figure.get("value")
    if isinstance(value, str):
        numbers = re.findall(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?", value.replace(",", " , "))
        numbers = [float(n) for n in numbers]
        if len(numbers) == 2 and numbers[0] == numbers[1]:
            numbers = numbers[:1]
        return tuple(numbers) if numbers else None
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(float(v) for v in value)
    if "uncertainty" in figure and figure["uncertainty"]:
        return (value - figure["uncertainty"], value + figure["uncertainty"])
    if "low" in figure:
        return (float(figure["low"]), float(figure["high"]))
    return (float(value),)


def same(expected, found):
    a, b = ends(expected), ends(found)
    if expected.get("si") in SI and found["unit"] in SI and a is not None:
        a, b = ([v * SI[u] for v in values] for values, u in ((a, expected["si"]), (b, found["unit"])))
    return a is not None and len(a) == len(b) and all(close(x, y) for x, y in zip(a, b))


def match(expected, found):
    """Pairs of a maximum one-to-one matching; figures with the same words are tried first."""
    owner = {}

    def place(i, seen):
        order = sorted(range(len(found)), key=lambda j: found[j]["text"] != expected[i].get("text"))
        for j in order:
            if j in seen or not same(expected[i], found[j]):
                continue
            seen.add(j)
            if j not in owner or place(owner[j], seen):
                owner[j] = i
                return True
        return False

    for i in range(len(expected)):
        place(i, set())
    return sorted((i, j) for j, i in owner.items())


def noun_head(noun):
    words = re.findall(r"\w+", noun.lower())
    return re.sub(r"(es|s)$", "", words[-1]) if words else ""


def load(program, path, articles):
    """(text or name, its labels, figures found) of each text that the file labels."""
    rows = [json.loads(line) for line in open(path, encoding="utf8") if line.strip()]
    if not path.endswith(".figures"):
        return list(zip([r["text"] for r in rows], rows, read_texts(program, [r["text"] for r in rows])))
    folder = os.path.dirname(path) or "."
    if folder not in articles:
        figures = read_figures(program, folder)
        articles[folder] = {i: [f for f in figures[i] if f["zone"] != "related"] for i in figures}  # beside the article
    base = os.path.basename(path)[: -len(".figures")]
    ids = [i for i in (base + ".txt", base + ".html") if i in articles[folder]] or sorted({r["article"] for r in rows})
    return [(i, {"figures": [r for r in rows if r.get("article", i) == i]}, articles[folder].get(i, [])) for i in ids]


class Tally:
    def __init__(self):
        self.expected = self.found = self.matched = self.wrong = self.counts = self.spans = 0
        self.pairs = {"qualifier": [0, 0], "noun": [0, 0], "unit": [0, 0]}

    def add(self, part):
        self.expected += part.expected
        self.found += part.found
        self.matched += part.matched
        for key, (a, b) in part.pairs.items():
            self.pairs[key][0] += a
            self.pairs[key][1] += b

    def f1(self):
        return 2 * self.matched / (self.expected + self.found) if self.expected + self.found else 0

    def line(self, name):
        if self.spans:
            return f"{name:42} forbidden {self.spans:5}  read as figures {self.wrong:4}  as counts {self.counts:4}"
        precision = self.matched / self.found if self.found else 0
        recall = self.matched / self.expected if self.expected else 0
        f1 = self.f1()
        parts = [f"{k} {a}/{b}" for k, (a, b) in self.pairs.items() if b]
        return (f"{name:42} expected {self.expected:5} found {self.found:5} P {100 * precision:5.1f} R {100 * recall:5.1f} "
                f"F1 {100 * f1:5.1f}  " + " ".join(parts))


def compare(tally, expected, found):
    for e, f in [(expected[i], found[j]) for i, j in match(expected, found)]:
        tally.matched += 1
        change = e.get("change") or e.get("qualifier")
        if change:
            got = CHANGES.get(f["qualifier"], f["qualifier"]) if "change" in e else f["qualifier"]
            tally.pairs["qualifier"][0] += got == change
            tally.pairs["qualifier"][1] += 1
        if "noun" in e:
            tally.pairs["noun"][0] += noun_head(e["noun"]) == noun_head(f["noun"] if f["unit"] == "count" else "")
            tally.pairs["noun"][1] += 1
            tally.pairs["unit"][0] += e["unit"] == f["unit"]
            tally.pairs["unit"][1] += 1


def report(text, expected, found, show, article):
    pairs = match(expected, found)
    misses = [e for i, e in enumerate(expected) if i not in {p[0] for p in pairs}]
    extra = [f for j, f in enumerate(found) if j not in {p[1] for p in pairs}]
    lines = [f"   MISS {e.get('surface') or e.get('text') or e.get('value')}" for e in misses]
    lines += [f"   EXTRA {f['text']} = {f['value']} {f['unit']}" for f in extra]
    for i, j in pairs:
        e, f = expected[i], found[j]
        change = e.get("change") or e.get("qualifier")
        if article and change != f["qualifier"]:
            lines.append(f"   QUALIFIER {e['text']} {change} != {f['qualifier']}")
        if article and e["unit"] == "count" and noun_head(e["noun"]) != noun_head(f["noun"]):
            lines.append(f"   NOUN {e['text']} {e['noun']!r} != {f['noun']!r}")
        if article and e["unit"] != f["unit"]:
            lines.append(f"   UNIT {e['text']} {e['unit']} != {f['unit']}")
    if show and lines:
        print(text[:160] if not article else article)
        print("\n".join(lines))


def score_negative(tally, row, found, show):
    for figure in row["figures"]:
        surface = figure["surface"]
        start = figure.get("start", row["text"].find(surface))
        end = start + len(surface)
        inside = [f for f in found if start <= len(row["text"].encode()[:f["start"]].decode("utf8", "replace")) < end]
        tally.spans += 1
        tally.wrong += len(inside) > 0
        tally.counts += any(f["unit"] == "count" for f in inside)
        if show and inside:
            print(f"{row['text'][:120]}\n   READ {[f['text'] for f in inside]}")


def is_labelled(row):
    return " -- " not in row["expect"]  # the remark of another group ran into this label


def expected_of(row):
    if "expect" not in row:
        return [f for f in row["figures"] if ends(f) is not None and f.get("unit") != "dimensionless"] \
            if any("entity" in f for f in row["figures"]) else [f for f in row["figures"] if ends(f) is not None]
    if row["kind"] == "ordinal":
        return []
    numbers = re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", row["expect"])
    between = row["expect"].startswith("between")
    units = [word for word in re.findall(r"[A-Z][a-z]+", row["expect"]) if word in SI]
    label = {"value": [float(n) for n in numbers[:2]] if between else float(numbers[0]), "si": units[0] if units else None}
    return [label] if numbers else []


def score(program, path, show, articles):
    tally = Tally()
    name = os.path.basename(path)
    article = name if name.endswith(".figures") else None
    for text, row, found in load(program, path, articles):
        if "_negative" in name:
            score_negative(tally, row, found, show)
            continue
        if "expect" in row and not is_labelled(row):
            continue
        expected = expected_of(row)
        if any(kind in name for kind in ONE_KIND):
            kept = {j for _, j in match(expected, found)}
            found = [f for j, f in enumerate(found) if j in kept]
        tally.expected += len(expected)
        tally.found += len(found)
        compare(tally, expected, found)
        report(text, expected, found, show, article)
    print(tally.line(name))
    return tally


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--floor", type=float, default=0)
    options = parser.parse_args()
    total, articles = Tally(), {}
    for path in options.files:
        part = score(options.program, path, options.errors, articles)
        if path.endswith(".figures"):
            total.add(part)
    if total.expected:
        print(total.line("articles, all"))
        sys.exit(100 * total.f1() < options.floor)


if __name__ == "__main__":
    main()
