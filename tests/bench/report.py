"""The report: medians over rounds, tables for people."""
import statistics

from engines import BASE, ENGINES
from tasks import KINDS

COLUMN = 15


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def over_rounds(kind_tasks, rounds, member):
    """The time of each task: its median over the rounds."""
    return [statistics.median(records[task][member] for records in rounds) for task in kind_tasks]


def summarise(kind_tasks, rounds):
    """One engine, one kind. rounds: a list of records a round; kind_tasks: the tasks' numbers."""
    first = [rounds[0][task] for task in kind_tasks]
    skipped = next((record["skip"] for record in first if "skip" in record), None)
    if skipped:
        return {"skip": skipped}
    times_us = over_rounds(kind_tasks, rounds, "us")
    cell = {"median_us": statistics.median(times_us), "p95_us": percentile(times_us, 0.95),
            "mean_results": statistics.mean(record["count"] for record in first),
            "counts": [record["count"] for record in first], "tops": [record["top"] for record in first],
            "round_medians_us": [statistics.median(records[task]["us"] for task in kind_tasks) for records in rounds]}
    if "cpu_us" in first[0]:
        cpu_us = over_rounds(kind_tasks, rounds, "cpu_us")
        cell.update(median_cpu_us=statistics.median(cpu_us), p95_cpu_us=percentile(cpu_us, 0.95))
    return cell


def shared(ours, theirs):
    """Which part of two lists of hits is the same; None when both are empty."""
    return len(set(ours) & set(theirs)) / max(len(ours), len(theirs)) if ours or theirs else None


def compare(cell, base):
    """Adds to a summary how it stands to that of tally."""
    overlaps = [shared(*tops) for tops in zip(base["tops"], cell["tops"])]
    overlaps = [overlap for overlap in overlaps if overlap is not None]
    cell["ratio"] = cell["median_us"] / base["median_us"]
    if "median_cpu_us" in cell:
        cell["cpu_ratio"] = cell["median_cpu_us"] / base["median_cpu_us"]
    cell["agreeing"] = sum(a == b for a, b in zip(cell["counts"], base["counts"])) / len(cell["counts"])
    cell["shared_top"] = statistics.mean(overlaps) if overlaps else 1.0


def summarise_all(tasks, answers):
    """{kind: {engine: summary}}"""
    summary = {}
    for kind in KINDS:
        numbers = [i for i, task in enumerate(tasks) if task.kind == kind.name]
        if not numbers:
            continue
        row = summary[kind.name] = {engine: summarise(numbers, rounds) for engine, rounds in answers.items()}
        for cell in row.values():
            if "median_us" in cell and "median_us" in row.get(BASE, {}):
                compare(cell, row[BASE])
        for cell in row.values():
            cell.pop("tops", None)
    return summary


# ---- for people

def number(value):
    return "%.1f" % value if value < 10 else "{:,.0f}".format(value)


def times(ratio):
    return "%.1fx" % ratio if ratio < 10 else "%.0fx" % ratio


def beside(text):
    """The second part of a cell: a ratio or a share."""
    return text.rjust(6)


class Footnotes:
    def __init__(self):
        self.texts = []

    def mark(self, text):
        if text not in self.texts:
            self.texts.append(text)
        return "[%d]" % (self.texts.index(text) + 1)


def row(label, cells):
    return label.ljust(17) + "".join(cell.rjust(COLUMN) for cell in cells)


def index_table(result):
    indexed = result["index"]
    base = indexed.get(BASE)

    def line(label, member, scale):
        cells = []
        for engine in indexed:
            ratio = times(indexed[engine][member] / base[member]) if base and engine != BASE else ""
            cells.append(number(indexed[engine][member] / scale) + beside(ratio))
        return row(label, cells)

    return ["", row("indexing", indexed), line("wall time, s", "wall_s", 1), line("CPU time, s", "cpu_s", 1),
            line("text, MB/s", "text_mb_per_s", 1), line("peak memory, MB", "peak_bytes", 1e6),
            line("on disk, MB", "disk_bytes", 1e6)]


def time_cell(engine, cell, footnotes, member, ratio=None):
    if "skip" in cell:
        return "– " + footnotes.mark("%s: %s" % (engine, cell["skip"]))
    if member not in cell:
        return "–"
    return number(cell[member]) + beside(times(cell[ratio]) if ratio in cell and engine != BASE else "")


def median_cell(engine, cell, footnotes):
    return time_cell(engine, cell, footnotes, "median_us", "ratio")


def p95_cell(engine, cell, footnotes):
    return time_cell(engine, cell, footnotes, "p95_us")


def cpu_cell(engine, cell, footnotes):
    return time_cell(engine, cell, footnotes, "median_cpu_us", "cpu_ratio")


def p95_cpu_cell(engine, cell, footnotes):
    return time_cell(engine, cell, footnotes, "p95_cpu_us")


def results_cell(engine, cell, footnotes):
    if "skip" in cell:
        return "–"
    agreeing = "%.0f%%" % (100 * cell["agreeing"]) if "agreeing" in cell and engine != BASE else ""
    return number(cell["mean_results"]) + beside(agreeing)


def shared_cell(engine, cell, footnotes):
    return "%.0f%%" % (100 * cell["shared_top"]) if "shared_top" in cell and engine != BASE else "–"


QUERY_TABLES = (("median, µs", median_cell), ("p95, µs", p95_cell), ("CPU median, µs", cpu_cell),
                ("CPU p95, µs", p95_cpu_cell), ("results, mean", results_cell), ("top ten shared", shared_cell))


def query_tables(result, footnotes):
    labels = {kind.name: kind.label for kind in KINDS}
    lines = []
    for title, cell in QUERY_TABLES:
        lines += ["", row(title, result["engines"])]
        lines += [row(labels[kind], [cell(engine, cells[engine], footnotes) for engine in result["engines"]])
                  for kind, cells in result["queries"].items()]
    return lines


def extraction_lines(extraction):
    return ["extraction: tally-index --figures %s MB/s of text (%s s, %s s CPU, %s figures); wc -w %s MB/s (%s s)" % (
        number(extraction["text_mb_per_s"]), number(extraction["wall_s"]), number(extraction["cpu_s"]),
        "{:,}".format(extraction["figures"]), number(extraction["wc_text_mb_per_s"]), number(extraction["wc_wall_s"]))]


def render(result):
    corpus, footnotes = result["corpus"], Footnotes()
    head = "%s: %s articles, %s MB of text; %s; load %s" % (
        corpus["name"], "{:,}".format(corpus["articles"]), number(corpus["text_bytes"] / 1e6), result["machine"]["cpu"],
        " ".join("%.1f" % load for load in result["machine"]["load"]))
    asked = "%d rounds, %d tasks; x: so many times tally's; %%: tasks with exactly tally's count" % (
        result["rounds"], result["tasks"])
    versions = ", ".join("%s %s" % (engine, about["version"]) for engine, about in result["engines"].items())
    lines = [head, versions, asked, "", *extraction_lines(result["extraction"]), *index_table(result)]
    lines += query_tables(result, footnotes) + [""]
    lines += ["[%d] %s" % (i + 1, text) for i, text in enumerate(footnotes.texts)]
    lines += ["* " + note for engine in result["engines"] for note in ENGINES[engine].get("notes", ())]
    lines += ["* " + note for note in corpus["notes"]]
    return "\n".join(line.rstrip() for line in lines)
