#!/usr/bin/env python3
"""What tally-index is given, sound and broken: nothing of it is lost without a word."""
import bz2, gzip, json, lzma, os, re, struct, subprocess, zlib

import harness


def lines(first, end):
    return "".join(json.dumps({"id": "a%d" % i, "body": "On day %d, %d boats." % (i, 1000 + i)}) + "\n"
                   for i in range(first, end)).encode()


def zstd(data):
    return subprocess.run(["zstd", "-q", "-c"], input=data, capture_output=True, check=True).stdout


PACKERS = {"gz": gzip.compress, "zst": zstd, "xz": lzma.compress, "bz2": bz2.compress}


def counts(done):
    """added, updated, unchanged, failed"""
    found = re.search(r"(\d+) added, (\d+) updated, (\d+) unchanged, (\d+) failed", done.stdout)
    assert found, done.stdout + done.stderr
    return tuple(map(int, found.groups()))


def index_bytes(folder, name, data):
    return folder.index(folder.write(name, data), directory="index-of-" + name)


def flip(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at:][1:]


def members_of_a_compressed_file_are_read_one_after_the_other(folder):
    for ending, pack in PACKERS.items():
        done = index_bytes(folder, "two.jsonl." + ending, pack(lines(0, 30)) + pack(lines(30, 60)))
        assert counts(done) == (60, 0, 0, 0), (ending, done)


def zeros_behind_a_compressed_file_are_no_fault(folder):
    for ending, pack in PACKERS.items():
        done = index_bytes(folder, "padded.jsonl." + ending, pack(lines(0, 30)) + bytes(512))
        assert counts(done) == (30, 0, 0, 0) and not done.stderr, (ending, done)


def skippable_frames_are_skipped(folder):
    skippable = struct.pack("<II", 0x184D2A53, 11) + b"hello world"
    done = index_bytes(folder, "skip.jsonl.zst", skippable + zstd(lines(0, 30)) + skippable + zstd(lines(30, 60)) + skippable)
    assert counts(done) == (60, 0, 0, 0) and not done.stderr, done


def other_bytes_behind_a_compressed_file_are_told_with_their_place_and_its_articles_kept(folder):
    for ending, pack in PACKERS.items():
        packed = pack(lines(0, 30))
        done = index_bytes(folder, "more.jsonl." + ending, packed + b"bytes of something else")
        assert counts(done) == (30, 0, 0, 1) and done.returncode == 1, (ending, done)
        assert "more.jsonl.%s:31: expected more " % ending in done.stderr, done
        assert "at byte %d of the file" % len(packed) in done.stderr, (done, len(packed))


def a_wrong_checksum_is_told_and_what_was_read_is_kept(folder):
    for ending, at in (("gz", -8), ("gz", -1), ("zst", -1), ("bz2", -3)):
        packed = PACKERS[ending](lines(0, 30))
        done = index_bytes(folder, "sum%d.jsonl.%s" % (at, ending), flip(packed, len(packed) + at))
        assert counts(done) == (30, 0, 0, 1) and done.returncode == 1, (ending, at, done)
        assert "broken" in done.stderr and "near byte" in done.stderr and len(done.stderr.splitlines()) == 1, done


def a_wrong_checksum_of_a_first_member_is_told(folder):
    first = gzip.compress(lines(0, 30))
    done = index_bytes(folder, "first.jsonl.gz", flip(first, len(first) - 8) + gzip.compress(lines(30, 60)))
    assert counts(done) == (30, 0, 0, 1), done


