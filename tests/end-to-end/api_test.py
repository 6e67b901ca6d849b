"""What the HTTP API answers."""
import http.client
import os
import unittest
from urllib.parse import quote

from daemon_support import ARTICLES, Case, index, read_reply, request, wait_until

HIT_MEMBERS = ["id", "title", "url", "date", "source", "score", "snippet", "snippet_text", "snippet_marks", "matches",
               "figures"]


def wait_until_found(daemon, target):
    wait_until(lambda: daemon.get(target)[0] == 200, "the new article is found")
    return daemon.get(target)[1]


class Search(Case):
    def setUp(self):
        super().setUp()
        self.daemon = self.start()

    def search(self, **parameters):
        status, reply, _ = self.daemon.ask("POST", "/search", parameters)
        self.assertEqual(status, 200, reply)
        return reply

    def refused(self, **parameters):
        status, reply, _ = self.daemon.ask("POST", "/search", parameters)
        self.assertEqual(status, 400, reply)
        return reply

    def test_a_reply_has_the_documented_members_in_order(self):
        reply = self.search(q="Ceuta")
        self.assertEqual(list(reply), ["query", "total", "total_exact", "offset", "limit", "next", "next_cursor",
                                       "took_ms", "partial", "hits", "facets", "notes", "did_you_mean"])
        self.assertEqual(list(reply["hits"][0]), HIT_MEMBERS)
        self.assertEqual(reply["total"], 2)
        self.assertTrue(reply["total_exact"])
        self.assertIsNone(reply["next"])

    def test_get_and_post_answer_the_same(self):
        _, by_get, _ = self.daemon.get("/search?q=attempts:50000..70000&limit=3&fields=id,figures")
        by_post = self.search(q="attempts:50000..70000", limit=3, fields=["id", "figures"])
        del by_get["took_ms"], by_post["took_ms"]
        self.assertEqual(by_get, by_post)

    def test_a_hit_says_which_figure_matched_and_where(self):
        hit = self.search(q="attempts:50000..70000")["hits"][0]
        body = next(a for a in ARTICLES if a["id"] == hit["id"])
        for figure in hit["figures"]:
            text = body[figure["field"]].encode()[figure["start"]:figure["start"] + figure["length"]].decode()
            self.assertEqual(figure["text"], text)
            self.assertEqual(figure["value"], 50000)
            self.assertEqual(figure["unit"], "count")
        self.assertIn(">", [figure["qualifier"] for figure in hit["figures"]])

    def test_matches_lie_on_the_words(self):
        hit = self.search(q='"Ceuta and Melilla"')["hits"][0]
        body = ARTICLES[0]["body"].encode()
        spans = [body[m["start"]:m["start"] + m["length"]] for m in hit["matches"] if m["field"] == "body"]
        self.assertIn(b"Ceuta and Melilla", b" ".join(spans))

    def test_the_snippet_is_safe_html_and_also_plain(self):
        hit = self.search(q="dismantled")["hits"][0]
        self.assertIn("&lt;b&gt;<mark>dismantled</mark>&lt;/b&gt;", hit["snippet"])
        text = hit["snippet_text"].encode()
        self.assertIn(b"<b>dismantled</b>", text)
        start, length = hit["snippet_marks"][0]
        self.assertEqual(text[start:start + length], b"dismantled")

    def test_the_tags_of_a_highlight_can_be_chosen(self):
        for highlight in (["[", "]"], "[,]"):
            self.assertIn("[dismantled]", self.search(q="dismantled", highlight=highlight)["hits"][0]["snippet"])

    def test_pages_follow_each_other(self):
        first = self.search(q="Ceuta", limit=1)
        self.assertEqual(first["next"], 1)
        second = self.search(q="Ceuta", limit=1, offset=first["next"])
        self.assertIsNone(second["next"])
        self.assertNotEqual(first["hits"][0]["id"], second["hits"][0]["id"])

    def test_dates_sort_both_ways(self):
        newest = [hit["date"] for hit in self.search(q="Ceuta", sort="date")["hits"]]
        oldest = [hit["date"] for hit in self.search(q="Ceuta", sort="-date")["hits"]]
        self.assertEqual(newest, sorted(newest, reverse=True))
        self.assertEqual(oldest, newest[::-1])

    def test_match_any_finds_more_than_all(self):
        self.assertEqual(self.search(q="zebra Ceuta")["total"], 0)
        self.assertEqual(self.search(q="zebra Ceuta", match="any")["total"], 3)

    def test_a_count_has_no_hits(self):
        reply = self.search(q="Ceuta", count=True)
        self.assertEqual((reply["total"], reply["hits"]), (2, []))

    def test_explain_says_how_the_query_was_read(self):
        self.assertIn("ceuta", self.search(q="Ceuta", explain=True)["explanation"])

    def test_fields_choose_the_members_of_a_hit(self):
        self.assertEqual(list(self.search(q="Ceuta", fields="title,id")["hits"][0]), ["id", "title"])

    def test_an_open_quote_is_a_note_and_strict_makes_it_an_error(self):
        note = self.search(q='Ceuta "Melilla')["notes"][0]
        self.assertEqual(note["position"], 6)
        error = self.refused(q='Ceuta "Melilla', strict=True)
        self.assertEqual((error["code"], error["position"]), ("bad_query", 6))

    def test_a_bad_bound_is_answered_with_its_place(self):
        error = self.refused(q="Ceuta attempts:5x..7")
        self.assertEqual(list(error), ["message", "code", "type", "link", "position", "length", "hint"])
        self.assertEqual(error["code"], "bad_query")
        self.assertEqual(error["type"], "invalid_request")
        self.assertEqual("Ceuta attempts:5x..7"[error["position"]:][:error["length"]], "5x")
        self.assertTrue(error["hint"])

    def test_every_bad_parameter_is_named(self):
        for name, value in [("limit", 0), ("limit", 1001), ("limit", "ten"), ("offset", -1), ("offset", 99999),
                            ("sort", "size"), ("match", "some"), ("strict", "maybe"), ("timeout_ms", 0),
                            ("timeout_ms", 1001), ("fields", "id,body"), ("highlight", ["x" * 65, ""]), ("highlight", ["x"]), ("nonsense", 1),
                            ("limit", None), ("limit", 1.5), ("limit", 99999999999999999999)]:
            error = self.refused(q="Ceuta", **{name: value}) if name != "limit" or value != 99999999999999999999 \
                else self.daemon.ask("POST", "/search", b'{"q":"a","limit":99999999999999999999}')[1]
            self.assertEqual(error["code"], "bad_request", error)
            if not isinstance(value, int) or value < 1 << 62:
                self.assertIn(name, error["message"])
            self.assertIsNone(error["position"])

    def test_a_query_is_needed_and_only_once(self):
        self.assertIn("q", self.refused()["message"])
        status, error, _ = self.daemon.get("/search?q=a&q=b")
        self.assertEqual(status, 400)
        self.assertIn("once", error["message"])

    def test_text_that_is_no_utf8_is_refused(self):
        status, error, _ = self.daemon.get("/search?q=%ff")
        self.assertEqual((status, error["code"]), (400, "bad_request"))

    def test_a_query_over_its_limit_is_refused(self):
        self.assertEqual(self.refused(q="a" * 4097)["code"], "limit_exceeded")

    def test_a_body_must_be_a_json_object(self):
        for body in (b"{", b"[]", b'{"q":"a","q":"b"}', b'{"q":{"a":1}}', b"[" * 5000):
            status, error, _ = self.daemon.ask("POST", "/search", body)
            self.assertEqual((status, error["code"]), (400, "bad_request"), body[:20])

    def test_a_form_is_not_taken_for_json(self):
        status, error, _ = self.daemon.ask("POST", "/search", b"q=a",
                                           {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(status, 415)
        self.assertIn("application/json", error["message"])


class Routes(Case):
    def setUp(self):
        super().setUp()
        self.daemon = self.start()

    def test_a_document_comes_back_as_it_was_indexed(self):
        status, article, _ = self.daemon.get("/documents/ceuta-1")
        self.assertEqual(status, 200)
        for name in ("id", "title", "date", "source", "url", "body"):
            self.assertEqual(article[name], ARTICLES[0][name])
        self.assertIn(50000, [figure["value"] for figure in article["figures"]])

    def test_a_document_says_what_of_it_is_furniture(self):
        self.assertEqual(self.daemon.get("/documents/ceuta-1")[1]["furniture"], [])
        body = "Été: 3 boats arrived.\nRead Also: Nine boats turned back\nFour boats left."
        index(self.daemon.directory, [{"id": "page", "body": body}])
        article = wait_until_found(self.daemon, "/documents/page")
        [[start, length]] = article["furniture"]
        self.assertEqual(body.encode()[start:start + length].decode().strip(), "Read Also: Nine boats turned back")

    def test_an_id_may_hold_slashes_spaces_and_plus(self):
        for target in ("/documents/" + quote("news/2021 a+b"), "/documents/" + quote("news/2021 a+b", safe=""),
                       "/documents/news/2021%20a+b"):
            self.assertEqual(self.daemon.get(target)[0], 200, target)

    def test_an_unknown_document_is_404(self):
        status, error, _ = self.daemon.get("/documents/nothing")
        self.assertEqual((status, error["code"]), (404, "not_found"))

    def test_an_unknown_path_is_404(self):
        for target in ("/page/", "/page/nothing.js", "/searc", "/search/", "/documents/", "/stats/x"):
            self.assertEqual(self.daemon.get(target)[0], 404, target)

    def test_a_wrong_method_is_405_with_those_there_are(self):
        status, error, headers = self.daemon.ask("DELETE", "/search")
        self.assertEqual((status, error["code"], headers["Allow"]), (405, "method_not_allowed", "GET, HEAD, POST"))
        self.assertEqual(self.daemon.ask("POST", "/stats", {})[2]["Allow"], "GET, HEAD")

    def test_head_is_answered_as_get_is_but_without_a_body(self):
        for target, status in (("/", 200), ("/health", 200), ("/search?q=Ceuta", 200), ("/nowhere", 404)):
            with self.daemon.connect() as client:
                client.sendall(request("HEAD", target) + request("GET", "/health"))
                file = client.makefile("rb")
                self.assertEqual(int(file.readline().split()[1]), status, target)
                self.assertGreater(int(http.client.parse_headers(file)["Content-Length"]), 0)
                self.assertEqual(read_reply(client, file)[1]["status"], "ok", target)

    def test_counting_needs_no_order(self):
        for sort in ("figure:desc", "boats:asc", "date"):
            status, reply, _ = self.daemon.get("/search?q=Ceuta&count&sort=" + sort)
            self.assertEqual((status, reply["total"]), (200, 2), sort)

    def test_stats_count_articles_and_figures(self):
        _, stats, _ = self.daemon.get("/stats")
        self.assertEqual(stats["documents"], len(ARTICLES))
        self.assertGreater(stats["figures"], 2)
        self.assertGreater(stats["size_bytes"], 0)

    def test_health_is_answered(self):
        status, health, _ = self.daemon.get("/health")
        self.assertEqual((status, health["status"], health["workers"]), (200, "ok", 2))

    def test_no_answer_may_be_guessed_to_be_html(self):
        for target in ("/search?q=a", "/nothing", "/health"):
            headers = self.daemon.get(target)[2]
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            self.assertEqual(headers["Content-Type"], "application/json")

    def test_pipelined_requests_are_answered_in_order(self):
        with self.daemon.connect() as client:
            client.sendall(b"".join(request("GET", f"/search?q=Ceuta&limit={i}") for i in range(1, 101)))
            reader = client.makefile("rb")
            for i in range(1, 101):
                status, reply, _ = read_reply(client, reader)
                self.assertEqual((status, reply["limit"]), (200, i))


class Commits(Case):
    def test_a_commit_is_visible_without_a_restart(self):
        daemon = self.start()
        self.assertEqual(daemon.get("/search?q=walrus")[1]["total"], 0)
        index(daemon.directory, [{"id": "w", "title": "A walrus", "body": "A walrus was seen."}])
        self.assertEqual(daemon.get("/search?q=walrus")[1]["total"], 1)
        self.assertEqual(daemon.get("/documents/w")[0], 200)

    def test_a_directory_without_an_index_is_empty_until_there_is_one(self):
        empty = os.path.join(self.folder, "empty")
        os.mkdir(empty)
        daemon = self.start(directory=empty)
        self.assertEqual(daemon.get("/search?q=Ceuta")[1]["total"], 0)
        self.assertEqual(daemon.get("/search?q=attempts:5x..7")[0], 400)
        self.assertEqual(daemon.get("/documents/ceuta-1")[0], 404)
        self.assertEqual(daemon.get("/stats")[1]["documents"], 0)
        index(empty, ARTICLES)
        self.assertEqual(daemon.get("/search?q=Ceuta")[1]["total"], 2)

    def damage(self, directory):
        """The bytes of the manifest, which are damaged now."""
        path = os.path.join(directory, "MANIFEST")
        with open(path, "r+b") as file:
            whole = file.read()
            file.seek(40)
            file.write(b"damage")
        return whole

    def test_a_damaged_index_is_an_error_and_not_an_empty_answer(self):
        empty = os.path.join(self.folder, "empty")
        os.mkdir(empty)
        daemon = self.start(directory=empty)
        self.assertEqual(daemon.get("/search?q=Ceuta")[1]["total"], 0)
        index(empty, ARTICLES)
        whole = self.damage(empty)
        status, error, _ = daemon.get("/search?q=Ceuta")
        self.assertEqual((status, error["code"]), (500, "index_corrupt"))
        with open(os.path.join(empty, "MANIFEST"), "wb") as file:
            file.write(whole)
        for name in os.listdir(empty):
            if name != "MANIFEST":
                os.rename(os.path.join(empty, name), os.path.join(empty, name + ".away"))
        status, error, _ = daemon.get("/search?q=Ceuta")
        self.assertEqual((status, error["code"]), (500, "index_corrupt"))

    def test_a_damaged_manifest_leaves_the_generation_that_is_held_in_service(self):
        daemon = self.start("--workers", "1")
        self.assertEqual(daemon.get("/stats")[1]["behind"], False)
        whole = self.damage(daemon.directory)
        self.assertEqual(daemon.get("/search?q=Ceuta")[1]["total"], 2)
        self.assertEqual(daemon.get("/stats")[1]["behind"], True)
        with open(os.path.join(daemon.directory, "MANIFEST"), "wb") as file:
            file.write(whole)
        self.assertEqual(daemon.get("/stats")[1]["behind"], False)

    def test_a_commit_that_cannot_be_opened_leaves_the_one_before_in_service(self):
        daemon = self.start("--workers", "1")
        before = daemon.get("/stats")[1]
        index(daemon.directory, [{"id": "w", "title": "A walrus", "body": "A walrus was seen at Ceuta."}])
        newest = max(filter(os.path.isdir, map(lambda name: os.path.join(daemon.directory, name),
                                               os.listdir(daemon.directory))), key=os.path.getmtime)
        os.rename(newest, newest + ".away")
        for _ in range(3):
            self.assertEqual(daemon.get("/search?q=Ceuta")[1]["total"], 2)
        stats = daemon.get("/stats")[1]
        self.assertEqual((stats["generation"], stats["behind"]), (before["generation"], True))
        os.rename(newest + ".away", newest)
        wait_until(lambda: daemon.get("/search?q=Ceuta")[1]["total"] == 3, "the commit is served")
        self.assertEqual(daemon.get("/stats")[1]["behind"], False)
        daemon.process.terminate()
        said = daemon.process.stderr.read()
        self.assertEqual(said.count("cannot be opened"), 1, said)


if __name__ == "__main__":
    unittest.main()
