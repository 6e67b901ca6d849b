#!/usr/bin/env python3
"""Ranking stays as good as it was: scores are the same on every machine, so their floors are a test."""
import os, sys

import harness

sys.path.insert(0, os.path.join(harness.SOURCE, "tests", "tools"))
import relevance


def three_collections_of_judged_questions_reach_their_floors(folder):
    archive, reuters = harness.shared("corpora/ir-dev.tar.zst"), harness.shared("corpora/reuters21578.jsonl.zst")
    if "san" in os.path.basename(os.path.dirname(harness.BIN)):
        raise harness.Skip("whole corpora are enough work for the release build")
    results = relevance.measure_all(archive, reuters)
    print(relevance.table(results))
    assert relevance.is_good(results)


if __name__ == "__main__":
    harness.main(globals())
