#!/usr/bin/env python3
"""Scores figure extraction against files of expected figures; standard library only.

usage: figures_score.py FIGURE_LINES FILE… [--errors]

FIGURE_LINES is the program of that name. FILE is one of
 - NAME.jsonl: {"text", "figures": [{"value", "unit"?, "change"|"qualifier"?, "noun"?}]} a line;
 - NAME_negative.jsonl: `figures` lists spans ("surface") that must not be read as figures;
 - duckling-like lines {"text", "expect", "kind"}: a whole text that is one figure (kind "ordinal": none);
 - NAME.figures beside NAME.txt (or beside NAME.jsonl with `article` ids): the figures of a whole article.

The rule. Expected and found figures of a text are matched one to one, as many pairs as possible. Two values are equal
within 1e-5 of the expected one (1e-8 absolute); an interval equals only an interval, by both ends; for a range label such as
"[20,30)" the finite ends are compared, a one-sided one is a single value. P, R and F1 are over values. `qualifier` and
`noun` say how many of the matched pairs agree in those (nouns: the last word, without a plural s), where the file tells them.
For negatives the number of figures found inside the forbidden spans is told. Figures outside the labelled spans of texts with
an empty or foreign labelling are not counted when the file labels only one kind (a file name with _percent, _age,
_temperature, _dimension, _currency): there only recall is meant.
"""
import json
import os
import re
import subprocess
import sys

ONE_KIND = ("_percent", "_age", "_temperature", "_dimension", "_currency")
CHANGES = {"<=": "<", ">=": ">"}


def run(program, texts):
    data = b"".join(t.encode("utf8") + b"\0" for t in texts)
    out = subprocess.run([program, "--full", "-0"], input=data, stdout=subprocess.PIPE, check=True).stdout
    return [json.loads(line)["figures"] for line in out.decode("utf8").splitlines()]


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


def load(path):
    rows = [json.loads(line) for line in open(path, encoding="utf8") if line.strip()]
    if not path.endswith(".figures"):
        return [(r["text"], r) for r in rows]
    base = path[: -len(".figures")]
    if os.path.exists(base + ".txt"):
        text = open(base + ".txt", encoding="utf8").read()
        return [(text, {"text": text, "figures": rows})]
    if os.path.exists(base + ".jsonl"):
        articles = [json.loads(line) for line in open(base + ".jsonl", encoding="utf8") if line.strip()]
        return [(a["title"] + "\n\n" + a["body"],
                 {"figures": [r for r in rows if r["article"] == a["id"]]}) for a in articles]
    return []


class Tally:
    def __init__(self):
        self.expected = self.found = self.matched = self.wrong = self.spans = 0
        self.pairs = {"qualifier": [0, 0], "noun": [0, 0], "unit": [0, 0]}

    def line(self, name):
        if self.spans:
            return f"{name:42} forbidden {self.spans:5}  read as figures {self.wrong}"
        precision = self.matched / self.found if self.found else 0
        recall = self.matched / self.expected if self.expected else 0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0
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
        if show and inside:
            print(f"{row['text'][:120]}\n   READ {[f['text'] for f in inside]}")


def expected_of(row):
    if "expect" not in row:
        return [f for f in row["figures"] if ends(f) is not None and f.get("unit") != "dimensionless"] \
            if any("entity" in f for f in row["figures"]) else [f for f in row["figures"] if ends(f) is not None]
    if row["kind"] == "ordinal":
        return []
    numbers = re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", row["expect"])
    between = row["expect"].startswith("between")
    return [{"value": [float(n) for n in numbers[:2]] if between else float(numbers[0])}] if numbers else []


def score(program, path, show):
    tally = Tally()
    name = os.path.basename(path)
    rows = load(path)
    for (text, row), found in zip(rows, run(program, [t for t, _ in rows])):
        if "_negative" in name:
            score_negative(tally, row, found, show)
            continue
        article = name if name.endswith(".figures") else None
        if article:
            found = [f for f in found if f["zone"] != "related"]
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
    arguments = [a for a in sys.argv[1:] if a != "--errors"]
    if len(arguments) < 2:
        sys.exit(__doc__)
    total = Tally()
    for path in arguments[1:]:
        part = score(arguments[0], path, "--errors" in sys.argv)
        if not part.spans and path.endswith(".figures"):
            total.expected += part.expected
            total.found += part.found
            total.matched += part.matched
            for key, (a, b) in part.pairs.items():
                total.pairs[key][0] += a
                total.pairs[key][1] += b
    if total.expected:
        print(total.line("articles, all"))


if __name__ == "__main__":
    main()
