#!/usr/bin/env python3
"""The house as it is promised: every header compiles alone, layers are kept, functions fit on a screen.

usage: structure.py headers|layers|functions|openings|links SOURCE_DIR
Prints each fault and fails, or prints how much was looked at.
"""
import os, re, subprocess, sys

FUNCTION_LINES_MAX = 60
FOLDERS = ["lib/base", "lib/text", "lib/figures", "lib/index", "lib/query", "lib/wire", "xapian-c", "indexer", "daemon",
           "client"]


def files(root, folder, endings):
    for name in sorted(os.listdir(os.path.join(root, folder))):
        if name.endswith(endings):
            yield os.path.join(folder, name)
    for sub in sorted(os.listdir(os.path.join(root, folder))):
        if os.path.isdir(os.path.join(root, folder, sub)):
            yield from files(root, os.path.join(folder, sub), endings)


def library_flags():
    packages = ["libuv", "jansson", "libxml-2.0", "xapian-core"]
    return subprocess.run(["pkg-config", "--cflags", *packages], capture_output=True, text=True).stdout.split() + \
        ["-I/usr/share/include/llhttp"]


def check_headers(root):
    faults, seen = [], 0
    flags = ["-Ilib", "-I.", "-Ixapian-c", "-Iclient", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-fsyntax-only"]
    flags += library_flags()
    for folder in FOLDERS:
        for path in files(root, folder, ".h"):
            seen += 1
            cplusplus = folder == "xapian-c" and not path.endswith("xapian-c.h")
            command = ["c++", "-std=c++17", "-x", "c++"] if cplusplus else ["cc", "-std=c17", "-x", "c"]
            # Twice: a header must also be harmless the second time.
            source = '#include "%s"\n#include "%s"\n' % (path, path)
            done = subprocess.run(command + flags + ["-"], input=source, text=True, capture_output=True, cwd=root)
            if done.returncode:
                faults.append("%s does not compile alone:\n%s" % (path, done.stderr))
    return faults, "%d headers compile alone" % seen


def read_layers(root):
    layers = {}
    for line in open(os.path.join(root, "tests/structure/layers.txt")):
        line = line.split("#")[0].strip()
        if line:
            folder, rest = line.split(":")
            below, libraries = rest.split("|")
            layers[folder.strip()] = (below.split(), libraries.split())
    return layers


INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
OURS = {"base", "text", "figures", "index", "query", "wire", "indexer", "daemon", "client"}
LIBRARIES = re.compile(r"^(uv|jansson|llhttp|utf8proc|libstemmer|xxhash|archive|archive_entry|xapian)\.h$|^libxml/")


def allowed(own, below, libraries, name):
    top = name.split("/")[0]
    if name == "xapian-c.h":
        return "xapian-c" in below or own == "xapian-c"
    if "/" in name and top in OURS:
        return top == own or top in below
    if LIBRARIES.match(name):
        return any(name == library or (library.endswith("/") and name.startswith(library)) for library in libraries)
    return True


def check_layers(root):
    faults, seen = [], 0
    for folder, (below, libraries) in read_layers(root).items():
        own = folder.split("/")[-1]
        for path in files(root, folder, (".h", ".c", ".cc", ".def")):
            for _, name in INCLUDE.findall(open(os.path.join(root, path)).read()):
                seen += 1
                if not allowed(own, below, libraries, name):
                    faults.append("%s includes %s, which stands above it or is not its library" % (path, name))
    return faults, "%d includes keep the layers" % seen


def functions_of(text):
    """(name, lines) of each function: from the line of its opening brace in column 0 to the closing one."""
    lines, start = text.split("\n"), None
    for number, line in enumerate(lines):
        if line == "{" and number and not lines[number - 1].rstrip().endswith((";", "=")):
            start = number
        elif line == "}" and start is not None:
            head = " ".join(lines[max(0, start - 3):start])
            name = re.findall(r"(\w+)\s*\(", head)
            yield name[-1] if name else "?", number - start + 1
            start = None


def check_functions(root):
    faults, seen = [], 0
    for folder in FOLDERS:
        for path in files(root, folder, (".c", ".cc")):
            for name, length in functions_of(open(os.path.join(root, path)).read()):
                seen += 1
                if length > FUNCTION_LINES_MAX:
                    faults.append("%s: %s() has %d lines, more than %d" % (path, name, length, FUNCTION_LINES_MAX))
    return faults, "%d functions fit on a screen" % seen


def check_openings(root):
    faults, seen = [], 0
    for folder in FOLDERS:
        for path in files(root, folder, (".h", ".c", ".cc", ".def", ".js", ".css")):
            seen += 1
            if not open(os.path.join(root, path)).read(4).startswith(("/* ", "// ")):
                faults.append("%s does not begin with a sentence that says what it is for" % path)
    return faults, "%d files say what they are for" % seen


LINK = re.compile(r"\]\(([^)\s]+)\)")


def check_links(root):
    faults, seen = [], 0
    for path in ["README.md", *files(root, "docs", ".md")]:
        for target in LINK.findall(open(os.path.join(root, path)).read()):
            if re.match(r"[a-z]+:|#", target):
                continue
            seen += 1
            if not os.path.exists(os.path.join(root, os.path.dirname(path), target.split("#")[0])):
                faults.append("%s links to %s, which is not there" % (path, target))
    return faults, "%d links lead somewhere" % seen


def main():
    checks = {"headers": check_headers, "layers": check_layers, "functions": check_functions, "openings": check_openings,
              "links": check_links}
    if len(sys.argv) != 3 or sys.argv[1] not in checks:
        sys.exit(__doc__)
    faults, summary = checks[sys.argv[1]](sys.argv[2])
    for fault in faults:
        print(fault)
    print(summary if not faults else "%d faults" % len(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
