"""What is too much, too slow or comes from the wrong side is answered or closed, and nobody else notices."""
import os
import resource
import signal
import socket
import stat
import subprocess
import threading
import unittest

from daemon_support import Case, PATIENCE, program, read_reply, request, wait_until

HOST = b"Host: localhost\r\n"


def closed(client):
    """Reads to the end: True when the peer has closed."""
    try:
        while client.recv(65536):
            pass
    except ConnectionResetError:
        pass
    return True


class Messages(Case):
    def setUp(self):
        super().setUp()
        self.daemon = self.start()

    def refused(self, data):
        with self.daemon.connect() as client:
            client.sendall(data)
            status, error, headers = read_reply(client)
            self.assertEqual(headers["Connection"], "close")
            self.assertTrue(error["message"])
            self.assertTrue(closed(client))
            return status

    def test_an_old_client_that_wants_to_stay_is_told_that_it_may(self):
        with self.daemon.connect() as client:
            reader = client.makefile("rb")
            for _ in range(2):
                client.sendall(b"GET /health HTTP/1.0\r\n" + HOST + b"Connection: keep-alive\r\n\r\n")
                status, _, headers = read_reply(client, reader)
                self.assertEqual((status, headers["Connection"]), (200, "keep-alive"))
            client.sendall(b"GET /health HTTP/1.0\r\n" + HOST + b"\r\n")
            self.assertEqual(read_reply(client, reader)[2]["Connection"], "close")
            self.assertTrue(closed(client))

    def test_a_head_too_large_is_431(self):
        self.assertEqual(self.refused(b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"x" * 20000), 431)

    def test_a_target_too_long_is_414(self):
        self.assertEqual(self.refused(b"GET /search?q=" + b"a" * 13000 + b" HTTP/1.1\r\n"), 414)

    def test_too_many_headers_are_431(self):
        self.assertEqual(self.refused(b"GET / HTTP/1.1\r\n" + HOST + b"A: b\r\n" * 64 + b"\r\n"), 431)

    def test_a_body_too_large_is_413_before_it_is_sent(self):
        self.assertEqual(self.refused(b"POST /search HTTP/1.1\r\n" + HOST + b"Content-Length: 1048577\r\n\r\n"), 413)

    def test_what_could_be_read_in_two_ways_is_400(self):
        both = b"POST /search HTTP/1.1\r\n" + HOST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
        self.assertEqual(self.refused(both), 400)
        self.assertEqual(self.refused(b"GET / HTTP/1.1\n" + HOST + b"\r\n"), 400)
        self.assertEqual(self.refused(b"GET / HTTP/1.1\r\n\r\n"), 400)

    def test_no_http_is_400(self):
        self.assertEqual(self.refused(b"\x16\x03\x01\x02\x00"), 400)

    def test_a_client_that_closes_its_half_still_gets_its_answers(self):
        with self.daemon.connect() as client:
            client.sendall(request("GET", "/search?q=Ceuta") + request("GET", "/health"))
            client.shutdown(socket.SHUT_WR)
            reader = client.makefile("rb")
            self.assertEqual(read_reply(client, reader)[0], 200)
            self.assertEqual(read_reply(client, reader)[0], 200)
            self.assertEqual(reader.read(), b"")

    def test_more_pipelined_than_is_held_is_still_answered(self):
        count = 10000
        with self.daemon.connect() as client:
            sender = threading.Thread(target=client.sendall, args=(request("GET", "/stats") * count,))
            sender.start()
            reader = client.makefile("rb")
            for _ in range(count):
                self.assertEqual(read_reply(client, reader)[0], 200)
            sender.join()

    def test_a_client_that_never_reads_is_not_served_for_ever(self):
        """Its unsent output is bounded, so reading its requests stops and its sending blocks."""
        with self.daemon.connect() as client:
            client.settimeout(1)
            with self.assertRaises(TimeoutError):
                for _ in range(100):
                    client.sendall(request("GET", "/documents/ceuta-1") * 10000)
            self.assertEqual(self.daemon.get("/health")[0], 200)

    def test_a_request_that_drips_in_is_given_up_with_408(self):
        with self.daemon.connect() as client:
            client.sendall(b"GET /health HTTP/1.1\r\n" + HOST)
            status, error, _ = read_reply(client)
            self.assertEqual((status, error["code"]), (408, "timeout"))


