"""Engines: who is compared. Each is a driver program (common.h has the protocol) and a row of ENGINES."""
import json, os, shutil, subprocess

# index_of: the engine whose index it answers from, when it makes none of its own.
# notes: what a reader of the table must know about its answers.
ENGINES = {
    "tally": {"program": "bench-tally", "notes": [
        "tally and tallyd give the exact total, stored fields, snippet and figures of each hit in every kind; the others "
        "only ids, but in pages",
        "tally extracts the figures while indexing; SQLite and Groonga get them ready-made",
        "tally: phrases do not cross the end of a sentence or paragraph"]},
    "match": {"program": "bench-match", "index_of": "tally", "notes": [
        "match: tally's matching alone, ids without exact totals, as the other engines do outside pages"]},
    "tallyd": {"program": "bench-tallyd", "index_of": "tally"},
    "xapian": {"program": "bench-xapian"},
    "sqlite": {"program": "bench-sqlite", "notes": ["sqlite: phrases are stemmed too, so they find more"]},
    "groonga": {"program": "bench-groonga", "notes": [
        "groonga: no stemming, so words find less; ranks by term frequency instead of BM25; an interval that lies around "
        "the whole range is not found"]},
}
BASE = "tally"


class Failed(Exception):
    pass


class Bench:
    """The programs of a build, and the folder in which their indexes are made."""

    def __init__(self, build, work):
        self.bin, self.work = os.path.join(build, "bin"), work

    def program(self, name):
        return os.path.join(self.bin, name)

    def run(self, command, **options):
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, **options)
        if done.returncode:
            raise Failed("%s: %s" % (os.path.basename(command[0]), done.stderr.strip()[-400:] or done.returncode))
        return done.stdout

    def measured(self, command, **options):
        """wall_s, cpu_s and peak_bytes of a command."""
        report = os.path.join(self.work, "measure.json")
        self.run([self.program("bench-measure"), report, *command], **options)
        with open(report, encoding="utf-8") as file:
            return json.load(file)

    def about(self, engine):
        return json.loads(self.run([self.program(ENGINES[engine]["program"]), "about"], stdout=subprocess.PIPE))

    def directory(self, engine):
        return os.path.join(self.work, "index-" + ENGINES[engine].get("index_of", engine))

    def index(self, engine, corpus):
        directory = self.directory(engine)
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        cost = self.measured([self.program(ENGINES[engine]["program"]), "index", corpus.path, directory])
        return dict(cost, disk_bytes=disk_bytes(directory), text_mb_per_s=corpus.text_bytes / 1e6 / cost["wall_s"])

    def query(self, engine, tasks_path):
        """One round: a record a task."""
        command = [self.program(ENGINES[engine]["program"]), "query", self.directory(engine), tasks_path]
        return [json.loads(line) for line in self.run(command, stdout=subprocess.PIPE).splitlines()]

    def remove_indexes(self):
        for engine in ENGINES:
            shutil.rmtree(self.directory(engine), ignore_errors=True)


def disk_bytes(directory):
    """Blocks in use, as du counts them: holes in files are free."""
    return sum(os.lstat(os.path.join(folder, name)).st_blocks * 512
               for folder, _, names in os.walk(directory) for name in names)
