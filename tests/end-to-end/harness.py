"""What every end-to-end test uses: real programs in a folder of their own, and a runner for tests named as sentences.

A test file defines functions whose names are sentences that could be false, each taking a Folder, and ends with
`harness.main(globals())`. It is called with the folder of the built programs. A test that raises has failed; one that
raises Skip is skipped and says why.
"""
import http.client, json, os, shutil, signal, socket, subprocess, sys, tempfile, time, traceback, types, urllib.parse

BIN = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else ""
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SHARED = os.path.join(os.path.dirname(SOURCE), "shared")
SECONDS_MAX = 300


class Skip(Exception):
    pass


def shared(name):
    """A file of the shared folder beside the checkout; the test is skipped where there is none."""
    path = os.path.join(SHARED, name)
    if not os.path.exists(path):
        raise Skip("no %s beside the checkout" % name)
    return path


def large(name):
    """As shared(), for whole corpora: the thread sanitizer makes them last for minutes and has nothing to see in them."""
    if os.path.basename(os.path.dirname(BIN)) == "tsan":
        raise Skip("whole corpora are not for the thread sanitizer")
    return shared(name)


def program(name):
    return os.path.join(BIN, name)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path, timeout=60):
        super().__init__("tally", timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class Folder:
    """A new folder; what was started in it ends with it."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="tally-e2e-")
        self.daemons = []

    def file(self, name):
        return os.path.join(self.path, name)

    def write(self, name, content):
        path = self.file(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(content if isinstance(content, bytes) else content.encode("utf8"))
        return path

    def run(self, name, *arguments, input=None, environment=None):
        """CompletedProcess with text; never raises for an exit code."""
        return subprocess.run([program(name), *arguments], input=input, capture_output=True, text=True, cwd=self.path,
                              env=dict(os.environ, NO_COLOR="1", **(environment or {})), timeout=SECONDS_MAX)

    def index(self, *arguments, directory="index"):
        return self.run("tally-index", "-d", self.file(directory), *arguments)

    def serve(self, articles):
        """A daemon over an index of these."""
        lines = self.write("articles.jsonl", "".join(json.dumps(article) + "\n" for article in articles))
        done = self.index("-q", lines)
        assert done.returncode == 0, done
        return self.daemon()

    def daemon(self, *arguments, directory="index"):
        daemon = Daemon(self, self.file(directory), self.file("tally-%d.sock" % len(self.daemons)), arguments)
        self.daemons.append(daemon)
        return daemon

    def close(self):
        for daemon in self.daemons:
            daemon.close()
        shutil.rmtree(self.path, ignore_errors=True)


class Daemon:
    def __init__(self, folder, directory, path, arguments):
        self.folder, self.path = folder, path
        self.process = subprocess.Popen([program("tallyd"), "-d", directory, "-s", path, *arguments],
                                        stderr=subprocess.PIPE, text=True)
        self.ready_line = self.process.stderr.readline()
        if not self.ready_line.startswith("tallyd: serving"):
            self.process.wait()
            raise AssertionError("tallyd did not start: " + self.ready_line)
        self.connection = None

    def request(self, method, target, body=None, headers=None):
        """(status, headers, body as bytes) over one kept connection."""
        if not self.connection:
            self.connection = UnixConnection(self.path)
        try:
            self.connection.request(method, target, body=body, headers=headers or {})
            reply = self.connection.getresponse()
            return reply.status, reply.headers, reply.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise

    def get(self, target):
        status, _, body = self.request("GET", target)
        return status, json.loads(body)

    def search(self, query, **parameters):
        status, reply = self.get("/search?" + urllib.parse.urlencode(dict(parameters, q=query)))
        assert status == 200, reply
        return reply

    def ids(self, query, **parameters):
        return [hit["id"] for hit in self.search(query, **parameters)["hits"]]

    def tally(self, *arguments):
        return self.folder.run("tally", "-s", self.path, *arguments)

    def close(self):
        """Ends the daemon; returns its exit code."""
        if self.connection:
            self.connection.close()
            self.connection = None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process.stderr.close()
        return self.process.returncode


def wait_until(condition, seconds=20):
    """Polls until condition() is true; what it returned last."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.02)


def run_test(name, function):
    """ok, failed or skipped."""
    folder = Folder()
    try:
        function(folder)
        print("ok       %s" % name, flush=True)
        return "ok"
    except Skip as reason:
        print("skipped  %s: %s" % (name, reason), flush=True)
        return "skipped"
    except Exception:
        print("FAILED   %s" % name, flush=True)
        traceback.print_exc(file=sys.stdout)
        return "failed"
    finally:
        folder.close()


def main(names):
    own = [(name, value) for name, value in names.items()
           if isinstance(value, types.FunctionType) and value.__module__ == "__main__" and
           value.__code__.co_varnames[:value.__code__.co_argcount] == ("folder",)]
    wanted = sys.argv[2:]
    results = [run_test(name, function) for name, function in own if not wanted or name in wanted]
    print("%d passed, %d failed, %d skipped" % tuple(results.count(r) for r in ("ok", "failed", "skipped")))
    sys.exit(1 if "failed" in results or not results else 0)
