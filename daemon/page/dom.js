// Making elements. Text becomes text nodes and nothing else: no word of an article is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

// Signs that turn the direction of what follows: with them an article could put the words of the page in another order.
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const settled = (child) => (typeof child === "string" ? child.replace(TURNS, "") : child);

function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        if (value === true) node.setAttribute(name, "");
        else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
    }
    const present = children.flat().filter((child) => child !== null && child !== undefined && child !== "");
    node.append(...present.map(settled));
    return node;
}

export const make = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
export const draw = (tag, attributes = {}, ...children) =>
    fill(document.createElementNS(SVG, tag), attributes, children);
export const byId = (id) => document.getElementById(id);

// A link out of the page, or only its words when the address is no http(s) one: `javascript:` leads nowhere.
export function outward(address, ...children) {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !["http:", "https:"].includes(url.protocol)) return make("span", {}, ...children);
    return make("a", { href: url.href, rel: "noreferrer noopener external", class: "outward" }, ...children);
}

// Names of somebody else's making keep their writing direction to themselves.
export const isolated = (text) => make("bdi", {}, text);

// Positions in answers count bytes of UTF-8, those of strings here UTF-16: the latter of the former, which ascend.
export function indicesOf(text, positions) {
    let byte = 0;
    let index = 0;
    return positions.map((position) => {
        while (byte < position && index < text.length) {
            const code = text.codePointAt(index);
            byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
            index += code < 0x10000 ? 1 : 2;
        }
        return index;
    });
}

// Where ranges ({start, length} in bytes) lie in the text: [{from, to, range}] in its own units, in order. Of ranges
// that overlap the first one stays.
export function spansOf(text, ranges) {
    const apart = [];
    for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
        const before = apart.at(-1);
        if (range.length > 0 && (!before || range.start >= before.start + before.length)) apart.push(range);
    }
    const indices = indicesOf(text, apart.flatMap((range) => [range.start, range.start + range.length]));
    return apart.map((range, i) => ({ from: indices[2 * i], to: indices[2 * i + 1], range }));
}

// The text between `from` and `to`, cut at spans: [{text, range or null}].
export function cut(text, spans, from = 0, to = text.length) {
    const pieces = [];
    let end = from;
    for (const span of spans) {
        const [first, last] = [Math.max(span.from, end), Math.min(span.to, to)];
        if (first >= last) continue;
        pieces.push({ text: text.slice(end, first), range: null });
        pieces.push({ text: text.slice(first, last), range: span.range });
        end = last;
    }
    pieces.push({ text: text.slice(end, to), range: null });
    return pieces.filter((piece) => piece.text);
}

// Text with some of its ranges in elements of their own.
export const marked = (text, ranges, tag = "mark") =>
    cut(text, spansOf(text, ranges)).map((piece) => (piece.range ? make(tag, {}, piece.text) : piece.text));

// A line in small quiet letters.
export const hint = (...children) => make("p", { class: "hint" }, ...children);

// The head of a column, whose class may be "number".
export const head = (text, kind) => make("th", { scope: "col", class: kind }, text);

export const tableOf = (heads, rows) =>
    make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));

// What may be wider than the page moves inside a frame of its own, also for those who have only keys.
export const scrolled = (name, content) =>
    make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": name }, content);

// Of several links that belong together one is a stop of the Tab key; arrows, Home and End go from one to the next.
export function rove(container, selector) {
    const stops = [...container.querySelectorAll(selector)];
    stops.forEach((stop, i) => stop.setAttribute("tabindex", i === 0 ? "0" : "-1"));
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    container.addEventListener("keydown", (event) => {
        const at = stops.indexOf(event.target.closest(selector));
        if (at < 0 || !(event.key in step) || event.altKey || event.ctrlKey || event.metaKey) return;
        event.preventDefault();
        const next = Math.max(0, Math.min(stops.length - 1, at + step[event.key]));
        stops[at].setAttribute("tabindex", "-1");
        stops[next].setAttribute("tabindex", "0");
        stops[next].focus();
    });
}
