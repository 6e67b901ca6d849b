#!/usr/bin/env python3
"""What tally-index is given, sound and broken: nothing of it is lost without a word."""
import bz2, gzip, json, lzma, re, struct, subprocess

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


def a_line_too_long_does_not_hide_that_the_file_breaks_off_in_it(folder):
    packed = gzip.compress(lines(0, 3) + b'{"id":"long","body":"' + b"x" * (25 << 20))
    done = index_bytes(folder, "long.jsonl.gz", packed[:-100])
    assert counts(done) == (3, 0, 0, 2), done
    assert "line longer than" in done.stderr and "the file ends at byte" in done.stderr, done


if __name__ == "__main__":
    harness.main(globals())
