// Before anything is asked: what this is, and questions that this index has answers to.
import { addressOf } from "./address.js";
import { byId, isolated, make } from "./dom.js";
import { countText, numberText, unitName } from "./format.js";
import { quoted } from "./query.js";

const SHOWN = 8;

const topOf = (facet) => (facet ?? []).slice(0, SHOWN);

function linksOf(title, values, queryOf, labelOf) {
    if (!values.length) return null;
    const links = values.map(({ value, count }) => make("li", {},
        make("a", { href: addressOf({ q: queryOf(value) }) }, isolated(labelOf(value)),
            make("span", { class: "count" }, numberText(count), make("span", { class: "spoken" }, " articles")))));
    return make("div", {}, make("h2", {}, title), make("ul", { class: "examples" }, ...links));
}

const MEASURES_ONLY = ({ value }) => value !== "count";

// `facets` are those of all articles.
export function showWelcome(stats, facets) {
    const size = stats.documents
        ? `${countText(stats.documents, "article", "articles")}, ${countText(stats.figures, "figure", "figures")}`
        : "This index is empty: tally-index puts articles into it.";
    const itself = (value) => value;
    byId("welcome").replaceChildren(
        make("h1", { tabindex: "-1" }, "Search the news by its figures"),
        make("p", { class: "lead" }, "Words and phrases, and ranges of what the sentences count: ",
            make("kbd", {}, "attempts:50K..70K"), " finds “nearly 65,000 irregular crossing attempts”."),
        make("p", { class: "origin" }, size),
        make("div", { class: "starts" },
            linksOf("Counted here", topOf(facets.noun), (noun) => `${quoted(noun)}:*`, itself),
            linksOf("Measured here", topOf(facets.unit?.filter(MEASURES_ONLY)), (unit) => `${unit}:*`, unitName),
            linksOf("Years", topOf(facets.year?.toReversed()), (year) => `date:${year}`, itself),
            linksOf("Sources", topOf(facets.source), (source) => `source:${quoted(source)}`, itself)));
}
