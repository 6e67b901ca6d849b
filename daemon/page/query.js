// Changes to a query that a click stands for. The query stays what the reader typed, and grows by parts that the reader
// could have typed: that is how the language is learnt, and why an address says everything.

const FIELDS = new Set(["title", "source", "language", "zone", "url", "id", "date"]);
const RANGE = /^(?:\*|[<>]=?\S+|[~=]?-?[.\d]\S*)$/;

// Where the part that begins at `start` ends: at white space outside quotes and brackets.
function endOfPart(query, start) {
    let quoted = false;
    let depth = 0;
    for (let i = start; i < query.length; i++) {
        if (query[i] === '"') quoted = !quoted;
        else if (quoted) continue;
        else if (query[i] === "(") depth++;
        else if (query[i] === ")") depth--;
        else if (depth <= 0 && /\s/.test(query[i])) return i;
    }
    return query.length;
}

// What a number before it takes: "65 000", "60 thousand..70 thousand".
const NUMBER_GOES_ON = /^(?:\s+(?:\d{3}|hundred|thousand|million|billion|trillion)(?:\.\.[^\s()"]*)?(?=[\s)]|$))+/i;

// Where a part that is a range ends: its numbers may be of several words.
function endOfRange(query, start, end) {
    const isRange = readPart(query.slice(start, end)).kind === "range" && /[\d.]$/.test(query[end - 1]);
    return end + (isRange ? (NUMBER_GOES_ON.exec(query.slice(end))?.[0].length ?? 0) : 0);
}

function readPart(text) {
    const named = /^(-?)("[^"]*"|[^\s:"()]+):([^]+)$/.exec(text);
    if (!named) return /^\d[^"()]*\.\./.test(text) ? { name: "figure", value: text, kind: "range" } : { kind: "words" };
    const [, minus, name, value] = named;
    if (minus || /^\d/.test(name)) return { kind: "words" };
    if (FIELDS.has(name.toLowerCase())) return { name: name.toLowerCase(), value, kind: "field" };
    return RANGE.test(value.replace(/\s/g, "")) ? { name, value, kind: "range" } : { kind: "words" };
}

// The parts of a query that stand side by side: {text, start, end, kind: "words" | "field" | "range", name, value}.
export function partsOf(query) {
    const parts = [];
    for (let start = 0; start < query.length; ) {
        if (/\s/.test(query[start])) {
            start++;
            continue;
        }
        const end = endOfRange(query, start, endOfPart(query, start));
        const text = query.slice(start, end);
        parts.push({ text, start, end, ...readPart(text) });
        start = end;
    }
    return parts;
}

// The name of the figure that is asked for: the last one with a range, as it stands before the colon; null: none.
export const figureAsked = (query) => partsOf(query).findLast((part) => part.kind === "range")?.name ?? null;
export const rangesOf = (query, name) => partsOf(query).filter((part) => part.kind === "range" && part.name === name);

const join = (texts) => texts.filter(Boolean).join(" ");

export function without(query, part) {
    return join([query.slice(0, part.start).trimEnd(), query.slice(part.end).trimStart()]);
}

// An open quote or bracket would swallow what is added behind it.
function closed(query) {
    const bare = query.replace(/"[^"]*"/g, "");
    const open = bare.split("(").length - bare.split(")").length;
    const quote = (query.split('"').length - 1) % 2 ? '"' : "";
    return query + quote + ")".repeat(quote ? 0 : Math.max(0, open));
}

export function withPart(query, text) {
    const before = closed(query.trim());
    const alternatives = partsOf(before).some((part) => part.text === "OR");
    return join([alternatives ? `(${before})` : before, text]);
}

// The range of `name` becomes `range`, whatever it was, also when it was said in two halves.
export function withRange(query, name, range) {
    const [first, ...others] = rangesOf(query, name);
    const text = `${name}:${range}`;
    if (!first) return withPart(query, text);
    const rest = others.reduceRight((left, part) => without(left, part), query);
    return rest.slice(0, first.start) + text + rest.slice(first.end);
}

export const quoted = (value) => (/[\s"():]/.test(value) ? `"${value.replaceAll('"', " ").trim()}"` : value);

const SCALES = { "": 1, k: 1e3, m: 1e6, mln: 1e6, bn: 1e9, b: 1e9, tn: 1e12,
                 hundred: 100, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };

function boundOf(text) {
    const known = /^(-?[\d,\s]*\.?\d+)\s*([a-z]*)$/i.exec(text.trim());
    const scale = known ? SCALES[known[2].toLowerCase()] : undefined;
    return scale ? Number(known[1].replace(/[,\s]/g, "")) * scale : NaN;
}

// Both ends of what the ranges of `name` allow, as far as this page can tell; infinite where they do not say.
export function limitsOf(query, name) {
    const limits = { low: -Infinity, high: Infinity };
    for (const { value } of rangesOf(query, name)) {
        const [, sign, rest] = /^([<>]=?|[~=])?([^]*)$/.exec(value);
        const ends = rest.includes("..") ? rest.split("..") : [rest, rest];
        let [low, high] = ends.map(boundOf);
        if (sign === "~") [low, high] = [low * 0.9, high * 1.1];
        if (!Number.isNaN(low) && !sign?.startsWith("<")) limits.low = Math.max(limits.low, low);
        if (!Number.isNaN(high) && !sign?.startsWith(">")) limits.high = Math.min(limits.high, high);
    }
    return limits;
}
