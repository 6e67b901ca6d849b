"""The search page in a real browser: a visit, mistakes, the way back, the keyboard alone, hostile articles, contrast.

usage: page_test.py BIN [unittest's options]. Without a browser, and in builds with a sanitizer, it is skipped.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

import browser
import daemon_support
from daemon_support import BIN, SOURCE
from harness import SECONDS_MAX, program

RAN = "window.ran = (window.ran || 0) + 1"
HOSTILE_ID = "x'><script>%s</script>" % RAN
HOSTILE_WORDS = ("<script>%s</script> <img src=x onerror='%s'> </script><svg onload=%s> \u2028 \u202egnilaets "
                 "<a href='javascript:%s'>" % (RAN, RAN, RAN, RAN))
HOSTILE = {"id": HOSTILE_ID, "title": "Quagga " + HOSTILE_WORDS, "url": "javascript:" + RAN, "language": "<b>",
           "date": "2021-03-05\"><script>%s</script>" % RAN, "source": "S" + HOSTILE_WORDS,
           "body": "The quagga herd made 4321 quagga crossings %s in 2020.\nAnd again: %s." % ((HOSTILE_WORDS,) * 2)}
CROWD = [{"id": "crowd/%d a+b" % i, "title": "Crowd report %d" % i, "date": "20%02d-04-01" % i, "language": "en",
          "source": "crowds.example", "url": "https://crowds.example/%d" % i,
          "body": "The square held %d spectators in 20%02d, the stewards said." % (i * 1000, i)} for i in range(1, 26)]

STORM = "A storm tore %d boats from their moorings on Friday and flooded streets along the harbour, the guard said in "\
        "a statement that was read out before the town council met to talk of sandbags and pumps."
REPEATED = [{"id": "storm/%s" % name, "title": "Storm %s" % name, "date": "2023-02-03", "body": STORM % 41}
            for name in ("first", "second")]

place = {}  # what the tests share: folder, daemon, browser


def setUpModule():
    try:
        place["browser"] = browser.Browser()
    except browser.Unstartable as error:
        print("skipped: chromium does not start on this machine: %s" % error)
        raise unittest.SkipTest(str(error)) from error
    unittest.addModuleCleanup(take_down)
    place["folder"] = folder = tempfile.mkdtemp(prefix="tally-test-")
    directory = os.path.join(folder, "index")
    subprocess.run([program("tally-index"), "-q", "-d", directory, os.path.join(SOURCE, "corpus")], check=True,
                   timeout=SECONDS_MAX)
    daemon_support.index(directory, [HOSTILE] + CROWD + REPEATED)
    place["daemon"] = daemon_support.Daemon(folder, "--listen", "127.0.0.1:0", directory=directory)


def take_down():
    """Also where setting up fails half-way: a daemon that is left keeps the output open."""
    place["browser"].close()
    if "daemon" in place:
        place["daemon"].stop()
    if "folder" in place:
        shutil.rmtree(place["folder"], ignore_errors=True)


class PageCase(unittest.TestCase):
    def setUp(self):
        self.browser = place["browser"]
        self.base = "http://127.0.0.1:%d" % place["daemon"].tcp_port()
        self.browser.prefer("light")
        self.browser.resize(1280)
        self.browser.complaints()
        self.browser.requests()

    def address(self, **parameters):
        return self.base + "/?" + urllib.parse.urlencode(parameters)

    def open(self, **parameters):
        self.browser.open(self.address(**parameters) if parameters else self.base + "/")

    def search(self, query):
        box = self.browser.one("#q")
        box.clear()
        box.send_keys(query + "\n")
        self.browser.settle()

    def assert_quiet(self):
        self.assertEqual(self.browser.complaints(), [])
        elsewhere = [url for url in self.browser.requests() if not url.startswith((self.base + "/", "data:"))]
        self.assertEqual(elsewhere, [])


class Visit(PageCase):
    def test_a_reader_narrows_a_range_and_reads_an_article_without_a_complaint_or_a_foreign_request(self):
        see = self.browser
        self.open()
        self.search("attempts:>=37")
        see.wait_text("#status", "articles")
        see.click("#facets details:nth-of-type(4) summary")
        see.wait(lambda: see.all("#facets details:nth-of-type(4)[open] a"), "a facet that is open")
        see.wait(lambda: see.all("#histogram a.bar"), "bars")
        names = [bar.get_attribute("aria-label") for bar in see.all("#histogram a.bar")]
        self.assertTrue([name for name in names if re.fullmatch(r"50,000 to 100,000: \d+ figures", name)], names)
        see.picture("answers")
        see.click("#histogram a[aria-label^='50,000 to 100,000']")
        see.settle()
        self.assertEqual(see.parameters()["q"], "attempts:50000..100000")
        see.wait_text("#status", "%d articles" % len(see.all("#hits h3")))
        see.wait(lambda: see.all("#timeline a.dot.said"), "points that their sentences date")
        said = [dot.get_attribute("aria-label") for dot in see.all("#timeline a.dot")]
        wanted = "about 65,000 irregular crossing attempts, 2019: "
        self.assertTrue([name for name in said if name.startswith(wanted)], said)
        see.click("#hits a[data-id='morocco-foils-65k-attempts.txt']")
        see.settle()
        self.assertIn("Border Service", see.text("#article h1"))
        self.assertIn("65,000", [mark.text for mark in see.all("#article .text mark.matched")])
        self.assertIn("1,240", [mark.text for mark in see.all("#article .text mark:not(.matched)")])
        self.assertIn("Tetouan Police Arrest", see.text("#article .furniture"))
        see.picture("article")
        self.assert_quiet()

    def test_a_bar_replaces_a_range_of_several_words(self):
        see = self.browser
        self.open(q="attempts:40 thousand..200 thousand")
        see.wait(lambda: see.all("#histogram a.bar"), "bars")
        see.click("#histogram a[aria-label^='50,000 to 100,000']")
        see.settle()
        self.assertEqual(see.parameters()["q"], "attempts:50000..100000")
        self.assert_quiet()

    def test_figures_of_a_hit_lead_to_their_place_in_the_article(self):
        see = self.browser
        self.open(q="attempts:60000..70000")
        see.click("#hits li:has([data-id^=morocco]) .figures li:last-child a")
        see.settle()
        self.assertEqual(see.run("return document.activeElement.textContent"), "65,000")
        self.assertTrue(see.one("mark.chosen").is_displayed())

    def test_a_point_of_the_timeline_leads_to_its_sentence(self):
        see = self.browser
        self.open(q="spectators:20000")
        see.wait(lambda: see.all("#timeline a.dot"), "a point")
        see.run("document.querySelector('#timeline a.dot').focus()")
        see.wait_text("#timeline .reading", "The square held 20000 spectators")
        see.press("ENTER")
        see.settle()
        self.assertEqual(see.run("return document.activeElement.textContent"), "20000")

    def test_a_facet_adds_a_part_to_the_query_and_its_chip_takes_it_away(self):
        see = self.browser
        self.open(q="reports OR report")
        see.click("#facets a[href*='crowds.example']")
        see.settle()
        self.assertEqual(see.parameters()["q"], "(reports OR report) source:crowds.example")
        see.wait_text("#status", "25 articles")
        see.click("#chips a")
        see.settle()
        self.assertEqual(see.parameters()["q"], "(reports OR report)")

    def test_more_brings_the_next_articles_and_the_way_back_keeps_them(self):
        see = self.browser
        self.open(q="spectators:* source:crowds.example")
        self.assertEqual(len(see.all("#hits > li")), 20)
        see.click("#more")
        see.wait(lambda: len(see.all("#hits > li")) == 25, "the rest of the articles")
        self.assertFalse(see.one("#more").is_displayed())
        title = see.focused()
        see.press("ENTER")
        see.wait(lambda: "article" in see.parameters(), "an article")
        see.settle()
        self.assertEqual(see.text("#article h1"), title)
        see.driver.back()
        see.wait(lambda: see.one("#found").is_displayed(), "the list")
        see.settle()
        self.assertIn("spectators", see.driver.title)
        see.press("ENTER")
        see.wait(lambda: "article" in see.parameters(), "the article again")
        see.settle()
        see.click("#article .back a")
        see.wait(lambda: see.one("#found").is_displayed(), "the list")
        self.assertEqual(len(see.all("#hits > li")), 25)
        self.assertEqual(see.focused(), title)

    def test_an_article_leads_to_articles_like_it(self):
        see = self.browser
        self.open(article="melilla-fence-assaults.txt")
        title = see.text(".similar li a")
        see.click(".similar li a")
        see.settle()
        self.assertEqual(see.text("#article h1"), title)

    def test_articles_that_repeat_each_other_are_folded_until_they_are_wanted(self):
        see = self.browser
        self.open(q="sandbags moorings")
        self.assertEqual(len(see.all("#hits h3")), 1)
        see.click("#hits .repeats summary")
        shown, folded = see.text("#hits h3"), see.text("#hits .repeats a")
        self.assertEqual({"Storm first": "article storm/second", "Storm second": "article storm/first"}[shown], folded)
        see.run("const choice = document.querySelector('#repeats'); choice.value = 'shown';"
                "choice.dispatchEvent(new Event('change'))")
        see.settle()
        self.assertEqual(len(see.all("#hits h3")), 2)

    def test_an_order_of_figures_puts_the_greatest_first(self):
        see = self.browser
        self.open(q="spectators:*")
        see.run("const sort = document.querySelector('#sort'); sort.value = 'spectators:desc';"
                "sort.dispatchEvent(new Event('change'))")
        see.settle()
        self.assertEqual(see.parameters()["sort"], "spectators:desc")
        self.assertEqual(see.text("#hits li h3"), "Crowd report 25")


class Address(PageCase):
    def test_a_shared_address_shows_what_was_shared(self):
        see = self.browser
        self.open(q="Ceuta nowhereatall", match="any", sort="date")
        self.assertEqual(see.one("#q").get_attribute("value"), "Ceuta nowhereatall")
        self.assertEqual(see.one("#match").get_attribute("value"), "any")
        self.assertEqual(see.one("#sort").get_attribute("value"), "date")
        self.assertTrue(see.all("#hits h3"))
        self.open(q="spectators:7000", article="crowd/7 a+b")
        self.assertEqual(see.text("#article h1"), "Crowd report 7")
        self.assertEqual(see.text("#article mark.matched"), "7000")

    def test_back_and_forward_show_what_was_there(self):
        see = self.browser
        self.open(q="Ceuta")
        first = see.text("#status")
        self.search("spectators:5000")
        second = see.text("#status")
        self.assertNotEqual(first, second)
        see.driver.back()
        see.wait(lambda: see.text("#status") == first, "what was before")
        self.assertEqual(see.one("#q").get_attribute("value"), "Ceuta")
        see.driver.forward()
        see.wait(lambda: see.text("#status") == second, "what was after")


class Mistakes(PageCase):
    def test_a_mistake_is_underlined_at_its_place_and_told_with_the_box(self):
        see = self.browser
        self.open()
        self.search("Fès attempts:70000..50000")
        self.assertEqual(see.text("#notices u"), "70000..50000")
        self.assertIn("runs backwards", see.text("#notices"))
        self.assertIn("attempts:50000..70000", see.text("#notices .advice"))
        box = see.one("#q")
        self.assertEqual(box.get_attribute("aria-invalid"), "true")
        self.assertEqual(box.get_attribute("aria-describedby"), "notices")
        see.picture("mistake")
        self.search("Ceuta")
        self.assertIsNone(see.one("#q").get_attribute("aria-invalid"))
        self.assertEqual(see.text("#notices"), "")

    def test_a_guess_is_told_beside_the_answers(self):
        see = self.browser
        self.open(q='Melilla "Ceuta')
        self.assertEqual(see.text("#notices u"), '"Ceuta')
        self.assertIn("not closed", see.text("#notices"))
        self.assertTrue(see.all("#hits h3"))

    def test_an_article_that_is_not_there_is_told(self):
        self.open(article="no such article")
        self.assertIn("no article with the id", self.browser.text("#notices"))

    def test_a_misspelled_word_is_answered_with_what_may_have_been_meant(self):
        see = self.browser
        self.open(q="crosing atempts")
        see.click("#notices .proposal a")
        see.settle()
        self.assertEqual(see.parameters()["q"], "crossing attempts")
        self.assertTrue(see.all("#hits h3"))

    def test_a_daemon_that_does_not_answer_is_told_and_asked_again(self):
        see = self.browser
        folder = tempfile.mkdtemp(prefix="tally-test-")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        directory = os.path.join(place["folder"], "index")
        daemon = daemon_support.Daemon(folder, "--listen", "127.0.0.1:0", directory=directory)
        address = "127.0.0.1:%d" % daemon.tcp_port()
        see.open("http://%s/?q=Ceuta" % address)
        daemon.stop()
        self.search("Melilla")
        self.assertIn("does not answer", see.text("#notices"))
        daemon = daemon_support.Daemon(folder, "--listen", address, directory=directory)
        self.addCleanup(daemon.stop)
        see.click("#notices a")
        see.settle()
        self.assertTrue(see.all("#hits h3"))
        self.assertEqual(see.text("#notices"), "")

    def test_finding_nothing_is_told(self):
        self.open(q="zzqqzz")
        self.assertIn("Nothing was found", self.browser.text("#status"))

    def test_where_nothing_is_found_there_is_no_chart(self):
        see = self.browser
        self.open(q="spectators:*")
        self.assertTrue(see.run("return document.querySelector('#figures').checkVisibility()"))
        self.open(q="zzqqzz spectators:*")
        self.assertIn("Nothing was found", see.text("#status"))
        self.assertFalse(see.run("return document.querySelector('#figures').checkVisibility()"))


class Changes(PageCase):
    """What clicks do to a query."""

    def call(self, function, *arguments):
        script = "const [name, given, done] = arguments;" \
                 "import('/page/query.js').then((m) => done(m[name](...given)), (e) => done(String(e)));"
        return self.browser.driver.execute_async_script(script, function, arguments)

    def test_changes_leave_the_rest_of_the_query_as_it_was_typed(self):
        self.open()
        cases = [
            ("withPart", ["Ceuta", "date:2021"], "Ceuta date:2021"),
            ("withPart", ["", "date:2021"], "date:2021"),
            ("withPart", ["a OR b", "language:fr"], "(a OR b) language:fr"),
            ("withPart", ['"a OR b"', "language:fr"], '"a OR b" language:fr'),
            ("withPart", ['"Ceuta and', "language:fr"], '"Ceuta and" language:fr'),
            ("withPart", ["(a OR b", "language:fr"], "(a OR b) language:fr"),
            ("withRange", ["Ceuta  attempts:5..7 x", "attempts", "1..2"], "Ceuta  attempts:1..2 x"),
            ("withRange", ["attempts:>=5 x attempts:<=7", "attempts", "*"], "attempts:* x"),
            ("withRange", ['"migration attempts":5..7', '"migration attempts"', "*"], '"migration attempts":*'),
            ("withRange", ["50..300 boats", "figure", "*"], "figure:* boats"),
            ("withRange", ["Ceuta", "boats", "*"], "Ceuta boats:*"),
            ("figureAsked", ["Ceuta"], None),
            ("figureAsked", ["date:2021 source:x 12:30 Re:hello -boats:5 http://a/b"], None),
            ("figureAsked", ["people:* attempts:>50K"], "attempts"),
            ("figureAsked", ['"dismantled 50..300 networks"'], None),
            ("quoted", ['Levant "Wire"'], '"Levant  Wire"'),
            ("quoted", ["example.org"], "example.org"),
            ("limitsOf", ["attempts:50K..1.5M", "attempts"], {"low": 50000, "high": 1500000}),
            ("limitsOf", ["attempts:>=5,000 attempts:<7bn", "attempts"], {"low": 5000, "high": 7e9}),
            ("limitsOf", ["attempts:~100", "attempts"], {"low": 90, "high": 110}),
        ]
        for function, arguments, expected in cases:
            with self.subTest(function=function, arguments=arguments):
                found = self.call(function, *arguments)
                if isinstance(found, dict):
                    found = {name: round(value, 6) for name, value in found.items()}
                self.assertEqual(found, expected)

    def test_places_in_bytes_are_places_in_strings(self):
        self.open()
        script = "const [text, done] = arguments;" \
                 "import('/page/dom.js').then((m) => done(m.indicesOf(text, [0, 1, 3, 6, 10, 11])));"
        self.assertEqual(self.browser.driver.execute_async_script(script, "aé\u20ac\U0001f600z"), [0, 1, 2, 3, 5, 6])


class Suggestions(PageCase):
    def type(self, text):
        see = self.browser
        self.open()
        see.one("#q").send_keys(text)
        see.wait(lambda: see.all("#suggestions [role=option]"), "suggestions")

    def expanded(self):
        return self.browser.one("#q").get_attribute("aria-expanded")

    def test_the_arrows_choose_and_enter_takes_a_suggestion(self):
        see = self.browser
        self.type("Ceuta att")
        self.assertEqual(self.expanded(), "true")
        see.picture("suggestions")
        see.press("ARROW_DOWN")
        active = see.one("#q").get_attribute("aria-activedescendant")
        option = see.one("#" + active)
        self.assertEqual(option.get_attribute("aria-selected"), "true")
        text = see.run("return arguments[0].querySelector('bdi').textContent", option)
        self.assertTrue(text.startswith("Ceuta att"))
        see.press("ENTER")
        self.assertEqual(see.one("#q").get_attribute("value"), text)
        self.assertEqual(self.expanded(), "false")
        self.assertEqual(see.focused(), "q")
        see.press("ENTER")
        see.wait(lambda: see.parameters().get("q") == text, "its articles")
        self.assert_quiet()

    def test_escape_closes_the_suggestions_and_keeps_what_was_typed(self):
        see = self.browser
        self.type("att")
        see.press("ARROW_DOWN", "ESCAPE")
        self.assertEqual(self.expanded(), "false")
        self.assertFalse(see.one("#suggestions").is_displayed())
        self.assertEqual(see.one("#q").get_attribute("value"), "att")

    def test_a_click_takes_a_suggestion_and_leaves_the_focus_in_the_box(self):
        see = self.browser
        self.type("att")
        see.click("#suggestions [role=option]")
        self.assertEqual(see.focused(), "q")
        self.assertGreater(len(see.one("#q").get_attribute("value")), len("att"))


class Hostile(PageCase):
    def assert_nothing_ran(self):
        see = self.browser
        self.assertIsNone(see.run("return window.ran ?? null"))
        self.assertEqual(see.all("main script, main img, main [onerror], main [onload]"), [])
        self.assertEqual(see.all("a[href^='javascript' i], a[href^='data' i]"), [])

    def test_nothing_of_an_article_runs(self):
        see = self.browser
        self.open(q="quagga crossings:*")
        self.assertIn("<script>", see.text("#hits h3"))
        self.assertIn("<img src=x", see.text("#hits .snippet"))
        self.assertIn("gnilaets", see.text("#hits .snippet"))
        self.assertNotRegex(see.run("return document.querySelector('main').textContent"), "[\u202a-\u202e\u2066-\u2069]")
        self.assert_nothing_ran()
        see.click("#hits h3 a")
        see.settle()
        self.assertEqual(see.parameters()["article"], HOSTILE_ID)
        self.assertIn("<script>", see.text("#article .text"))
        self.assertEqual(see.text("#article mark.matched"), "4321")
        self.assert_nothing_ran()
        self.open(q="<img src=x onerror=%s>" % RAN, sort="relevance")
        self.assert_nothing_ran()
        self.assert_quiet()

    def test_markup_that_got_into_the_page_would_not_run_either(self):
        see = self.browser
        self.open(q="quagga")
        see.run("window.refused = 0; addEventListener('securitypolicyviolation', () => window.refused++);"
                "const div = document.createElement('div'); document.body.append(div);"
                "div.innerHTML = `<img src=data:, onerror='window.ran = 1'>` +"
                "                `<img src='http://elsewhere.example/x.png'>`;")
        see.wait(lambda: see.run("return window.refused >= 2"), "the policy's refusals")
        self.assertIsNone(see.run("return window.ran ?? null"))


TAB_STOPS = """
const stops = 'a[href], button, input, select, summary, [tabindex]';
return [...document.querySelectorAll(stops)].filter((e) => e.tabIndex >= 0 && e.checkVisibility());
"""
BELONGS_TO_LAST = "return arguments[0] === document.activeElement"


class Keyboard(PageCase):
    def test_the_keyboard_alone_is_enough(self):
        see = self.browser
        self.open(q="Ceuta")
        see.press("/")
        self.assertEqual(see.focused(), "q")
        see.press("attempts:*", "ENTER")  # what was selected is typed over
        see.wait(lambda: see.parameters()["q"] == "attempts:*", "the new query")
        see.settle()
        see.wait(lambda: see.all("#histogram a.bar"), "bars")
        self.tab_to("#histogram a.bar")
        see.press("END")
        name = see.focused()
        see.press("ENTER")
        see.settle()
        low, high = [part.replace(",", "") for part in name.split(":")[0].split(" to ")]
        self.assertEqual(see.parameters()["q"], "attempts:%s..%s" % (low, high))
        self.assertEqual(see.focused(), "status")
        self.tab_to("#hits h3 a")
        see.press("ENTER")
        see.wait(lambda: "article" in see.parameters(), "an article")
        see.settle()
        self.assertEqual(see.run("return document.activeElement.tagName"), "H1")

    def tab_to(self, selector):
        for _ in range(200):
            self.browser.press("TAB")
            if self.browser.run("return document.activeElement.matches(arguments[0])", selector):
                return
        self.fail("the Tab key never comes to " + selector)

    def test_the_focus_goes_through_the_page_in_its_order_and_leaves_nothing_out(self):
        see = self.browser
        self.open(q="people:*")
        see.wait(lambda: see.all("#timeline a.dot"), "points")
        stops = see.run(TAB_STOPS)
        self.assertGreater(len(stops), 20)
        see.run("document.activeElement.blur(); scrollTo(0, 0)")
        for stop in stops:
            see.press("TAB")
            self.assertTrue(see.run(BELONGS_TO_LAST, stop), "%s instead of %s" % (see.focused(), stop.text))


# The name of a control, as far as a reader without eyes hears it.
NAMELESS = """
const named = (e) => e.getAttribute('aria-label') || e.labels?.length || e.textContent.trim() ||
    e.getAttribute('aria-labelledby')?.split(' ').every((id) => document.getElementById(id)?.textContent.trim());
