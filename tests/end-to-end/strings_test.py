"""Any text is a legal query: random strings are answered, or refused with a place that lies inside them."""
import json
import os
import random
import re
import threading
import unittest
import urllib.parse

from daemon_support import Case, read_reply, request
from harness import BIN, SOURCE

STRINGS = 10_000 if "san" in os.path.basename(os.path.dirname(BIN)) else 100_000
CONNECTIONS = 4
PIPELINED = 40  # requests sent before the first of their replies is read
PIECES_MAX = 12

PIECES = ['"', "(", ")", " ", " ", " ", "-", "+", "*", "~", "~2", ":", "..", ">", ">=", "<", "=", "AND", "OR", "NOT",
          "NEAR/5", "NEAR/", "NEAR", "title:", "date:", "id:", "url:", "source:", "zone:", "language:", "attempts:",
          "usd:", "kg:", "percent:", "figure:", "money:", "'", "`", "\\", "/", "\0", "\n", "\t", "\r", "%", "$", "€",
          "65,000", "65K", "2.5 million", "half", "-3", "1e308", "999999999999999999999", "0x10", "2021-13", "2021-01",
          "Ceuta", "migra", "the", "of", "pro-active", "l'été", "東京", "ﷺ", "a\u0301", "\u200d", "\ufeff", "\U0001f600",
          "İ", "ß", "\u3164", "١٢٣", "½", "²"]


def examples():
    """What the documentation shows as queries."""
    with open(os.path.join(SOURCE, "docs", "query-language.md"), encoding="utf-8") as file:
        blocks = re.findall(r"```parse\n(.*?)```", file.read(), re.S)
    return [line.split("→")[0].strip() for block in blocks for line in block.splitlines()]


class Strings:
    """Bytes of four kinds: of nothing, of Unicode, of the grammar's pieces, and examples with errors in them."""

    def __init__(self, seed):
        self.random, self.examples = random.Random(seed), examples()

    def of_bytes(self):
        return self.random.randbytes(self.random.randrange(60))

    def of_characters(self):
        planes = [0x80, 0x800, 0x3000, 0xD800, 0x110000]
        points = [self.random.randrange(self.random.choice(planes)) for _ in range(self.random.randrange(30))]
        return "".join(chr(p) for p in points if not 0xD800 <= p < 0xE000).encode()

    def of_pieces(self):
        return "".join(self.random.choice(PIECES) for _ in range(self.random.randrange(PIECES_MAX))).encode()

    def of_examples(self):
        text = list(self.random.choice(self.examples))
        for _ in range(self.random.randrange(1, 5)):
            at = self.random.randrange(len(text) + 1)
            text[at:at + self.random.randrange(3)] = self.random.choice(["", *PIECES])
        return "".join(text).encode()

    def draw(self):
        return self.random.choice([self.of_bytes, self.of_characters, self.of_pieces, self.of_examples])()


def is_text(data):
    try:
        data.decode()
        return True
    except UnicodeDecodeError:
        return False


def lies_inside(place, query):
    """Bytes that are no UTF-8 have been repaired, each into at most three."""
    size = len(query) if is_text(query) else 3 * len(query)
    return place["position"] >= 0 and place["length"] >= 0 and place["position"] + place["length"] <= size


def fault_of(query, status, reply):
    """None when the reply is one that any string may get."""
    if status == 200:
        return None if all(lies_inside(note, query) for note in reply["notes"]) else "a note outside of the query"
    if status != 400:
        return "status %d" % status
    if not reply["message"] or reply["code"] not in ("bad_query", "bad_request", "limit_exceeded"):
        return "an error that says nothing"
    placed = reply["position"] is not None
    return None if not placed or lies_inside(reply, query) else "an error outside of the query"


class Anything(Case):
    def ask(self, daemon, seed, count, faults):
        strings = Strings(seed)
        with daemon.connect() as client, client.makefile("rb") as replies:
            while count > 0:
                batch = [strings.draw() for _ in range(min(count, PIPELINED))]
                targets = ["/search?limit=2&match=%s&q=%s" % (strings.random.choice(["all", "any", "most"]),
                                                            urllib.parse.quote(query)) for query in batch]
                client.sendall(b"".join(request("GET", target) for target in targets))
                for query in batch:
                    status, reply, _ = read_reply(client, replies)
                    fault = fault_of(query, status, reply)
                    if fault:
                        faults.append((fault, query, json.dumps(reply)[:400]))
                count -= len(batch)
        faults.append(None)  # came to its end

    def test_random_strings_are_answered_or_refused_and_no_worker_dies(self):
        daemon, faults = self.start(), []
        workers = daemon.workers()
        threads = [threading.Thread(target=self.ask, args=(daemon, seed, STRINGS // CONNECTIONS, faults))
                   for seed in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(faults, [None] * CONNECTIONS)
        self.assertEqual(daemon.workers(), workers)
        self.assertEqual(daemon.get("/health")[1]["status"], "ok")


if __name__ == "__main__":
    unittest.main()
