// How the figures asked for are spread: a bar for each step of size, and each bar narrows the range of the query.
import { addressWith } from "./address.js";
import { paintToFit } from "./chart.js";
import { byId, draw, head, hint, make, rove, tableOf } from "./dom.js";
import { countText, numberText, shortNumber } from "./format.js";
import { limitsOf, withRange } from "./query.js";

const HEIGHT = 236;
const TOP = 20;
const BOTTOM = 26;
const LETTER = 8; // about the width of one, in pixels
const LABEL_BAR_MIN = 16; // a bar this wide has its count above it

const rangeText = (bucket) => `${numberText(bucket.low)} to ${numberText(bucket.high)}`;
const nameOf = (bucket) => `${rangeText(bucket)}: ${countText(bucket.count, "figure", "figures")}`;

function hrefOf(state, name, bucket) {
    return addressWith(state, { q: withRange(state.q, name, `${bucket.low}..${bucket.high}`) });
}

const isAskedFor = (bucket, { low, high }) => bucket.high > low && (bucket.low < high || bucket.low === low);

const labelOf = (x, y, text) => draw("text", { x, y, class: "tick middle", "aria-hidden": "true" }, text);

function barOf(view, bucket, { x, width }) {
    const { state, name, limits, most } = view;
    const full = HEIGHT - TOP - BOTTOM;
    const height = Math.max(2, (bucket.count / most) * full);
    const y = HEIGHT - BOTTOM - height;
    const link = {
        href: hrefOf(state, name, bucket),
        class: isAskedFor(bucket, limits) ? "bar asked" : "bar",
        "aria-label": nameOf(bucket),
    };
    return draw("a", link,
        draw("title", {}, nameOf(bucket)),
        draw("rect", { x, y: TOP - 16, width, height: full + 16, class: "reach" }),
        draw("rect", { x: x + 1, y, width: Math.max(1, width - 2), height, rx: 2, class: "fill" }),
        width >= LABEL_BAR_MIN ? labelOf(x + width / 2, y - 5, shortNumber(bucket.count)) : null);
}

// The sizes below the bars: round ones first, and none that would touch its neighbour.
function edgesOf(buckets, step, width) {
    const edges = [...buckets.map((bucket) => bucket.low), buckets.at(-1).high];
    const isRound = (value) => value === 0 || Number.isInteger(Math.log10(Math.abs(value)));
    const order = edges.map((value, i) => ({ value, i })).sort((a, b) => isRound(b.value) - isRound(a.value));
    const placed = [];
    for (const { value, i } of order) {
        const text = shortNumber(value);
        const half = (text.length * LETTER) / 2;
        const x = Math.min(Math.max(i * step, half), width - half);
        const isFree = placed.every((other) => Math.abs(other.x - x) > half + other.half + 6);
        if (isFree) placed.push({ x, at: i * step, half, text });
    }
    return placed;
}

function chartOf(view, width) {
    const step = width / view.buckets.length;
    const svg = draw("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, role: "group",
        "aria-label": `Figures of ${view.title} by size; the arrow keys go from bar to bar, Enter narrows the range` });
    svg.append(draw("path", { d: `M0 ${HEIGHT - BOTTOM + 0.5}H${width}`, class: "axis" }));
    view.buckets.forEach((bucket, i) => {
        if (bucket.count) svg.append(barOf(view, bucket, { x: i * step, width: step }));
    });
    for (const edge of edgesOf(view.buckets, step, width)) {
        svg.append(draw("path", { d: `M${edge.at} ${HEIGHT - BOTTOM}v5`, class: "axis" }),
            labelOf(edge.x, HEIGHT - 7, edge.text));
    }
    rove(svg, "a");
    return svg;
}

function bucketsTable(view) {
    const rows = view.buckets.filter((bucket) => bucket.count).map((bucket) => make("tr", {},
        make("td", {}, make("a", { href: hrefOf(view.state, view.name, bucket) }, rangeText(bucket))),
        make("td", { class: "number" }, numberText(bucket.count))));
    return make("details", { class: "table" }, make("summary", {}, "By size, as a table"),
        tableOf([head("Size"), head("Figures", "number")], rows));
}

// `buckets`: {low, high, count} side by side; `name` as in the query, `title` as people say it.
export function showHistogram(state, name, title, buckets) {
    const section = byId("histogram");
    const heading = make("h3", { id: "histogram-title" }, "By size");
    const limits = limitsOf(state.q, name);
    const isNarrow = limits.low > -Infinity || limits.high < Infinity;
    const advice = isNarrow
        ? hint("The strong bars are in your range. ",
            make("a", { href: addressWith(state, { q: withRange(state.q, name, "*") }) }, "Any size"))
        : hint("Choose a bar to narrow the range.");
    if (!buckets.length) {
        section.replaceChildren(heading, hint("No such figures."));
        return;
    }
    const view = { state, name, title, buckets, limits, most: Math.max(...buckets.map((bucket) => bucket.count)) };
    const canvas = make("div", { class: "canvas" });
    section.replaceChildren(heading, advice, canvas, bucketsTable(view));
    paintToFit(canvas, (width) => canvas.replaceChildren(chartOf(view, width)));
}
