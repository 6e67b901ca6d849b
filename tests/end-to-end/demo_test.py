#!/usr/bin/env python3
"""The demo: what it shows as commands can be pasted into a shell, and does the same there."""
import os, re, shutil, subprocess

import harness
from harness import BIN, SECONDS_MAX, SOURCE


def run_demo(temporary):
    """Its lines on standard output."""
    if not shutil.which("curl"):
        raise harness.Skip("no curl")
    done = subprocess.run([os.path.join(SOURCE, "tests/tools/demo.sh"), BIN], capture_output=True, text=True,
                          env=dict(os.environ, TMPDIR=temporary), timeout=SECONDS_MAX)
    assert done.returncode == 0, done
    return done.stdout.splitlines()


def without_times(lines):
    return [re.sub(r"\d+(\.\d+)? ms|took_ms.*?,", "", line) for line in lines]


def what_the_demo_shows_can_be_pasted_and_answers_the_same(folder):
    shown = run_demo(folder.path)
    commands = [line[2:] for line in shown if line.startswith("$ ")]
    assert any("percent:>20 inflation" in command for command in commands), commands
    os.symlink(os.path.join(SOURCE, "corpus"), folder.file("corpus"))
    before = set(os.listdir(folder.path))
    pasted = subprocess.run(["bash", "-m", "-c", "\n".join(commands) + "\nwait"], capture_output=True, text=True,
                            cwd=folder.path, timeout=SECONDS_MAX)
    answers = without_times(pasted.stdout.splitlines())
    for line in without_times(shown):
        if line and not line.startswith(("$ ", "A search page", "{")):
            assert line in answers, (line, pasted)
    made = set(os.listdir(folder.path)) - before
    assert all(name.startswith("tally-demo-") for name in made), made


if __name__ == "__main__":
    harness.main(globals())
