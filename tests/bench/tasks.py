"""Tasks: what is asked. Each kind is a row of KINDS; its tasks come from the corpus itself, by seeded sampling."""
import collections, json, os, random, re

SEED = "tally"
SAMPLE_ARTICLES, SAMPLE_BYTES = 4000, 20000000  # at most, about, evenly over the corpus
PLAIN = re.compile(r"[A-Za-z]{2,}")

# Shares of articles that hold a word, as "high", "med" and "low"; n-grams are ranked by how often they occur.
WORD_BANDS = {"high": (0.05, 1.0), "med": (0.005, 0.05), "low": (0.0005, 0.005)}
PHRASE_RANKS = ((0, 200), (200, 5000), (5000, None))
# Steps of the ranges people write: 1, 2 or 5 times a power of ten; high is some steps above low.
STEPS = (1, 2, 5)
RANGE_STEPS = (1, 2, 3)

Task = collections.namedtuple("Task", "kind join words low high page")


class Kind:
    """A row. words: how many; bands: of the words, one list a task in turn; made: kinds of the query file that fit."""

    def __init__(self, name, label, join="all", words=0, bands=(), ranged=False, page=False, made=()):
        self.name, self.label, self.join, self.words, self.bands = name, label, join, words, bands
        self.ranged, self.page, self.made = ranged, page, made


PAIRS = (("high", "high"), ("high", "med"), ("high", "low"), ("med", "med"))
TRIPLES = (("high", "high", "high"), ("high", "high", "med"), ("high", "med", "med"), ("high", "med", "low"))

KINDS = (
    Kind("term", "one word", words=1, bands=(("high",), ("med",), ("low",)), made=("HighTerm", "MedTerm", "LowTerm")),
    Kind("and2", "AND of 2", words=2, bands=PAIRS, made=("AndHighHigh", "AndHighMed", "AndHighLow", "AndMedMed")),
    Kind("and3", "AND of 3", words=3, bands=TRIPLES),
    Kind("or2", "OR of 2", "any", 2, bands=PAIRS, made=("OrHighHigh", "OrHighMed", "OrHighLow", "OrMedMed")),
    Kind("or3", "OR of 3", "any", 3, bands=TRIPLES),
    Kind("phrase2", "phrase of 2", "phrase", 2, made=("HighPhrase", "MedPhrase", "LowPhrase")),
    Kind("phrase3", "phrase of 3", "phrase", 3),
    Kind("range", "range", ranged=True),
    Kind("range_word", "word + range", words=1, bands=(("high",), ("med",)), ranged=True),
    Kind("page", "page of a word", words=1, bands=(("high",), ("med",)), page=True),
    Kind("page2", "page of AND of 2", words=2, bands=PAIRS, page=True),
)


