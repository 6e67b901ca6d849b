"""libtally: what it exports, what it needs, and that the example of docs/embedding.md is a program."""
import os
import re
import subprocess
import unittest

from daemon_support import BIN, Case, PATIENCE, SOURCE

LIBRARIES = os.path.join(os.path.dirname(BIN), "lib")
SHARED = os.path.join(LIBRARIES, "libtally.so")
STATIC = os.path.join(LIBRARIES, "libtally.a")


def output(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout


class Library(Case):
    def test_the_shared_library_exports_only_its_own_names(self):
        names = [line.split()[-1].split("@")[0] for line in output("nm", "-D", "--defined-only", SHARED).splitlines()]
        ours = [name for name in names if not name.startswith("__")]
        self.assertIn("tally_search", ours)
        self.assertEqual([name for name in ours if not name.startswith("tally_")], [])

    def test_the_static_library_exports_only_its_own_names(self):
        lines = [line.split() for line in output("nm", "-g", "--defined-only", STATIC).splitlines() if len(line.split()) == 3]
        names = [name for _, _, name in lines if not name.startswith("__")]
        self.assertIn("tally_search", names)
        self.assertEqual([name for name in names if not name.startswith("tally_")], [])

    def test_the_shared_library_needs_no_xapian(self):
        self.assertNotIn("xapian", output("ldd", SHARED))

    def test_the_example_prints_the_ids_of_hits(self):
        daemon = self.start()
        example = os.path.join(os.path.dirname(BIN), "tests", "example_embedding")
        result = subprocess.run([example, "Ceuta port"], capture_output=True, text=True, timeout=PATIENCE,
                                env={**os.environ, "TALLY_SOCKET": daemon.path})
        self.assertEqual((result.returncode, result.stdout), (0, "news/2021 a+b\n"), result.stderr)

    def test_the_second_example_prints_the_ids_of_all_hits(self):
        daemon = self.start()
        example = os.path.join(os.path.dirname(BIN), "tests", "example_all_embedding")
        for query, expected in (("Ceuta", (0, "news/2021 a+b\nceuta-1\n")), ("nowhere", (0, "")), ("attempts:9..1", (2, ""))):
            result = subprocess.run([example, query], capture_output=True, text=True, timeout=PATIENCE,
                                    env={**os.environ, "TALLY_SOCKET": daemon.path})
            self.assertEqual((result.returncode, result.stdout), expected, result.stderr)

    def test_the_example_builds_with_what_is_installed_anywhere(self):
        prefix = os.path.join(self.folder, "installed")
        output("cmake", "--install", os.path.dirname(BIN), "--prefix", prefix)
        files = [os.path.join(root, name) for root, _, names in os.walk(prefix) for name in names]
        self.assertEqual([file for file in files if "xapian" in file], [])
        libraries = os.path.dirname(next(file for file in files if file.endswith("libtally.so")))
        flags = subprocess.run(["pkg-config", "--cflags", "--libs", "tally"], check=True, capture_output=True, text=True,
                               env={**os.environ, "PKG_CONFIG_PATH": libraries + "/pkgconfig"}).stdout.split()
        folders = [os.path.realpath(flag[2:]) for flag in flags if flag[:2] in ("-I", "-L")]
        self.assertEqual(folders, [os.path.realpath(prefix + "/include"), os.path.realpath(libraries)])
        if re.search("__[a-z]+san_", output("nm", "-D", SHARED)):
            self.skipTest("a library with a sanitizer in it links only with the same")
        example = os.path.join(self.folder, "example")
        output("cc", os.path.join(SOURCE, "docs/example.c"), *flags, "-o", example)
        result = subprocess.run([example, "Ceuta port"], capture_output=True, text=True, timeout=PATIENCE,
                                env={**os.environ, "TALLY_SOCKET": self.start().path, "LD_LIBRARY_PATH": libraries})
        self.assertEqual((result.returncode, result.stdout), (0, "news/2021 a+b\n"), result.stderr)

    def test_the_examples_stand_in_the_documentation(self):
        with open(os.path.join(SOURCE, "docs/embedding.md")) as file:
            embedding = file.read()
        for name in ("example.c", "example_all.c"):
            with open(os.path.join(SOURCE, "docs", name)) as file:
                self.assertIn(file.read(), embedding)


if __name__ == "__main__":
    unittest.main()
