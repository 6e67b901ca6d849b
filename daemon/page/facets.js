// Ways to narrow: what the articles found have in common, each a link that adds a part to the query; and the parts that
// are in force, each a link that takes it away.
import { addressWith } from "./address.js";
import { byId, hint, isolated, make } from "./dom.js";
import { languageName, numberText, unitName } from "./format.js";
import { partsOf, quoted, withPart, without } from "./query.js";

const SHOWN = 8; // values of a facet before "more"

// Asked for by `name`; a value stands for the part `part(value)` of a query.
const FACETS = [
    { name: "noun", title: "What is counted", part: (value) => `${quoted(value)}:*`, label: (value) => value },
    { name: "year", title: "Year", part: (value) => `date:${value}`, label: (value) => value },
    { name: "source", title: "Source", part: (value) => `source:${quoted(value)}`, label: (value) => value },
    { name: "unit", title: "Measured in", part: (value) => `${value}:*`, label: unitName },
    { name: "language", title: "Language", part: (value) => `language:${quoted(value)}`, label: languageName },
];

export const FACET_NAMES = FACETS.map((facet) => facet.name).join(",");

// Which are open: as the reader left them.
const open = new Set(matchMedia("(min-width: 60rem)").matches ? ["noun", "year", "source"] : []);

const same = (a, b) => a.toLowerCase() === b.toLowerCase();

function valueOf(state, facet, { value, count }) {
    const text = facet.part(value);
    const saysSo = (part) => same(part.text, text) || (part.name && same(`${part.name}:*`, text));
    const inForce = partsOf(state.q).find(saysSo);
    const q = inForce ? without(state.q, inForce) : withPart(state.q, text);
    return make("li", {}, make("a", { href: addressWith(state, { q }), "aria-current": inForce ? "true" : null },
        make("span", { class: "name" }, isolated(facet.label(value))),
        make("span", { class: "count" }, numberText(count), make("span", { class: "spoken" }, " articles"))));
}

function facetOf(state, facet, values) {
    const items = values.map((value) => valueOf(state, facet, value));
    const rest = items.slice(SHOWN);
    rest.forEach((item) => (item.hidden = true));
    const list = make("ul", {}, ...items);
    const more = rest.length ? make("button", { type: "button", class: "plain" }, `${rest.length} more`) : null;
    more?.addEventListener("click", () => {
        rest.forEach((item) => (item.hidden = false));
        rest[0].querySelector("a").focus();
        more.remove();
    });
    const details = make("details", { class: "facet", open: open.has(facet.name) },
        make("summary", {}, make("h2", {}, facet.title)), list, more);
    details.addEventListener("toggle", () => (details.open ? open.add(facet.name) : open.delete(facet.name)));
    return details;
}

export function showFacets(state, { facets, facets_exact: isExact }) {
    const shown = FACETS.filter((facet) => facets[facet.name]?.length);
    const extent = isExact ? "" : hint("Counted in a part of these articles.");
    byId("facets").replaceChildren(extent, ...shown.map((facet) => facetOf(state, facet, facets[facet.name])));
}

function chipOf(state, part) {
    const href = addressWith(state, { q: without(state.q, part).trim() });
    return make("li", {}, make("a", { href, "aria-label": `Take away ${part.text}` },
        isolated(part.text), make("span", { class: "cross", "aria-hidden": "true" }, "×")));
}

export function showChips(state) {
    const chips = partsOf(state.q).filter((part) => part.kind !== "words").map((part) => chipOf(state, part));
    byId("chips").replaceChildren(...chips);
    byId("chips").hidden = !chips.length;
}
