#!/usr/bin/env python3
"""Documentation runs: every console example of the README and of docs/ is executed and compared.

usage: documentation.py BIN SOURCE_DIR [FILE.md…]

In a fenced block marked `console`, a line "$ command" is run and the lines below it, up to the next command, are what it must
print (standard output and standard error together). "…" stands for any text within a line, and alone on a line for
any number of lines. A command that prints nothing shown must print nothing; one marked with "# exit N" must end so.
All blocks of a file run in one shell, in a new folder where corpus/ is at hand; the programs of BIN are on the PATH and
TALLY_SOCKET names a socket in that folder. Blocks marked otherwise (sh, c, json …) are not run.
"""
import os, re, shutil, subprocess, sys, tempfile

SECONDS_MAX = 120
MARK = "\x01end of command\x01"


def blocks(text):
    """The lines of each console block, with their line numbers."""
    inside, lines = None, []
    for number, line in enumerate(text.split("\n"), 1):
        fence = re.match(r"^\s*```(\w*)", line)
        if fence and inside is None:
            inside, lines = fence.group(1), []
        elif fence:
            if inside == "console":
                yield lines
            inside = None
        elif inside is not None:
            lines.append((number, line))


def commands(text):
    """(line number, command, expected exit code or None, expected lines)"""
    for lines in blocks(text):
        current = None
        for number, line in lines:
            if line.startswith("$ "):
                if current:
                    yield current
                exit_code = re.search(r"#\s*exit\s+(\d+)\s*$", line)
                current = (number, line[2:], int(exit_code.group(1)) if exit_code else None, [])
            elif current and current[1].endswith("\\") and not current[3]:
                current = (current[0], current[1] + "\n" + line, current[2], current[3])
            elif current:
                current[3].append(line)
        if current:
            yield current


def pattern(expected):
    while expected and not expected[-1].strip():
        expected = expected[:-1]
    parts = []
    for line in expected:
        if line.strip() == "…":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*".join(re.escape(piece) for piece in line.rstrip().split("…")) + r"[ \t]*\n")
    return "".join(parts)


def run_file(path, binaries, source):
    """The faults of one file, as text, and how many commands were run."""
    found = list(commands(open(path, encoding="utf8").read()))
    if not found:
        return [], 0
    folder = tempfile.mkdtemp(prefix="tally-docs-")
    try:
        for name in ("corpus", "docs", "client"):
            os.symlink(os.path.join(source, name), os.path.join(folder, name))
        environment = dict(os.environ, PATH=binaries + ":" + os.environ["PATH"], LC_ALL="C.UTF-8", NO_COLOR="1",
                           TALLY_SOCKET=os.path.join(folder, "tally.sock"), COLUMNS="100",
                           TALLY_BUILD=os.path.dirname(binaries))
        script = "".join("%s\nprintf '%s%%d\\n' $?\n" % (command, MARK) for _, command, _, _ in found)
        # Whatever was started in the background ends with the shell.
        script = "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT\n" + script
        done = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=SECONDS_MAX)
        return compare(path, found, done.stdout), len(found)
    finally:
        shutil.rmtree(folder)


def compare(path, found, output):
    faults = []
    pieces = output.split(MARK)
    for index, (number, command, exit_code, expected) in enumerate(found):
        if index + 1 >= len(pieces):
            faults.append("%s:%d: $ %s\n  was not reached" % (path, number, command))
            continue
        printed = pieces[index] if index == 0 else pieces[index].split("\n", 1)[1]
        if printed and not printed.endswith("\n"):
            printed += "\n"
        code = int(pieces[index + 1].split("\n", 1)[0])
        if exit_code is not None and code != exit_code:
            faults.append("%s:%d: $ %s\n  exit code %d, expected %d\n%s" % (path, number, command, code, exit_code, printed))
        elif not re.fullmatch(pattern(expected), printed):
            faults.append("%s:%d: $ %s\n--- expected\n%s\n--- printed\n%s" %
                          (path, number, command, "\n".join(expected), printed))
    return faults


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    binaries, source = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    paths = sys.argv[3:] or [os.path.join(source, "README.md")] + sorted(
        os.path.join(source, "docs", name) for name in os.listdir(os.path.join(source, "docs")) if name.endswith(".md"))
    faults, count = [], 0
    for path in paths:
        new_faults, new_count = run_file(path, binaries, source)
        faults += new_faults
        count += new_count
    for fault in faults:
        print(fault)
    print("%d commands of the documentation: %d as printed there, %d not" % (count, count - len(faults), len(faults)))
    return 1 if faults or not count else 0


if __name__ == "__main__":
    sys.exit(main())
