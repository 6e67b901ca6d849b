"""For the tests of the daemon and its client: plain bytes on its socket, and the processes behind it.

Files are unittest modules, called as the others are: with the folder of the built programs.
"""
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import unittest

import harness
from harness import BIN, SOURCE, program

if len(sys.argv) > 1:
    del sys.argv[1]  # the folder of programs, which harness has taken; the rest is unittest's

PATIENCE = 20  # seconds until a wait is given up; nothing is measured

ARTICLES = [
    {"id": "ceuta-1", "title": "Guards stop 50,000 attempts", "date": "2020-02-06", "source": "example.org",
     "url": "http://example.org/1",
     "body": "Border guards at Ceuta and Melilla foiled more than 50,000 migration attempts in 2019. "
             "Officers <b>dismantled</b> in all 80 smuggling networks."},
    {"id": "news/2021 a+b", "title": "Port grows", "date": "2021-05-01", "source": "example.org",
     "body": "The port of Ceuta moved 3.5 million tonnes of goods."},
    {"id": "escape", "title": "Colour \x1b[31mred\x1b[0m\u0085title", "date": "2022-01-01", "source": "example.net",
     "body": "A zebra with an escape \x1b]0;owned\x07 sequence and a tab\there, \u202eturned\u2066."},
]


def index(directory, articles):
    lines = "".join(json.dumps(article) + "\n" for article in articles)
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as file:
        file.write(lines)
    try:
        subprocess.run([program("tally-index"), "-q", "-d", directory, file.name], check=True, timeout=PATIENCE)
    finally:
        os.unlink(file.name)


def wait_until(what, why):
    if not harness.wait_until(what, PATIENCE):
        raise AssertionError("never happened: " + why)


class Daemon:
    """A running tallyd."""

    def __init__(self, folder, *options, directory=None):
        self.directory = directory or os.path.join(folder, "index")
        self.path = os.path.join(folder, "socket")
        self.process = subprocess.Popen([program("tallyd"), "-d", self.directory, "-s", self.path, *options],
                                        stderr=subprocess.PIPE, text=True)
        self.ready = self.process.stderr.readline()
        if "serving" not in self.ready:
            raise AssertionError("tallyd did not start: " + self.ready)

    def workers(self):
        pid = self.process.pid
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(child) for child in file.read().split()]

    def tcp_port(self):
        return int(self.ready.rsplit(":", 1)[1])

    def stop(self):
        if self.process.poll() is None:
            for worker in self.workers():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGCONT)
            self.process.terminate()
        self.process.wait(PATIENCE)
        said = self.process.stderr.read()  # until the workers, who share it, have ended too
        self.process.stderr.close()
        if "Sanitizer" in said or "runtime error" in said:
            raise AssertionError(said)

    def connect(self):
        client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        client.connect(self.path)  # without a time limit yet: with one, a full backlog is an error at once
        client.settimeout(PATIENCE)
        return client

    def ask(self, method, target, body=None, headers=None):
        """(status, JSON, headers) of one request."""
        with self.connect() as client:
            client.sendall(request(method, target, body, headers))
            return read_reply(client)

    def get(self, target):
        return self.ask("GET", target)


def request(method, target, body=None, headers=None):
    lines = {"Host": "localhost", **(headers or {})}
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    if body is not None:
        lines.setdefault("Content-Type", "application/json")
        lines["Content-Length"] = str(len(data))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"{method} {target} HTTP/1.1\r\n{head}\r\n".encode() + data


def read_reply(client, reader=None):
    """(status, JSON, headers) of one reply; `reader` is the client's file when more replies follow."""
    file = reader or client.makefile("rb")
    status = int(file.readline().split()[1])
    headers = http.client.parse_headers(file)
    return status, json.loads(file.read(int(headers["Content-Length"]))), headers


class Case(unittest.TestCase):
    """A temporary folder with an index of ARTICLES in it."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="tally-test-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        index(os.path.join(self.folder, "index"), ARTICLES)

    def start(self, *options, **more):
        daemon = Daemon(self.folder, *options, **more)
        self.addCleanup(daemon.stop)
        return daemon

    def run_program(self, name, *arguments, **more):
        return subprocess.run([program(name), *arguments], capture_output=True, text=True, timeout=PATIENCE, **more)