def a_compressed_file_cut_off_gives_what_came_before_and_the_byte_of_its_end(folder):
    for ending, pack in PACKERS.items():
        first, second = pack(lines(0, 30)), pack(lines(30, 60))
        for cut in (10, len(second) // 2, len(second) - 3):
            name = "cut%d.jsonl.%s" % (cut, ending)
            done = index_bytes(folder, name, first + second[:cut])
            added, _, _, failed = counts(done)
            assert 30 <= added <= 60 and failed == 1 and done.returncode == 1, (name, done)
            assert "data, but the file ends at byte %d" % (len(first) + cut) in done.stderr, (name, done)


def zstd_of_window(log, data):
    """A frame of one block, uncompressed."""
    return b"\x28\xB5\x2F\xFD\0" + bytes([(log - 10) << 3]) + (len(data) << 3 | 1).to_bytes(3, "little") + data


def xz_of_dictionary(code, data):
    packed = bytearray(lzma.compress(data))
    packed[16] = code # of its size
    packed[20:24] = zlib.crc32(packed[12:20]).to_bytes(4, "little")
    return bytes(packed)


def a_compressed_file_that_asks_for_too_much_memory_is_refused(folder):
    text = b"Fifty boats were counted."
    for log, code in ((27, 30), (28, 37)): # 128 and 256 MB, 128 and 1536 MB
        for name, packed, fault in (("a.txt.zst", zstd_of_window(log, text), "too much memory"),
                                    ("b.txt.xz", xz_of_dictionary(code, text), "more than 256 MB")):
            done = index_bytes(folder, "%d%s" % (log, name), packed)
            read = log == 27
            assert counts(done) == (int(read), 0, 0, int(not read)) and (fault in done.stderr) != read, (name, done)


def a_line_too_long_does_not_hide_that_the_file_breaks_off_in_it(folder):
    packed = gzip.compress(lines(0, 3) + b'{"id":"long","body":"' + b"x" * (25 << 20))
    done = index_bytes(folder, "long.jsonl.gz", packed[:-100])
    assert counts(done) == (3, 0, 0, 2), done
    assert "line longer than" in done.stderr and "the file ends at byte" in done.stderr, done


# ---- files of one name

def files_of_one_name_in_two_paths_are_told_and_the_first_one_stays(folder):
    folder.write("a/x.txt", "Fifty boats were counted.")
    folder.write("b/x.txt", "Ninety ships were counted.")
    for _ in range(2): # the second run says the same
        done = folder.index("a", "b/", "-q")
        assert done.returncode == 1 and not done.stdout, done
        assert done.stderr == ('tally-index: b/x.txt: has the id "x.txt" like a/x.txt, which stays\n'
                               "tally-index: give the folder that holds both, or one of them alone to replace the other\n")
    daemon = folder.daemon()
    assert daemon.ids("boats") == ["x.txt"] and daemon.ids("ships") == []
    assert counts(folder.index("b")) == (0, 1, 0, 0) # alone it replaces
    assert daemon.ids("ships") == ["x.txt"]
    assert counts(folder.index(".")) == (2, 0, 0, 0)


def single_files_of_one_name_are_told(folder):
    paths = [folder.write("%s/x.txt" % name, "Fifty boats were counted in %s." % name) for name in "abc"]
    other = folder.write("a/y.txt", "Something else.")
    done = folder.index(*paths, other)
    assert counts(done) == (2, 0, 0, 2) and done.returncode == 1, done
    assert done.stderr.count("has the id") == 2 and "b/x.txt: has" in done.stderr and "c/x.txt: has" in done.stderr, done
    done = folder.index(paths[0], "c")
    assert counts(done) == (0, 0, 1, 1) and "c/x.txt: has" in done.stderr, done


def one_article_in_two_paths_is_no_clash(folder):
    for name in ("a/x.txt", "b/x.txt", "b/z.txt"):
        folder.write(name, "Fifty boats were counted.")
    assert counts(folder.index("a", "b")) == (2, 0, 1, 0)
    assert counts(folder.index("a", "a/x.txt", "b", "a")) == (0, 0, 5, 0)
    folder.write("a/x.txt", "Sixty boats were counted.")
    done = folder.index("a/x.txt", "a", "-q")
    assert done.returncode == 0 and not done.stderr, done


def a_file_that_is_not_read_is_no_twin(folder):
    folder.write("a/x.figures", "No article.")
    folder.write("b/x.figures", "Fifty boats were counted.")
    folder.write("c/x.figures", "Sixty boats were counted.")
    assert counts(folder.index("a", "b/x.figures")) == (1, 0, 0, 0)
    folder.write("b/x.figures", "Seventy boats were counted.")
    assert counts(folder.index("a", "b/x.figures")) == (0, 1, 0, 0)
    assert counts(folder.index("b/x.figures", "c/x.figures")) == (0, 0, 1, 1)


def corrections_of_a_feed_replace_what_they_correct(folder):
    for name, word in (("a/feed.jsonl", "boats"), ("b/feed.jsonl", "ships")):
        folder.write(name, json.dumps({"id": "7", "body": "Fifty %s." % word}) + "\n")
    assert counts(folder.index("a", "b")) == (1, 1, 0, 0)
    assert folder.daemon().ids("ships") == ["7"]


def lines_without_ids_in_feeds_of_one_name_are_told(folder):
    for name in "ab":
        folder.write(name + "/feed.jsonl", '{"body":"Fifty boats."}\n{"body":"All of %s."}\n' % name)
    done = folder.index("a", "b")
    assert counts(done) == (2, 0, 1, 1) and 'has the id "feed.jsonl:2" like a/feed.jsonl' in done.stderr, done


def ids_that_look_alike_are_not_one(folder):
    names = ["a b.txt", "a\x85b.txt", "a\nb.txt", "a\tb.txt", "ab.txt", "\ufeffab.txt"]
    for name in names:
        folder.write("in/" + name, "The file is called %r." % name)
    assert counts(folder.index("in")) == (len(names), 0, 0, 0)
    ids = ["u" * 5000 + "1", "u" * 5000 + "2", "c\u0001", "c\u0002", "c"]
    feed = folder.write("feed.jsonl", "".join(json.dumps({"id": i, "body": "x"}) + "\n" for i in ids))
    assert counts(folder.index(feed)) == (len(ids), 0, 0, 0)
    assert counts(folder.index("in", feed)) == (0, 0, len(names) + len(ids), 0)


def pipe(folder, text, *arguments, directory="piped"):
    return folder.run("tally-index", "-d", folder.file(directory), *(arguments or ["-"]), input=text)


def articles_without_ids_from_standard_input_all_stay(folder):
    assert counts(pipe(folder, "First piece with 5 dogs\n")) == (1, 0, 0, 0)
    assert counts(pipe(folder, "Second piece with 7 cats\n")) == (1, 0, 0, 0)
    assert counts(pipe(folder, "First piece with 5 dogs\n")) == (0, 0, 1, 0)
    daemon = folder.daemon(directory="piped")
    assert len(daemon.ids("dogs:5")) == 1 and len(daemon.ids("cats:7")) == 1
    assert re.fullmatch("stdin-[0-9a-f]{16}", daemon.ids("dogs")[0]), daemon.ids("dogs")


def lines_without_ids_from_standard_input_all_stay(folder):
    first = json.dumps({"title": "A", "body": "Five boats."}) + "\n" + json.dumps({"id": "own", "body": "Six boats."}) + "\n"
    second = json.dumps({"title": "B", "body": "Five boats."}) + "\n"
    assert counts(pipe(folder, first)) == (2, 0, 0, 0)
    assert counts(pipe(folder, second + second)) == (1, 0, 1, 0)
    ids = folder.daemon(directory="piped").ids("boats")
    assert len(ids) == 3 and "own" in ids, ids


def a_pipe_that_is_named_is_read_like_standard_input(folder):
    assert counts(pipe(folder, "First piece with 5 dogs\n")) == (1, 0, 0, 0)
    os.mkfifo(folder.file("fifo"))
    writer = subprocess.Popen(["sh", "-c", "echo First piece with 5 dogs > fifo"], cwd=folder.path)
    assert counts(pipe(folder, "", "fifo")) == (0, 0, 1, 0)
    writer.wait()
    done = subprocess.run(["bash", "-c", '"$0" -d piped <(echo Second piece) <(echo Third piece)', harness.program("tally-index")],
                          cwd=folder.path, capture_output=True, text=True)
    assert counts(done) == (2, 0, 0, 0), done
    assert len(folder.daemon(directory="piped").ids("piece")) == 3


def in_a_folder_a_pipe_is_passed_over(folder):
    folder.write("in/a.txt", "One boat.")
    os.mkfifo(folder.file("in/b.txt"))
    assert counts(folder.index(folder.file("in"))) == (1, 0, 0, 0)


def json_files_in_a_folder_are_passed_over(folder):
    folder.write("in/a.txt", "One boat.")
    folder.write("in/package.json", json.dumps({"name": "x", "scripts": {"a": "b"}}, indent=2))
    done = folder.index(folder.file("in"))
    assert counts(done) == (1, 0, 0, 0) and done.returncode == 0 and not done.stderr, done


def json_over_several_lines_is_one_error_and_no_article(folder):
    texts = {"object": json.dumps({"id": "a", "body": "Ceuta"}, indent=2), "array": json.dumps([{"body": "Ceuta"}], indent=2),
             "rows": '[{"body": "Ceuta"},\n{"body": "Melilla"}]\n'}
    for name, text in texts.items():
        for path in (folder.write(name + ".json", text), folder.write(name + ".jsonl", text)):
            done = folder.index(path, directory="index-of-" + name)
            assert counts(done) == (0, 0, 0, 1) and done.returncode == 1, (path, done)
            assert "expected JSON lines, an object a line" in done.stderr and len(done.stderr.splitlines()) == 1, done
    done = index_bytes(folder, "one.json", b'[{"body": "Ceuta"}]\n{"id": "b", "body": "Melilla"}\n')
    assert counts(done) == (1, 0, 0, 1), done


if __name__ == "__main__":
    harness.main(globals())