const controls = 'a[href], button, input, select, summary, svg[role], [role=region], aside, section[aria-labelledby]';
return [...document.querySelectorAll(controls)].filter((e) => e.checkVisibility() && !named(e)).map((e) => e.outerHTML);
"""
REPEATED_IDS = """
const ids = [...document.querySelectorAll('[id]')].map((e) => e.id);
return ids.filter((id, i) => ids.indexOf(id) !== i);
"""
MAIN_HEADINGS = "return [...document.querySelectorAll('h1')].filter((e) => e.checkVisibility()).length"

# Texts whose colour has a contrast under 4.5 to what is behind it (WCAG 2.1, 1.4.3: the formulas are its own).
FAINT = """
const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
const linear = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
const luminance = (c) => 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
function behind(e) {
    const layers = [];
    for (; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
}
function contrast(color, e) {
    const back = behind(e), front = over(parse(color), back);
    const [a, b] = [luminance(front), luminance(back)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
}
const faint = [];
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let seen = 0;
while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    const isUnseen = e.closest('.spoken, .skip, title, noscript, option');
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || isUnseen) continue;
    const style = getComputedStyle(e);
    const value = contrast(e.closest('svg') ? style.fill : style.color, e);
    seen++;
    if (value < 4.5) faint.push(`${value.toFixed(2)} ${walker.currentNode.data.trim().slice(0, 40)}`);
}
const box = document.querySelector('#q');
if (contrast(getComputedStyle(box, '::placeholder').color, box) < 4.5) faint.push('placeholder');
return [seen, faint];
"""
VIEWS = [{}, {"q": "crosing atempts"}, {"q": "attempts:50000..70000"}, {"q": "people:*", "sort": "people:desc"},
         {"q": "attempts:70000..50000"},
         {"q": '"Ceuta'}, {"q": "zzqqzz"}, {"q": "quagga"},
         {"q": "attempts:*", "article": "morocco-foils-65k-attempts.txt", "figure": "body-53"},
         {"q": "quagga", "article": HOSTILE_ID}]


class Readable(PageCase):
    def each_view(self):
        for view in VIEWS:
            with self.subTest(view=view):
                self.open(**view)
                self.browser.run("document.querySelectorAll('main details').forEach((it) => (it.open = true))")
                yield view

    def test_every_control_has_a_name_and_every_id_is_one_elements(self):
        for _ in self.each_view():
            self.assertEqual(self.browser.run(NAMELESS), [])
            self.assertEqual(self.browser.run(REPEATED_IDS), [])
            self.assertEqual(self.browser.run("return document.documentElement.lang"), "en")
            self.assertLessEqual(self.browser.run(MAIN_HEADINGS), 1)

    def test_text_stands_out_in_light_and_in_dark(self):
        for _ in self.each_view():
            for scheme in ("light", "dark"):
                self.browser.prefer(scheme)
                seen, faint = self.browser.run(FAINT)
                self.assertGreater(seen, 5)
                self.assertEqual(faint, [], scheme)

    def test_a_window_of_320_pixels_is_wide_enough(self):
        self.browser.resize(320, 640)
        for _ in self.each_view():
            wide = self.browser.run("return document.documentElement.scrollWidth")
            self.assertLessEqual(wide, 320)


def reason_to_skip():
    if os.path.basename(os.path.dirname(BIN)) in ("asan", "tsan", "coverage"):
        return "a browser sees the same with the release build, sooner"
    return browser.missing()


if __name__ == "__main__":
    reason = reason_to_skip()
    if reason:
        print("skipped: " + reason)
        sys.exit(0)
    unittest.main()