class Crowds(Case):
    def test_one_connection_too_many_is_told_so(self):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        daemon = self.start()
        clients = [daemon.connect() for _ in range(1024)]
        try:
            clients[-1].sendall(request("GET", "/health"))
            self.assertEqual(read_reply(clients[-1])[0], 200)
            with daemon.connect() as one_more:
                status, error, headers = read_reply(one_more)
                self.assertEqual((status, error["code"], headers["Retry-After"]), (503, "busy", "1"))
        finally:
            for client in clients:
                client.close()
        wait_until(lambda: daemon.get("/health")[0] == 200, "the crowd has gone")

    def test_a_full_queue_is_503_and_the_others_are_served(self):
        daemon = self.start("--workers", "1")
        worker = daemon.workers()[0]
        self.assertEqual(daemon.get("/search?q=Ceuta")[0], 200)
        os.kill(worker, signal.SIGSTOP)
        clients = [daemon.connect() for _ in range(300)]
        for client in clients:
            client.sendall(request("GET", "/search?q=Ceuta"))
        busy = [read_reply(client) for client in clients[257:]]
        os.kill(worker, signal.SIGCONT)
        for status, error, headers in busy:
            self.assertEqual((status, error["code"], headers["Retry-After"]), (503, "busy", "1"))
        for client in clients[:257]:
            self.assertEqual(read_reply(client)[0], 200)
        for client in clients:
            client.close()

    def test_clients_that_leave_take_their_requests_with_them(self):
        daemon = self.start("--workers", "1")
        worker = daemon.workers()[0]
        self.assertEqual(daemon.get("/health")[0], 200)
        os.kill(worker, signal.SIGSTOP)
        clients = [daemon.connect() for _ in range(50)]
        for client in clients:
            client.sendall(request("GET", "/search?q=Ceuta") * 3)
        wait_until(lambda: daemon.get("/health")[1]["queued"] == 49, "all are queued")
        for client in clients:
            client.close()
        os.kill(worker, signal.SIGCONT)
        self.assertEqual(daemon.get("/search?q=Ceuta")[0], 200)

    def is_well(self, path):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(PATIENCE)
            try:
                client.connect(path)
                client.sendall(request("GET", "/health"))
                return read_reply(client)[0] == 200
            except (ConnectionError, IndexError):
                return False  # it was closed at once: no descriptor was free

    def test_running_out_of_descriptors_neither_spins_nor_ends_the_daemon(self):
        limited = ["sh", "-c", 'ulimit -n 40; exec "$0" "$@"', program("tallyd")]
        path = os.path.join(self.folder, "small")
        process = subprocess.Popen(limited + ["-d", os.path.join(self.folder, "index"), "-s", path],
                                   stderr=subprocess.PIPE, text=True)
        try:
            self.assertIn("serving", process.stderr.readline())
            clients = []
            for _ in range(100):
                client = socket.socket(socket.AF_UNIX)
                client.connect(path)
                clients.append(client)
            for client in clients:
                client.close()
            wait_until(lambda: self.is_well(path), "it answers again")
        finally:
            process.terminate()
            process.wait(PATIENCE)
            process.stderr.close()


class Tcp(Case):
    def setUp(self):
        super().setUp()
        self.daemon = self.start("--listen", "127.0.0.1:0")

    def status(self, headers):
        with socket.create_connection(("127.0.0.1", self.daemon.tcp_port()), PATIENCE) as client:
            client.sendall(request("GET", "/search?q=Ceuta", None, headers))
            return read_reply(client)[0]

    def test_names_of_this_machine_are_served(self):
        for host in ("localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]", "[::1]:1"):
            self.assertEqual(self.status({"Host": host}), 200, host)

    def test_a_foreign_host_is_421(self):
        for host in ("example.org", "localhost.example.org", "127.0.0.1.example.org", "localhost:80x", "", "[::1"):
            self.assertEqual(self.status({"Host": host}), 421, host)

    def test_a_foreign_origin_is_403(self):
        for origin in ("http://example.org", "null", "https://localhost", "http://localhost.example.org"):
            self.assertEqual(self.status({"Origin": origin}), 403, origin)
        self.assertEqual(self.status({"Origin": "http://localhost:3000"}), 200)

    def test_the_unix_socket_asks_for_neither(self):
        self.assertEqual(self.daemon.ask("GET", "/health", None, {"Host": "a", "Origin": "http://b"})[0], 200)

    def test_a_port_alone_is_one_of_this_machine(self):
        result = self.run_program("tally", "-p", str(self.daemon.tcp_port()), "search", "-l", "zebra")
        self.assertEqual((result.returncode, result.stdout), (0, "escape\n"))

    def test_every_address_of_a_name_is_tried(self):
        """localhost may be ::1 first, where nobody listens."""
        result = self.run_program("tally", "-H", "localhost", "-p", str(self.daemon.tcp_port()), "search", "-l", "zebra")
        self.assertEqual((result.returncode, result.stdout), (0, "escape\n"))

    def test_the_client_speaks_tcp(self):
        port = str(self.daemon.tcp_port())
        result = self.run_program("tally", "-H", "127.0.0.1", "-p", port, "search", "-l", "zebra")
        self.assertEqual((result.returncode, result.stdout), (0, "escape\n"))


