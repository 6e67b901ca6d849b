"""The program tally, as a user types it."""
import json
import os
import pty
import socket
import subprocess
import threading
import unittest

from daemon_support import Case, PATIENCE, program


class Searches(Case):
    def setUp(self):
        super().setUp()
        self.daemon = self.start()

    def tally(self, *arguments, **more):
        environment = {**os.environ, "TALLY_SOCKET": self.daemon.path, **more.pop("env", {})}
        return self.run_program("tally", *arguments, env=environment, **more)

    def test_exit_codes_are_those_of_grep(self):
        self.assertEqual(self.tally("search", "Ceuta").returncode, 0)
        self.assertEqual(self.tally("search", "walrus").returncode, 1)
        self.assertEqual(self.tally("search", "attempts:5x..7").returncode, 2)
        self.assertEqual(self.tally("get", "nothing").returncode, 1)
        self.assertEqual(self.tally("get", "ceuta-1").returncode, 0)

    def test_a_hit_shows_title_facts_and_the_figure_that_matched(self):
        out = self.tally("search", "networks:70..90").stdout
        self.assertIn("Guards stop 50,000 attempts\n  ceuta-1 · 2020-02-06 · example.org\n", out)
        self.assertIn('  80 smuggling networks (= 80, counts "smuggling networks")\n', out)
        self.assertIn("\n1 article in ", out)

    def test_a_hedged_figure_shows_its_sign_and_period(self):
        self.assertIn('(> 50000, counts "migration attempts", 2019)', self.tally("search", "attempts:>=50000").stdout)

    def test_arguments_are_one_query_and_options_stand_anywhere(self):
        for arguments in (["search", "Ceuta", "port", "-l"], ["-l", "search", "Ceuta port"],
                          ["search", "-l", "--", "Ceuta", "port"]):
            self.assertEqual(self.tally(*arguments).stdout, "news/2021 a+b\n")

    def test_words_with_a_minus_belong_to_the_query(self):
        for arguments in (["-l", "--", "-Ceuta"], ["-l", "-Ceuta"], ["-Ceuta", "-l"], ["-Ceuta", "-l", "--limit", "5"]):
            self.assertEqual(self.tally("search", *arguments).stdout, "escape\n")
        self.assertEqual(self.tally("search", "-n", "1", "-l", "Ceuta", "-port").stdout, "ceuta-1\n")
        self.assertIn('"--"', self.tally("search", "--no-such-option", "Ceuta").stderr)

    def test_the_caret_stands_under_the_fault_of_a_long_query(self):
        done = self.tally("search", "boats " * 100 + "attempts:7..5 " + "ships " * 100)
        query, caret = done.stderr.split("\n")[:2]
        self.assertLess(len(query), 200)
        self.assertEqual(query.index("7..5"), caret.index("^"))

    def test_the_excerpt_and_its_caret_fit_the_terminal(self):
        for before in ("", "x", "xxxxxxxxx " * 6, "東京 " * 30):
            for after in ("", " y", " yyyyyyyyy" * 9):
                for columns in (20, 40, 80, 120):
                    done = self.tally("search", before + "attempts:9..3" + after, env={"COLUMNS": str(columns)})
                    query, caret = done.stderr.splitlines()[:2]
                    wide = query.count("東") + query.count("京")
                    self.assertLess(len(query) + wide, columns, query)
                    self.assertLess(len(caret), columns)
                    self.assertEqual(query.index("9..3") + wide, caret.index("^"), done.stderr)
                    self.assertEqual(caret.strip(), "^~~~")

    def test_a_query_that_fits_is_shown_whole(self):
        query = "x" * 60 + " attempts:9..3"
        self.assertEqual(self.tally("search", query, env={"COLUMNS": "80"}).stderr.splitlines()[0], "  " + query)

    def test_what_is_said_of_a_query_breaks_between_words(self):
        wide = self.tally("search", "zebra wh*les").stderr.splitlines()[2:]
        narrow = self.tally("search", "zebra wh*les", env={"COLUMNS": "40"}).stderr.splitlines()[2:]
        self.assertEqual((len(wide), " ".join(narrow)), (1, wide[0]))
        self.assertLessEqual(max(map(len, narrow)), 40)

    def test_a_byte_that_is_no_utf8_takes_one_column(self):
        done = subprocess.run([program("tally"), "-s", self.daemon.path, "search", b"caf\xe9 attempts:9..3"],
                              capture_output=True, timeout=PATIENCE)
        query, caret = done.stderr.decode().splitlines()[:2]
        self.assertEqual(query, "  caf\ufffd attempts:9..3")
        self.assertEqual(query.index("9..3"), caret.index("^"))

    def test_a_strict_refusal_is_worded_for_the_command_line(self):
        done = self.tally("search", "--strict", "zebra wh*les")
        self.assertEqual(done.returncode, 2)
        self.assertIn("\n          ^\ntally: * stands at the end of a word only", done.stderr)
        self.assertNotIn("=1", done.stderr)

    def test_count_ids_and_json_are_for_programs(self):
        self.assertEqual(self.tally("search", "-c", "Ceuta").stdout, "2\n")
        self.assertEqual(self.tally("search", "-c", "walrus").stdout, "0\n")
        self.assertEqual(self.tally("search", "-l", "--sort", "-date", "Ceuta").stdout, "ceuta-1\nnews/2021 a+b\n")
        self.assertEqual(json.loads(self.tally("search", "--json", "Ceuta").stdout)["total"], 2)
        self.assertEqual(json.loads(self.tally("stats", "--json").stdout)["documents"], 3)

    def test_a_page_says_of_how_many(self):
        self.assertIn("1 of 2 articles in ", self.tally("search", "--limit", "1", "Ceuta").stdout)

    def test_a_caret_stands_under_the_fault_in_columns(self):
        said = self.tally("search", "Fès 東京 attempts:5x..7").stderr.splitlines()
        self.assertEqual(said[0], "  Fès 東京 attempts:5x..7")
        self.assertEqual(said[1], " " * (2 + 4 + 5 + 9) + "^~")
        self.assertTrue(said[2].startswith("tally: "))
        self.assertEqual(len(said), 4)

    def test_a_note_goes_to_standard_error(self):
        result = self.tally("search", "-l", 'zebra "sequence')
        self.assertEqual(result.stdout, "escape\n")
        self.assertIn("\n        ^", result.stderr)
        self.assertIn("note: ", result.stderr)

    def test_control_characters_of_an_article_never_reach_the_terminal(self):
        for arguments in (["search", "zebra"], ["get", "escape"]):
            out = self.tally(*arguments).stdout
            self.assertIn("red", out)
            self.assertIn("turned", out)
            self.assertNotRegex(out, "[\u202a-\u202e\u2066-\u2069]")
            self.assertFalse([c for c in out if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160], repr(out))

    def on_a_terminal(self, **environment):
        ours, theirs = pty.openpty()
        environment = {**os.environ, "TALLY_SOCKET": self.daemon.path, "TERM": "xterm", "COLUMNS": "40", **environment}
        subprocess.run([program("tally"), "search", "dismantled"], stdout=theirs, stderr=subprocess.DEVNULL,
                       env=environment, timeout=PATIENCE, check=True)
        os.close(theirs)
        out = os.read(ours, 65536).decode()
        os.close(ours)
        return out

    def test_a_terminal_gets_colours_unless_it_must_not(self):
        environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        os.environ.pop("NO_COLOR", None)
        self.addCleanup(os.environ.update, environment)
        self.assertIn("\x1b[1;31mdismantled\x1b[0m", self.on_a_terminal())
        self.assertNotIn("\x1b", self.on_a_terminal(NO_COLOR="1"))
        self.assertNotIn("\x1b", self.on_a_terminal(TERM="dumb"))
        self.assertNotIn("\x1b", self.tally("search", "dismantled").stdout)

    def test_lines_are_wrapped_to_the_width(self):
        lines = self.on_a_terminal(NO_COLOR="1").splitlines()
        snippet = [line for line in lines if line.startswith("  ")]
        self.assertGreaterEqual(len(snippet), 3)
        self.assertLessEqual(max(map(len, snippet)), 40)

    def test_get_prints_the_article(self):
        out = self.tally("get", "ceuta-1").stdout
        self.assertIn("Border guards at Ceuta and Melilla foiled", out)
        self.assertIn("http://example.org/1", out)

    def test_stats_and_health_print_numbers(self):
        self.assertIn("documents    3\n", self.tally("stats").stdout)
        self.assertIn("behind       no\n", self.tally("stats").stdout)
        languages = json.loads(self.tally("stats", "--json").stdout)["stem_languages"]
        self.assertTrue(languages)
        self.assertIn("stem_languages %s\n" % ", ".join(languages), self.tally("stats").stdout)
        self.assertIn("status       ok\n", self.tally("health").stdout)

    def test_explain_says_how_a_query_was_read(self):
        self.assertIn("read as: ", self.tally("search", "--explain", "Ceuta").stderr)

    def test_output_that_cannot_be_written_is_trouble(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run([program("tally"), "-s", self.daemon.path, "search", "Ceuta"], stdout=full,
                                    stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
        self.assertEqual(result.returncode, 2)
        self.assertIn("cannot be written", result.stderr)


class Commands(Case):
    def test_help_tells_of_every_verb(self):
        out = self.run_program("tally", "-h").stdout
        for verb in ("search", "get", "stats", "health"):
            self.assertIn(verb, out)
            result = self.run_program("tally", verb, "--help")
            self.assertEqual(result.returncode, 0)
            self.assertIn("usage: tally [OPTION…] " + verb, result.stdout)

    def test_the_usage_goes_to_standard_error_unless_it_was_asked_for(self):
        result = self.run_program("tally")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertEqual(result.stderr, self.run_program("tally", "--help").stdout)

    def test_help_is_a_verb_too(self):
        self.assertEqual(self.run_program("tally", "help").stdout, self.run_program("tally", "--help").stdout)
        self.assertEqual(self.run_program("tally", "help", "get").stdout, self.run_program("tally", "get", "-h").stdout)

    def test_the_version_has_a_letter(self):
        for name in ("tally", "tallyd", "tally-index"):
            result = self.run_program(name, "-V")
            self.assertEqual((result.returncode, result.stderr), (0, ""))
            self.assertTrue(result.stdout.startswith(name + " "))

    def test_what_is_wrong_is_said_plainly(self):
        for arguments, words in ((["serch", "a"], "unknown verb 'serch'; try 'tally --help'"),
                                 (["search"], "expected its QUERY behind 'search'"),
                                 (["stats", "more"], "expected nothing behind 'stats'"),
                                 (["-p", "0", "stats"], "expected a port from 1 to 65535"),
                                 (["-H", "localhost", "stats"], "-H HOST needs -p PORT"),
                                 (["-p", "80", "-s", "/x", "stats"], "a socket or a port, not both"),
                                 (["--nonsense"], "try 'tally --help'")):
            self.assertIn(words, self.run_program("tally", *arguments).stderr)

    def test_a_verb_refuses_options_it_does_not_have(self):
        for arguments in (["similar", "a", "--jsonl"], ["similar", "a", "--collapse"], ["similar", "a", "-c"],
                          ["suggest", "a", "--sort", "date"], ["get", "a", "--ids"], ["stats", "--limit", "5"],
                          ["search", "a", "--csv"], ["search", "a", "--noun", "b"], ["figures", "a", "--facet", "year"]):
            result = self.run_program("tally", *arguments)
            self.assertEqual((result.returncode, result.stdout), (2, ""), arguments)
            self.assertIn("'tally %s' has no --" % arguments[0], result.stderr)

    def test_forms_that_exclude_each_other_are_refused(self):
        for arguments in ("search a --jsonl -l", "search a --json --jsonl", "search a -l --json", "search a -c -l",
                          "search a -c --jsonl", "search a --explain --jsonl", "search a --facet year --jsonl",
                          "search a --facet year -l", "search a --all --json", "figures a --csv --jsonl",
                          "figures a --json --csv", "figures a -c --csv", "figures a -c --json"):
            result = self.run_program("tally", *arguments.split())
            self.assertEqual((result.returncode, result.stdout), (2, ""), arguments)
            self.assertRegex(result.stderr, "expected --[a-z]+ or --[a-z]+, not both")

    def test_bad_command_lines_are_trouble(self):
        for arguments in ([], ["serch", "a"], ["search"], ["get"], ["stats", "more"], ["search", "--limit", "0", "a"],
                          ["search", "--limit", "x", "a"], ["-H", "localhost", "search", "a"], ["-p", "99999", "stats"],
                          ["--nonsense"]):
            result = self.run_program("tally", *arguments)
            self.assertEqual(result.returncode, 2, arguments)

    def test_no_daemon_is_told_with_its_path(self):
        path = self.folder + "/none"
        result = self.run_program("tally", "-s", path, "search", "a")
        self.assertEqual(result.returncode, 2)
        self.assertIn(path, result.stderr)
        self.assertIn("tallyd", result.stderr)


class Peers(Case):
    """Daemons that break off: the client says so and ends."""

    def against(self, *replies):
        """What `tally health` says to a peer that sends one of `replies` to each connection and closes."""
        path = os.path.join(self.folder, "peer")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()
            listener.settimeout(PATIENCE)

            def serve():
                for reply in replies:
                    client, _ = listener.accept()
                    client.recv(65536)
                    client.sendall(reply)
                    client.close()

            server = threading.Thread(target=serve)
            server.start()
            result = self.run_program("tally", "-s", path, "health")
            server.join()
        os.unlink(path)
        return result

    def test_a_peer_that_closes_without_a_reply(self):
        # The client tries a second time: a connection it had kept may have been closed for idleness.
        result = self.against(b"", b"")
        self.assertEqual(result.returncode, 2)
        self.assertIn("without a reply", result.stderr)

    def test_a_peer_that_closes_in_the_middle_of_its_reply(self):
        for reply in (b"HTTP/1.1 200 OK\r\nContent-", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"):
            result = self.against(reply)
            self.assertEqual(result.returncode, 2)
            self.assertIn("middle", result.stderr)

    def test_a_peer_that_speaks_something_else(self):
        result = self.against(b"220 mail.example.org ESMTP\r\n")
        self.assertEqual(result.returncode, 2)
        self.assertIn("no HTTP", result.stderr)
        result = self.against(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        self.assertEqual(result.returncode, 2)
        self.assertIn("JSON", result.stderr)


if __name__ == "__main__":
    unittest.main()