class Sample:
    """Some articles of the corpus: their plain words and their figures; and the words by band."""

    def __init__(self, corpus):
        step = 1 + max(corpus.articles // SAMPLE_ARTICLES, corpus.text_bytes // SAMPLE_BYTES)
        self.runs, self.words, self.figures = [], [], []
        with open(corpus.path, encoding="utf-8") as articles, \
                open(os.path.join(corpus.folder, "figures.tsv"), encoding="utf-8") as figures:
            for number, (line, figure_line) in enumerate(zip(articles, figures)):
                if number % step == 0:
                    self.add(json.loads(line).get("body", ""), figure_line)
        self.bands = self.find_bands()

    def add(self, body, figure_line):
        runs = plain_runs(body)
        self.runs.append(runs)
        self.words.append(sorted({word for run in runs for word in run}))
        self.figures.append([float(end) for end in figure_line.rstrip("\n").split("\t")[1::2]])

    def find_bands(self):
        found = collections.Counter(word for words in self.words for word in words)
        bands = {}
        for word, count in found.items():
            for band, (least, most) in WORD_BANDS.items():
                if least <= count / len(self.words) < most:
                    bands[word] = band
        return bands


def plain_runs(body):
    """Lower-case words next to each other with only white space between them: every engine sees the same words there."""
    runs, run = [], []
    for token in body.split():
        if PLAIN.fullmatch(token):
            run.append(token.lower())
            continue
        runs.append(run)
        run = []
    return [run for run in [*runs, run] if run]


def draw_words(sample, rng, article, bands):
    """Words of one article, so that there is a result; None when it lacks such words."""
    words = []
    for band in bands:
        fitting = [word for word in sample.words[article] if sample.bands.get(word) == band and word not in words]
        if not fitting:
            return None
        words.append(rng.choice(fitting))
    return words


def human_range(rng, value):
    """50..100, 1000..5000, 1000000..5000000: low is the step at or below the value."""
    power = 0
    while 10 ** (power + 1) <= value:
        power += 1
    place = max(i for i, step in enumerate(STEPS) if step * 10 ** power <= value)
    high = place + rng.choice(RANGE_STEPS)
    return STEPS[place] * 10 ** power, STEPS[high % 3] * 10 ** (power + high // 3)


def draw_range(sample, rng, article):
    values = sorted({value for value in sample.figures[article] if 2 <= value <= 1e10})
    return human_range(rng, rng.choice(values)) if values else None


def phrases(sample, rng, length, count):
    """Neighbours, a third each from the most frequent, the middle and the rest."""
    found = collections.Counter(" ".join(run[i:i + length]) for runs in sample.runs for run in runs
                                for i in range(len(run) - length + 1))
    ranked = [phrase for phrase, times in sorted(found.items(), key=lambda item: (-item[1], item[0])) if times >= 2]
    bands = [band for band in (ranked[first:last] for first, last in PHRASE_RANKS) if band]
    return [rng.choice(bands[i % len(bands)]) for i in range(count)] if bands else []


def draw(sample, rng, kind, turn):
    article = rng.randrange(len(sample.words))
    bounds = draw_range(sample, rng, article) if kind.ranged else ("", "")
    words = draw_words(sample, rng, article, kind.bands[turn % len(kind.bands)]) if kind.words else []
    if bounds is None or words is None:
        return None
    return Task(kind.name, kind.join, " ".join(words), *bounds, int(kind.page))


def derived(sample, kind, count):
    rng = random.Random("%s %s" % (SEED, kind.name))
    if kind.join == "phrase":
        return [Task(kind.name, kind.join, words, "", "", 0) for words in phrases(sample, rng, kind.words, count)]
    tasks = []
    for _ in range(count * 200):
        task = draw(sample, rng, kind, len(tasks))
        if task:
            tasks.append(task)
        if len(tasks) == count:
            break
    return tasks


def read_made(path):
    """The query file: kind, query, results in the tool that made it; the kinds of KINDS that name them."""
    made = collections.defaultdict(list)
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, query, _ = line.rstrip("\n").split("\t")
            words = query.replace("+", "").replace('"', "").lower()
            if re.fullmatch(r"[a-z]+( [a-z]+)*", words):
                made[name].append(words)
    return made


def taken(kind, made, count):
    """`count` queries, as many of each kind that fits, evenly over the file's order."""
    tasks = []
    for i, name in enumerate(kind.made):
        share = count * (i + 1) // len(kind.made) - count * i // len(kind.made)
        step = max(1, len(made[name]) // max(1, share))
        tasks += [Task(kind.name, kind.join, words, "", "", int(kind.page)) for words in made[name][::step][:share]]
    return tasks


def write_tasks(corpus, count, path):
    """Writes `count` tasks a kind; returns them. Kinds that the corpus' query file knows are taken from there."""
    sample, tasks = Sample(corpus), []
    made = read_made(corpus.queries) if corpus.queries else {}
    for kind in KINDS:
        tasks += taken(kind, made, count) if made and kind.made else derived(sample, kind, count)
    with open(path, "w", encoding="utf-8") as out:
        for task in tasks:
            out.write("\t".join(map(str, task)) + "\n")
    return tasks
