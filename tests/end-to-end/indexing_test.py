#!/usr/bin/env python3
"""tally-index as its users meet it: good input, bad input, a full disk, two writers, kill -9."""
import fcntl, gzip, json, os, pty, random, re, signal, struct, subprocess, sys, termios, time

import harness
from harness import large, program


def articles(count, first=0, words="boats"):
    return "".join(json.dumps({"id": "a%d" % i, "title": "Report %d" % i, "date": "2021-03-%02d" % (i % 28 + 1),
                               "body": "On the coast %d %s were counted near Ceuta, number %d of the list." %
                                       (1000 + i, words, i)}) + "\n" for i in range(first, first + count))


def counts(done):
    """added, updated, unchanged, failed"""
    found = re.search(r"(\d+) added, (\d+) updated, (\d+) unchanged, (\d+) failed", done.stdout)
    assert found, done.stdout + done.stderr
    return tuple(map(int, found.groups()))


def count_in(folder, query="Ceuta"):
    daemon = folder.daemon()
    total = daemon.search(query)["total"]
    daemon.close()
    return total


def unchanged_articles_are_skipped_and_changed_ones_replaced(folder):
    path = folder.write("in/a.jsonl", articles(5))
    assert counts(folder.index(path)) == (5, 0, 0, 0)
    assert counts(folder.index(path)) == (0, 0, 5, 0)
    folder.write("in/a.jsonl", articles(4) + articles(1, first=4, words="ships"))
    assert counts(folder.index(path)) == (0, 1, 4, 0)
    daemon = folder.daemon()
    assert daemon.search("Ceuta")["total"] == 5
    assert daemon.ids("ships") == ["a4"]
    assert "a4" not in daemon.ids("boats")


def deleted_articles_are_found_no_more(folder):
    folder.index(folder.write("a.jsonl", articles(3)))
    daemon = folder.daemon()
    assert daemon.search("Ceuta")["total"] == 3
    done = folder.index("--delete", "a1", "nobody")
    assert done.returncode == 1 and done.stdout == "1 deleted, 1 not found\n" and "nobody" in done.stderr, done
    assert sorted(daemon.ids("Ceuta")) == ["a0", "a2"]
    assert daemon.get("/documents/a1")[0] == 404
    assert folder.index("--merge").returncode == 0
    assert daemon.search("Ceuta")["total"] == 2


def every_way_in_gives_the_same_articles(folder):
    text = articles(3)
    plain = folder.write("a.jsonl", text)
    packed = folder.write("b.jsonl.gz", gzip.compress(text.encode()))
    subprocess.run(["zstd", "-q", plain, "-o", folder.file("c.jsonl.zst")], check=True)
    for directory, arguments, data in (("plain", [plain], None), ("gz", [packed], None),
                                       ("zst", [folder.file("c.jsonl.zst")], None), ("stdin", ["-"], text)):
        done = folder.run("tally-index", "-d", folder.file(directory), *arguments, input=data)
        assert counts(done) == (3, 0, 0, 0), done
        assert done.returncode == 0


def ids_are_paths_below_the_folder_and_a_single_file_has_its_name(folder):
    folder.write("tree/x/one.txt", "One boat.")
    folder.write("tree/two.html", "<html><body><p>Two boats.</p></body></html>")
    folder.write("tree/notes.figures", "not an article")
    assert counts(folder.index(folder.file("tree"))) == (2, 0, 0, 0)
    assert counts(folder.index(folder.file("tree/x/one.txt"))) == (1, 0, 0, 0)
    assert sorted(folder.daemon().ids("boat OR boats")) == ["one.txt", "two.html", "x/one.txt"]


def a_long_id_is_shortened_and_found_again_by_its_own_name(folder):
    long_id = "x" * 500
    path = folder.write("a.jsonl", json.dumps({"id": long_id, "body": "Ceuta"}) + "\n")
    assert counts(folder.index(path)) == (1, 0, 0, 0)
    assert counts(folder.index(path)) == (0, 0, 1, 0)
    daemon = folder.daemon()
    found = daemon.ids("Ceuta")[0]
    assert len(found.encode()) <= 200
    assert daemon.get("/documents/" + found)[0] == 200
    assert daemon.get("/documents/" + long_id)[0] == 200