class Starts(Case):
    def refused(self, *options):
        result = self.run_program("tallyd", *options)
        self.assertEqual(result.returncode, 2, result.stderr)
        return result.stderr

    def test_a_missing_directory_is_refused(self):
        self.assertIn("No such file", self.refused("-d", self.folder + "/none", "-s", self.folder + "/socket"))

    def test_a_missing_folder_for_the_socket_is_told(self):
        said = self.refused("-d", self.folder, "-s", self.folder + "/none/socket")
        self.assertIn("No such file", said)
        self.assertIn("-s", said)

    def test_a_path_too_long_is_refused(self):
        self.assertIn("107", self.refused("-d", self.folder, "-s", "/tmp/" + "a" * 103))

    def test_a_live_socket_is_not_taken_over(self):
        daemon = self.start()
        self.assertIn("another daemon", self.refused("-d", daemon.directory, "-s", daemon.path))
        self.assertEqual(daemon.get("/health")[0], 200)

    def test_a_stale_socket_is_replaced(self):
        with socket.socket(socket.AF_UNIX) as left:
            left.bind(os.path.join(self.folder, "socket"))
        self.assertEqual(self.start().get("/health")[0], 200)

    def test_a_file_that_is_no_socket_is_left_alone(self):
        path = os.path.join(self.folder, "file")
        with open(path, "w") as file:
            file.write("precious")
        self.assertIn("no socket", self.refused("-d", self.folder, "-s", path))
        with open(path) as file:
            self.assertEqual(file.read(), "precious")

    def test_only_addresses_of_this_machine_are_served(self):
        for address in ("0.0.0.0:0", "[::]:0", "192.0.2.1:80", "8080", "127.0.0.1:", "127.0.0.1:99999", "a:1"):
            self.assertTrue(self.refused("-d", self.folder, "-s", self.folder + "/s", "--listen", address))
            self.assertFalse(os.path.exists(self.folder + "/s"))

    def test_the_socket_is_open_to_owner_and_group_only(self):
        mode = os.stat(self.start().path).st_mode
        self.assertTrue(stat.S_ISSOCK(mode))
        self.assertEqual(stat.S_IMODE(mode), 0o660)

    def test_bad_options_are_refused(self):
        for options in ([], ["-d"], ["-d", self.folder, "--workers", "0"], ["-d", self.folder, "--workers", "65"],
                        ["-d", self.folder, "--nonsense"], ["-d", self.folder, "more"]):
            self.assertTrue(self.refused(*options))

    def test_the_address_that_is_listened_on_is_served(self):
        daemon = self.start("--listen", "127.0.0.2:0")
        port = daemon.tcp_port()
        with socket.create_connection(("127.0.0.2", port), PATIENCE) as client:
            client.sendall(request("GET", "/health", None, {"Host": f"127.0.0.2:{port}"}))
            self.assertEqual(read_reply(client)[0], 200)

    def test_words_about_options_are_plain(self):
        self.assertIn("tallyd --help", self.refused("--nonsense"))
        self.assertIn("no arguments", self.refused("-d", self.folder, "more"))
        self.assertIn("expected -d DIR", self.refused())

    def test_help_and_version_are_answers(self):
        self.assertIn("--listen", self.run_program("tallyd", "--help").stdout)
        for option in ("-V", "--version"):
            self.assertTrue(self.run_program("tallyd", option).stdout.startswith("tallyd "))


if __name__ == "__main__":
    unittest.main()
