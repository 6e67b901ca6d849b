"""Queries made from the grammar of docs/query-language.md: none is refused, and none leaves anything to guess.

The grammar is read from the document. What its rules end in (word, number, …) is drawn from TERMINALS.
"""
import os
import random
import re
import unittest
import urllib.parse

from daemon_support import Case
from harness import SOURCE

QUERIES = 2000
LONGEST = 600  # bytes: longer ones are drawn again, for they meet the limits on words and brackets

TERMINALS = {
    "word": ["Ceuta", "migration", "fès", "border", "networks", "of", "München"],
    "code": ["65000", "F16"],
    "compound": ["pro-active", "l'été", "東京", "sixty-five"],
    "beginning": ["migr", "attem", "fè"],
    "number": ["0", "7", "50", "65000", "65,000", "65K", "2.5M", "-3", "1bn", "0.25", "65 thousand", "65 000"],
    "amount": ["0", "7", "50", "65000", "65,000", "2.5M", "65 thousand", "65 000"],
    "distance": ["1", "5", "40"],
    "text": ["example.org", "fr", "news/1", "main"],
    "day": ["2021", "2021-03", "2021-03-05"],
    "class": ["count", "money", "percent", "mass"],
    "unit": ["usd", "kg", "€", "hours"],
    "noun": ["attempts", "boats", "migrantes"],
}

# Refused all the same: what only chance brings together: bounds the wrong way round, limits, a number beside a range.
ALLOWED = re.compile(r"runs backwards|no figure is in both|apart from the (one|range) before|at most \d+|too many")

TOKEN = re.compile(r"""\s*("[^"]*"|'[^']*'|[a-z]+|[={}\[\]()|·])""")


def read_grammar(text):
    """{rule: alternatives}; an item is ("text", t), ("rule", name), ("repeat" | "maybe" | "one", alternatives), ("glue",)."""
    block = re.search(r"```grammar\n(.*?)```", text, re.S).group(1)
    tokens = TOKEN.findall(block)
    starts = [i for i, token in enumerate(tokens) if token == "="]
    rules = {}
    for here, after in zip(starts, starts[1:] + [len(tokens) + 1]):
        rest = tokens[here + 1:after - 1]
        rules[tokens[here - 1]] = read_alternatives(rest)
        assert not rest, rest
    return rules


def read_alternatives(tokens):
    closing = {"{": "}", "[": "]", "(": ")"}
    kinds = {"{": "repeat", "[": "maybe", "(": "one"}
    alternatives = [[]]
    while tokens and tokens[0] not in closing.values():
        token = tokens.pop(0)
        if token == "|":
            alternatives.append([])
        elif token == "·":
            alternatives[-1].append(("glue",))
        elif token in closing:
            alternatives[-1].append((kinds[token], read_alternatives(tokens)))
            assert tokens.pop(0) == closing[token]
        elif token[0] in "\"'":
            alternatives[-1].append(("text", token[1:-1]))
        else:
            alternatives[-1].append(("rule", token))
    return alternatives


class Writer:
    """Draws one sentence of the grammar. The deeper it is, the shorter the alternatives it takes."""

    def __init__(self, rules, seed):
        self.rules, self.random, self.out, self.glued, self.depth = rules, random.Random(seed), [], True, 0

    def put(self, text):
        self.out.append(text if self.glued else " " + text)
        self.glued = False

    def write(self, item):
        kind = item[0]
        if kind == "glue":
            self.glued = True
        elif kind == "text":
            self.put(item[1])
        elif kind == "rule" and item[1] in self.rules:
            self.depth += 1
            self.write_one(self.rules[item[1]])
            self.depth -= 1
        elif kind == "rule":
            self.put(self.random.choice(TERMINALS[item[1]]))
        elif kind == "one":
            self.write_one(item[1])
        else:
            times = self.random.choice([0, 0, 1, 2] if self.depth < 8 else [0])
            for _ in range(min(times, 1) if kind == "maybe" else times):
                self.write_one(item[1])

    def write_one(self, alternatives):
        alternative = self.random.choice(alternatives) if self.depth < 10 else alternatives[0]
        for item in alternative:
            self.write(item)


def sentence(rules, seed):
    for attempt in range(1000):
        writer = Writer(rules, seed * 1000 + attempt)
        writer.write(("rule", "query"))
        text = "".join(writer.out)
        if len(text.encode()) <= LONGEST:
            return text
    raise AssertionError("every sentence is too long")


class Grammar(Case):
    def test_what_the_grammar_makes_is_understood_without_a_guess(self):
        with open(os.path.join(SOURCE, "docs", "query-language.md"), encoding="utf-8") as file:
            rules = read_grammar(file.read())
        daemon = self.start()
        understood = 0
        for seed in range(QUERIES):
            query = sentence(rules, seed)
            status, reply, _ = daemon.get("/search?strict&count&explain&q=" + urllib.parse.quote(query))
            if status == 200:
                understood += 1
                self.assertEqual(reply["notes"], [], query)
                continue
            self.assertEqual(status, 400, query)
            self.assertRegex(reply["message"], ALLOWED, query)
        self.assertGreater(understood, QUERIES // 2)


if __name__ == "__main__":
    unittest.main()