def bad_input(folder, name, content, exit_code, *expected):
    """One line about it on standard error; what was indexed before is still answered."""
    folder.index(folder.write("good.jsonl", articles(3)))
    path = folder.write(name, content) if content is not None else folder.file(name)
    done = folder.index(path)
    assert done.returncode == exit_code, done
    lines = done.stderr.strip().split("\n")
    assert len(lines) == 1, done.stderr
    for words in (name,) + expected:
        assert words in lines[0], lines[0]
    assert count_in(folder) >= 3
    return done


def a_missing_path_is_named(folder):
    bad_input(folder, "nowhere", None, 1, "No such file")


def a_binary_file_is_named(folder):
    bad_input(folder, "program.txt", b"\x7fELF\x02\x01\0\0\0\0" * 50, 1, "binary")


def broken_utf8_is_repaired_with_a_line_that_says_where(folder):
    done = bad_input(folder, "broken.txt", b"Melilla \xff\xfe and Ceuta", 0, "UTF-8", "byte 8")
    assert counts(done) == (1, 0, 0, 0)


def one_broken_place_is_one(folder):
    bad_input(folder, "one.txt", b"Melilla \xff and Ceuta", 0, "1 place is not UTF-8")
    bad_input(folder, "one.jsonl", b'{"id":"x","body":"Melilla \xff and Ceuta"}\n', 0, "1 place is not UTF-8")


def an_empty_stem_is_refused(folder):
    done = folder.index("--stem", "", folder.write("a.txt", "Ceuta"))
    assert done.returncode == 2 and "--stem takes" in done.stderr, done


def an_empty_path_is_said_to_be_empty(folder):
    done = folder.index("")
    assert done.returncode == 1, done.stderr
    assert '"": expected the path of a file or a folder' in done.stderr, done.stderr


