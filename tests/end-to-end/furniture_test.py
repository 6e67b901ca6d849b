#!/usr/bin/env python3
"""Pages with furniture: which figures are the article's, and what they count.

A case is a page of tests/cases/pages and beside it NAME.zones: its figures in order, "zone text noun", "-" for no noun."""
import json, os, subprocess

import harness

PAGES = os.path.join(harness.SOURCE, "tests", "cases", "pages")


def figures(path):
    done = subprocess.run([harness.program("tally-index"), "--figures", path], capture_output=True, timeout=60, check=True)
    return ["%s %s %s" % (figure["zone"], figure["text"], figure["noun"] or "-")
            for figure in json.loads(done.stdout)["figures"] if figure["zone"] != "title"]


def pages():
    return [os.path.join(PAGES, name) for name in sorted(os.listdir(PAGES)) if not name.endswith(".zones")]


def the_figures_of_furniture_are_not_the_articles(folder):
    wrong = []
    for page in pages():
        with open(os.path.splitext(page)[0] + ".zones", encoding="utf-8") as file:
            expected, found = file.read().splitlines(), figures(page)
        if found != expected:
            wrong.append("%s\n  expected %s\n  found    %s" % (os.path.basename(page), expected, found))
    assert len(pages()) >= 15 and not wrong, "\n".join(wrong)


if __name__ == "__main__":
    harness.main(globals())
