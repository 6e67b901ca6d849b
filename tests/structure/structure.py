#!/usr/bin/env python3
"""The house as it is promised: every header compiles alone, layers are kept, functions fit on a screen, and what the
documents say of the source is so.

usage: structure.py headers|layers|functions|openings|links|places|tables SOURCE_DIR
Prints each fault and fails, or prints how much was looked at.
"""
import glob, os, re, subprocess, sys

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


def section(text, heading):
    """What stands under a heading, up to the next one of its level."""
    level = heading.split(" ")[0]
    return re.split(r"^%s " % level, text.split(heading + "\n", 1)[1], maxsplit=1, flags=re.M)[0]


def check_places(root):
    """Where docs/architecture.md says something is to be added, it can be; and every folder is in its list."""
    faults, text = [], open(os.path.join(root, "docs/architecture.md")).read()
    named = set(re.findall(r"`((?:[\w.-]+/)+[\w.-]*)`", section(text, "## Where do I add …")))
    for path in sorted(named):
        pattern = os.path.join(root, path.replace("NAME", "*"))
        if not glob.glob(pattern):
            faults.append("docs/architecture.md names %s, which is not there" % path)
    tracked = subprocess.run(["git", "-C", root, "ls-files"], capture_output=True, text=True).stdout.split("\n")
    folders = sorted({path.split("/")[0] for path in tracked if "/" in path and not path.startswith((".", "LICENSES/"))})
    for folder in folders:
        if not re.search(r"^%s/ " % re.escape(folder), text, re.M):
            faults.append("docs/architecture.md does not say what %s/ is for" % folder)
    return faults, "%d places and %d folders are as docs/architecture.md says" % (len(named), len(folders))


# Rows whose word a reader must find: table, macro and the place of the word among its arguments, document, how it stands
# there, tests that must name it too.
TOLD = [("daemon/routes.def", "ROUTE", 2, "docs/http-api.md", "GET %s", "tests/end-to-end"),
        ("daemon/routes.def", "FRONT_ROUTE", 2, "docs/http-api.md", "GET %s", None),
        ("daemon/hit_fields.def", "HIT_FIELD", 1, "docs/http-api.md", "`%s`", "tests/end-to-end"),
        ("daemon/row_columns.def", "ROW_COLUMN", 0, "docs/http-api.md", "`%s`", None),
        ("lib/base/error_codes.def", "ERROR_CODE", 1, "docs/http-api.md", '<a id="%s">', None),
        ("lib/query/facet_names.def", "FACET", 1, "docs/http-api.md", "`%s", "tests/end-to-end"),
        ("lib/query/suggestion_kinds.def", "SUGGESTION", 1, "docs/http-api.md", "`%s`", None),
        ("lib/query/pieces.def", "PIECE", 1, "docs/query-language.md", " %s", "tests/cases/query"),
        ("lib/figures/classes.def", "FIGURE_CLASS", 1, "docs/query-language.md", "`%s`", None),
        ("lib/index/fields.def", "FIELD", 1, "docs/query-language.md", "%s:", "tests/cases/query"),
        ("lib/index/fields.def", "FIELD", 1, "docs/http-api.md", "`%s`", None),
        ("indexer/formats.def", "FORMAT", 1, "docs/operating.md", "%s", None)]


def rows_of(text, macro):
    """The arguments of each row, without quotes."""
    text = re.sub(r"^#.*$", "", text, flags=re.M)
    for arguments in re.findall(r"^%s\((.*)\)" % macro, text, re.M):
        yield [plain or quoted for quoted, plain in re.findall(r'"([^"]*)"|([^\s,"]+)', arguments)]


def text_of(root, folder):
    return "".join(open(os.path.join(root, path)).read() for path in files(root, folder, (".py", ".txt")))


def check_tables(root):
    faults, seen = [], 0
    for table, macro, place, document, form, tests in TOLD:
        told, tested = open(os.path.join(root, document)).read(), text_of(root, tests) if tests else None
        for row in rows_of(open(os.path.join(root, table)).read(), macro):
            word = row[place].split("{")[0]
            if word in ("", "none"):
                continue
            seen += 1
            if form % word not in told:
                faults.append("%s: %s is not told in %s" % (table, word, document))
            if tested and word not in tested:
                faults.append("%s: nothing in %s names %s" % (table, tests, word))
    return faults, "%d rows are told to readers" % seen


def main():
    checks = {"headers": check_headers, "layers": check_layers, "functions": check_functions, "openings": check_openings,
              "links": check_links, "places": check_places, "tables": check_tables}
    if len(sys.argv) != 3 or sys.argv[1] not in checks:
        sys.exit(__doc__)
    faults, summary = checks[sys.argv[1]](sys.argv[2])
    for fault in faults:
        print(fault)
    print(summary if not faults else "%d faults" % len(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