def a_truncated_archive_gives_its_whole_lines_and_one_error(folder):
    text = "".join(json.dumps({"id": "t%d" % i, "body": "Ceuta " + " ".join(random.Random(i).choices("abcdefgh", k=400))})
                   + "\n" for i in range(4000))
    subprocess.run(["zstd", "-q", "-o", folder.file("whole.zst")], input=text.encode(), check=True)
    whole = open(folder.file("whole.zst"), "rb").read()
    done = bad_input(folder, "cut.jsonl.zst", whole[:len(whole) * 2 // 3], 1)
    added, _, _, failed = counts(done)
    assert added > 1000 and failed == 1, done.stdout


def a_json_line_without_body_is_named_by_line(folder):
    done = bad_input(folder, "lines.jsonl", articles(2, first=10) + '{"id":"x","title":"no body"}\n' + articles(1, first=20),
                     1, "lines.jsonl:3:", "body")
    assert counts(done) == (3, 0, 0, 1)


def an_index_of_a_newer_schema_is_refused_untouched(folder):
    folder.index(folder.write("good.jsonl", articles(3)))
    before = newer_schema(folder.file("index/MANIFEST"))
    done = folder.index(folder.write("more.jsonl", articles(1, first=9)))
    assert done.returncode == 2 and "newer" in done.stderr, done
    assert len(done.stderr.strip().split("\n")) <= 2
    assert open(folder.file("index/MANIFEST"), "rb").read() == before
    daemon = subprocess.run([program("tallyd"), "-d", folder.file("index"), "-s", folder.file("s")], capture_output=True,
                            text=True, timeout=30)
    assert daemon.returncode == 2 and "newer" in daemon.stderr, daemon


def newer_schema(path):
    """Writes the manifest again as a later schema would, with a checksum that fits; its bytes."""
    import ctypes, ctypes.util
    head, body = open(path, "rb").read().split(b"\n", 1)
    body = re.sub(rb'"schema":\d+', b'"schema":99', body)
    library = ctypes.CDLL(ctypes.util.find_library("xxhash") or "libxxhash.so.0")
    library.XXH3_64bits.restype = ctypes.c_uint64
    library.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    words = head.split(b" ")
    words[-1] = b"%016x" % library.XXH3_64bits(body, len(body))
    data = b" ".join(words) + b"\n" + body
    open(path, "wb").write(data)
    return data


def a_damaged_manifest_is_refused_untouched(folder):
    folder.index(folder.write("good.jsonl", articles(3)))
    path = folder.file("index/MANIFEST")
    data = bytearray(open(path, "rb").read())
    data[len(data) // 2] ^= 1
    open(path, "wb").write(data)
    done = folder.index(folder.write("more.jsonl", articles(1, first=9)))
    assert done.returncode == 2 and "MANIFEST" in done.stderr, done
    assert open(path, "rb").read() == bytes(data)


def a_full_disk_is_said_and_what_was_published_stays(folder):
    if os.geteuid() != 0:
        raise harness.Skip("mounting a small file system needs root")
    mount = folder.file("small")
    os.mkdir(mount)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tally-test", mount], capture_output=True).returncode:
        raise harness.Skip("no file system can be mounted here")
    try:
        assert counts(folder.index(folder.write("good.jsonl", articles(50)), directory="small/index"))[0] == 50
        done = folder.index(folder.write("large.jsonl", articles(60000, first=100)), directory="small/index")
        assert done.returncode == 2 and "No space left" in done.stderr, done
        assert "small/index" in done.stderr and "article" not in done.stderr, done
        assert len(done.stderr.strip().split("\n")) == 1, done.stderr
        assert folder.index("--check", directory="small/index").returncode == 0
        daemon = folder.daemon(directory="small/index")
        assert daemon.search("Ceuta")["total"] == 50
        daemon.close()
        assert counts(folder.index(folder.write("few.jsonl", articles(20, first=100)), directory="small/index"))[0] == 20
    finally:
        for daemon in folder.daemons:
            daemon.close()
        subprocess.run(["umount", mount], check=True)


def a_second_writer_waits_and_then_says_so(folder):
    folder.index(folder.write("good.jsonl", articles(3)))
    first = subprocess.Popen([program("tally-index"), "-d", folder.file("index"), "-"], stdin=subprocess.PIPE, text=True,
                             stdout=subprocess.PIPE)
    first.stdin.write(articles(1, first=50))
    first.stdin.flush()
    assert harness.wait_until(lambda: locked(folder.file("index/LOCK")))
    path = folder.write("more.jsonl", articles(1, first=60))
    second = folder.index("--wait", "0.3", path)
    assert second.returncode == 2, second
    assert len(second.stderr.strip().split("\n")) <= 2 and "writ" in second.stderr, second.stderr
    waiting = subprocess.Popen([program("tally-index"), "-d", folder.file("index"), path], stdout=subprocess.PIPE, text=True)
    time.sleep(0.2)
    first.communicate()
    assert first.returncode == 0
    out, _ = waiting.communicate(timeout=60)
    assert waiting.returncode == 0 and out.startswith("1 added"), out
    assert count_in(folder) == 5


def locked(path):
    import fcntl
    with open(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        except OSError:
            return True


def killed_at_any_moment_the_index_opens_and_the_next_run_completes_it(folder):
    """Runs are killed at random moments; each later one starts from a published state, and the last completes all."""
    generator = random.Random(1987)
    path = folder.write("all.jsonl", articles(3000))
    started = time.monotonic()
    assert folder.index(path, directory="measure").returncode == 0
    seconds = time.monotonic() - started
    for attempt in range(int(os.environ.get("TALLY_KILLS", "25"))):
        # Articles change from run to run, so that every run has something to write and to bury.
        folder.write("all.jsonl", articles(3000, words="boats%d" % attempt))
        run = subprocess.Popen([program("tally-index"), "-q", "-d", folder.file("index"), path])
        time.sleep(generator.uniform(0, seconds * 1.2))
        run.send_signal(signal.SIGKILL)
        run.wait()
        if os.path.exists(folder.file("index/MANIFEST")):
            checked = folder.index("--check")
            assert checked.returncode == 0, checked
    folder.write("all.jsonl", articles(3000, words="ships"))
    assert folder.index(path).returncode == 0
    daemon = folder.daemon()
    assert daemon.search("ships")["total"] == 3000
    assert daemon.search("Ceuta")["total"] == 3000


def output_is_plain_when_piped(folder):
    done = folder.index(folder.write("good.jsonl", articles(3)))
    assert "\r" not in done.stderr + done.stdout and "\033" not in done.stderr + done.stdout
    assert done.stdout == "3 added, 0 updated, 0 unchanged, 0 failed\n" and done.stderr == ""


def on_a_terminal(folder, columns, *arguments):
    """What tally-index writes to a terminal of that width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    run = subprocess.Popen([program("tally-index"), "-d", folder.file("index"), *arguments], stdout=theirs, stderr=theirs)
    os.close(theirs)
    out = b""
    try:
        while chunk := os.read(ours, 65536):
            out += chunk
    except OSError:  # the other side is closed
        pass
    os.close(ours)
    assert run.wait() == 0, out
    return out.decode()


def the_progress_line_fits_the_terminal_and_tells_of_writing_too(folder):
    path = folder.write("many.jsonl", articles(60000))
    lines = on_a_terminal(folder, 30, path).split("\r")
    assert lines[-2:] == ["\033[K60000 added, 0 updated, 0 unchanged, 0 failed", "\n"], lines
    drawn = [line.replace("\033[K", "") for line in lines[:-2] if line]
    assert all(0 < len(line) < 30 for line in drawn), drawn
    assert any(line.startswith("indexing ") for line in drawn), drawn
    assert any(line.startswith("writing ") for line in drawn), drawn


def usage_errors_say_what_was_expected(folder):
    for arguments in ([], ["-d", "x"], ["--lines"], ["--no-such-option"], ["-d", "x", "--wait", "soon", "y"]):
        done = folder.run("tally-index", *arguments)
        assert done.returncode == 2 and done.stderr, arguments
    assert "usage" in folder.run("tally-index", "--help").stdout


def figures_are_printed_without_an_index(folder):
    folder.write("in/a.txt", "Boats Up\n\nMore than 65,000 migrants crossed.Read Also: Spain Pays €60 Million\n")
    done = folder.run("tally-index", "--figures", folder.file("in"))
    article = json.loads(done.stdout)
    main = [f for f in article["figures"] if f["zone"] == "main"]
    assert article["id"] == "a.txt" and [f["value"] for f in main] == [65000]
    assert main[0]["qualifier"] == ">" and main[0]["noun"] == "migrants"
    assert [f["value"] for f in article["figures"] if f["zone"] == "related"] == [60000000]
    lines = folder.run("tally-index", "--figures", "--lines", input="About 50 boats.\nNothing.\n")
    first, second = map(json.loads, lines.stdout.splitlines())
    assert first["text"] == "About 50 boats." and second["figures"] == []
    assert first["figures"][0]["value"] == 50 and first["figures"][0]["change"] == "~"


def new_articles_become_visible_while_queries_go_on(folder):
    """A second run updates the index under a daemon that never fails a query."""
    folder.index(folder.write("one.jsonl", articles(500)))
    daemon = folder.daemon()
    path = folder.write("two.jsonl", articles(3000, first=500))
    run = subprocess.Popen([program("tally-index"), "-q", "-d", folder.file("index"), path])
    seen = set()
    while run.poll() is None:
        seen.add(daemon.search("Ceuta boats", limit=3)["total"])
    assert run.returncode == 0
    assert harness.wait_until(lambda: daemon.search("Ceuta")["total"] == 3500)
    assert seen <= {500, 3500}, seen


def an_index_moved_into_place_is_followed_and_one_that_is_gone_is_kept(folder):
    for directory, words in (("index", "boats"), ("other", "ships")):
        folder.index(folder.write(directory + ".jsonl", articles(3, words=words)), directory=directory)
    daemon = folder.daemon("--workers", "1")
    assert daemon.search("boats")["total"] == 3
    os.rename(folder.file("index"), folder.file("old"))
    assert daemon.search("boats")["total"] == 3
    os.rename(folder.file("other"), folder.file("index"))
    assert daemon.search("ships")["total"] == 3 and daemon.search("boats")["total"] == 0


def reuters_is_indexed_below_one_gibibyte_and_answers_during_an_update(folder):
    corpus = large("corpora/reuters21578.jsonl.zst")
    first = subprocess.run(["/usr/bin/env", "python3", "-c", MEASURE, program("tally-index"), "-d", folder.file("index"),
                            corpus], capture_output=True, text=True)
    kilobytes = int(first.stdout.strip().split("\n")[-1])
    assert first.returncode == 0 and "21578 added" in first.stdout and "0 failed" in first.stdout, first
    if "SANITIZED" not in os.environ:
        assert kilobytes < 1 << 20, kilobytes
    daemon = folder.daemon()
    path = folder.write("more.jsonl", articles(200))
    run = subprocess.Popen([program("tally-index"), "-q", "-d", folder.file("index"), path])
    while run.poll() is None:
        assert daemon.search("oil price", limit=5)["total"] > 100
    assert harness.wait_until(lambda: daemon.search("Ceuta")["total"] >= 200)


MEASURE = """
import resource, subprocess, sys
done = subprocess.run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(done.returncode)
"""

if __name__ == "__main__":
    harness.main(globals())
