// The figures asked for over time: a point for each, where its sentence or else its article dates it; and what is said
// of each period, so that it shows where articles disagree.
import { addressWith } from "./address.js";
import { linkTo } from "./api.js";
import {
    decades, linearScale, logarithmicScale, paintToFit, roundTicks, symmetricDecades, symmetricScale, thinned,
} from "./chart.js";
import { byId, draw, head, hint, make, rove, scrolled, tableOf } from "./dom.js";
import {
    countText, dateText, dateYear, figureText, numberText, periodYear, shortNumber, unitText, valueText,
} from "./format.js";

const HEIGHT = 236;
const TOP = 12;
const BOTTOM = 28;
const LEFT = 52;
const RIGHT = 14;
const TICKS_MAX = 7;
const CROWD = 80; // points that are no longer told apart by their outlines
const YEAR_LABEL = 46; // pixels that a year needs below the axis
const LOGARITHMIC_FROM = 50; // times that the greatest is the smallest: then a step of the axis is a tenfold

function commonUnit(rows) {
    const counts = new Map();
    for (const row of rows) counts.set(row.unit, (counts.get(row.unit) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? "";
}

function pointsOf(rows, unit) {
    return rows.filter((row) => row.unit === unit).map((row) => {
        const said = periodYear(row.period);
        return { row, year: said ?? dateYear(row.date), said: said !== null };
    }).filter((point) => point.year !== null).sort((a, b) => a.year - b.year || a.row.low - b.row.low);
}

// Steps of the axis are equal, unless a few values would push all others together; then a step is a tenfold.
function verticalAxis(points) {
    const low = Math.min(...points.map((point) => point.row.low));
    const high = Math.max(...points.map((point) => point.row.high));
    const range = [HEIGHT - BOTTOM, TOP];
    if (low > 0 && high / low >= LOGARITHMIC_FROM) {
        const ticks = decades(low, high);
        return { ticks: thinned(ticks, TICKS_MAX), place: logarithmicScale([ticks[0], ticks.at(-1)], range) };
    }
    const sizes = points.map((point) => Math.abs(point.row.high)).filter(Boolean).sort((a, b) => a - b);
    const usual = sizes[Math.floor(sizes.length / 2)] ?? 1;
    if (Math.max(-low, high) / usual >= LOGARITHMIC_FROM) {
        const [smallest] = decades(usual, usual);
        const ticks = symmetricDecades(low, high, smallest);
        return { ticks: thinned(ticks, TICKS_MAX), place: symmetricScale([ticks[0], ticks.at(-1)], range, smallest) };
    }
    const ticks = roundTicks(Math.min(0, low), Math.max(0, high), 4);
    return { ticks, place: linearScale([ticks[0], ticks.at(-1)], range) };
}

function horizontalAxis(points, width) {
    const first = Math.floor(points[0].year);
    const last = Math.max(first + 1, Math.ceil(points.at(-1).year));
    const room = Math.max(1, Math.floor((width - LEFT - RIGHT) / YEAR_LABEL));
    const step = [1, 2, 5, 10, 20, 50, 100].find((years) => (last - first) / years <= room) ?? 200;
    const ticks = [];
    for (let year = Math.ceil(first / step) * step; year < last; year += step) ticks.push(year);
    return { ticks, step, place: linearScale([first, last], [LEFT, width - RIGHT]) };
}

function sentenceOf({ row, said }) {
    const noun = row.noun && row.unit === "count" ? ` ${row.noun}` : "";
    const when = said ? row.period : `published ${dateText(row.date)}`;
    return `${figureText(row)}${noun}, ${when}: ${row.title || row.id}`;
}

function axesOf(across, up, width) {
    const lines = up.ticks.flatMap((tick) => [
        draw("path", { d: `M${LEFT} ${up.place(tick)}H${width - RIGHT}`, class: "grid" }),
        draw("text", { x: LEFT - 8, y: up.place(tick) + 4, class: "tick end" }, shortNumber(tick)),
    ]);
    // The label of a single year stands below the middle of it.
    const middle = across.step === 1 ? 0.5 : 0;
    const years = across.ticks.map((year) =>
        draw("text", { x: across.place(year + middle), y: HEIGHT - 8, class: "tick middle" }, String(year)));
    return draw("g", { "aria-hidden": "true" }, ...lines, ...years,
        draw("path", { d: `M${LEFT} ${HEIGHT - BOTTOM + 0.5}H${width - RIGHT}`, class: "axis" }));
}

function dotOf(state, point, across, up) {
    const { row } = point;
    const x = across.place(point.year);
    const href = addressWith(state, { article: row.id, figure: `${row.field}-${row.start}` });
    const y = up.place(row.low);
    const interval = draw("path", { d: `M${x} ${y}V${up.place(row.high)}`, class: "interval" });
    const link = { href, class: point.said ? "dot said" : "dot", "aria-label": `${sentenceOf(point)}. “${row.quote}”` };
    return draw("a", link,
        row.high > row.low ? interval : null,
        draw("circle", { cx: x, cy: y, r: 14, class: "reach" }),
        draw("circle", { cx: x, cy: y, r: 5, class: "fill" }));
}

// The point that is pointed at, in words below the chart.
function readAloud(canvas, points, reading) {
    const rest = () => reading.replaceChildren("Point at a dot, or go from one to the next with the arrow keys.");
    const say = (event) => {
        const dot = event.target.closest("a");
        const point = dot && points[[...canvas.querySelectorAll("a")].indexOf(dot)];
        if (point) reading.replaceChildren(make("b", {}, sentenceOf(point)), make("q", {}, point.row.quote));
    };
    canvas.addEventListener("pointerover", say);
    canvas.addEventListener("focusin", say);
    canvas.addEventListener("pointerleave", rest);
    canvas.addEventListener("focusout", rest);
    rest();
}

function chartOf(view, width) {
    const up = verticalAxis(view.points);
    const across = horizontalAxis(view.points, width);
    const name = `Figures of ${view.title} over time; the arrow keys go from point to point, Enter opens the article`;
    const box = { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` };
    const crowd = view.points.length > CROWD ? "crowd" : null;
    const svg = draw("svg", { ...box, role: "group", "aria-label": name, class: crowd },
        axesOf(across, up, width), ...view.points.map((point) => dotOf(view.state, point, across, up)));
    rove(svg, "a");
    return svg;
}

function valuesText(group) {
    const texts = group.values.map((value) => {
        const times = value.count > 1 ? ` (${numberText(value.count)}×)` : "";
        return figureText(value, group.unit) + times;
    });
    return texts.join(" · ") + (group.distinct > group.values.length ? " …" : "");
}

function groupsTable(groups, unit) {
    const rows = groups.filter((group) => group.unit === unit).map((group) => make("tr", {},
        make("th", { scope: "row" }, group.label || "not said"),
        make("td", { class: "number" }, numberText(group.count)),
        make("td", {}, valuesText(group)),
        make("td", {}, group.distinct > 1 ? `${valueText(group.min, unit)} to ${valueText(group.max, unit)}` : "")));
    const heads = [head("Period"), head("Figures", "number"), head("Values"), head("From … to")];
    const title = "What is said of each period";
    return make("details", { class: "table" }, make("summary", {}, title), scrolled(title, tableOf(heads, rows)));
}

function captionOf({ points, unit, groups }, { rows, total }) {
    const keys = [
        make("span", { class: "key said" }, "dated by its sentence"),
        make("span", { class: "key" }, "by its article"),
    ];
    const left = rows.length - points.length;
    const differ = groups.filter((group) => group.label && group.unit === unit && group.distinct > 1).length;
    return hint(...(points.length ? keys : []),
        points.length && unitText(unit) ? `In ${unitText(unit)}. ` : null,
        rows.length < total ? `The first ${numberText(rows.length)} of ${numberText(total)} figures. ` : null,
        left ? `${countText(left, "figure", "figures")} without a date or in another unit. ` : null,
        differ ? `Different values for ${countText(differ, "period", "periods")}.` : null);
}

// `reply` is that of /figures by period.
export function showTimeline(state, name, title, reply) {
    const section = byId("timeline");
    const unit = commonUnit(reply.rows);
    const reading = make("p", { class: "reading" });
    const view = { state, title, unit, groups: reply.groups, points: pointsOf(reply.rows, unit) };
    const canvas = make("div", { class: "canvas" });
    const csv = linkTo("figures", { q: state.q, match: state.match, noun: name, limit: 1000, format: "csv" });
    section.replaceChildren(make("h3", { id: "timeline-title" }, "Over time"),
        captionOf(view, reply),
        ...(view.points.length ? [canvas, reading] : []),
        groupsTable(reply.groups, unit),
        hint(make("a", { href: csv, download: "figures.csv" }, "These figures as a CSV file")));
    if (!view.points.length) return;
    // Not to the SVG itself: one that listens for the focus would take it.
    readAloud(canvas, view.points, reading);
    paintToFit(canvas, (width) => canvas.replaceChildren(chartOf(view, width)));
}
