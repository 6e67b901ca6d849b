// The list of articles: title, where it comes from, the sentence that matched, the figures that matched.
import { addressWith } from "./address.js";
import { byId, isolated, make, marked, outward } from "./dom.js";
import { countText, dateText, figureText, hostOf, languageName } from "./format.js";
import { partsOf } from "./query.js";

const FIGURES_SHOWN = 6;

const joined = (parts) => parts.filter(Boolean).flatMap((part, i) => (i ? [" · ", part] : [part]));

// Date, source, language and the way to the original, as far as they are known.
export function originOf(article) {
    const host = hostOf(article.url ?? "");
    return make("p", { class: "origin" }, ...joined([
        article.date && make("time", { datetime: article.date.slice(0, 10) }, dateText(article.date)),
        article.source && isolated(article.source),
        article.language && isolated(languageName(article.language)),
        article.url && outward(article.url, isolated(host || article.url)),
    ]));
}

// What a figure says, in words: "about 65,000 irregular crossing attempts · 2019".
export function figureWords(figure) {
    const noun = figure.noun ? (figure.unit === "count" ? ` ${figure.noun}` : ` (${figure.noun})`) : "";
    const per = figure.per ? ` per ${figure.per}` : "";
    return { value: figureText(figure), rest: noun + per + (figure.period ? ` · ${figure.period}` : "") };
}

function figureOf(state, hit, figure) {
    const words = figureWords(figure);
    const href = addressWith(state, { article: hit.id, figure: `${figure.field}-${figure.start}` });
    return make("li", {}, make("a", { href }, make("b", {}, words.value), isolated(words.rest)));
}

function figuresOf(state, hit) {
    if (!hit.figures.length) return null;
    const shown = hit.figures.slice(0, FIGURES_SHOWN).map((figure) => figureOf(state, hit, figure));
    const left = hit.figures.length - shown.length;
    const more = left > 0 ? make("li", { class: "rest" }, `and ${countText(left, "more", "more")}`) : null;
    return make("ul", { class: "figures", "aria-label": "Figures that matched" }, ...shown, more);
}

// The articles that this one stands for: the daemon names the first few.
function repeatsOf(state, { duplicates = [], duplicate_count: count = 0 }) {
    if (!count) return null;
    const items = duplicates.map((id) => make("li", {},
        make("a", { href: addressWith(state, { article: id, figure: "" }) }, "article ", isolated(id))));
    const left = count - duplicates.length;
    return make("details", { class: "repeats" },
        make("summary", {}, `Repeated by ${countText(count, "article", "articles")}`),
        make("ul", {}, ...items, left ? make("li", {}, `and ${countText(left, "more", "more")}`) : null));
}

function hitOf(state, hit) {
    const marks = hit.snippet_marks.map(([start, length]) => ({ start, length }));
    const title = hit.title ? marked(hit.title, hit.matches.filter((match) => match.field === "title")) : [hit.id];
    const href = addressWith(state, { article: hit.id, figure: "" });
    return make("li", { class: "hit" },
        make("h3", { dir: "auto" }, make("a", { href, "data-id": hit.id }, ...title)),
        originOf(hit),
        make("p", { class: "snippet", dir: "auto" }, ...marked(hit.snippet_text, marks)),
        figuresOf(state, hit),
        repeatsOf(state, hit));
}

function nothingOf(state) {
    const words = partsOf(state.q).filter((part) => part.kind === "words");
    const loosened = make("a", { href: addressWith(state, { match: "any" }) }, "Articles with any of the words");
    return make("li", { class: "hint" }, "Fewer words or a wider range may find something. ",
        words.length > 1 && state.match !== "any" ? loosened : null);
}

// Appends when the reply is a later page. Returns the first title that is new.
export function showHits(state, reply) {
    const list = byId("hits");
    const items = reply.hits.map((hit) => hitOf(state, hit));
    if (reply.offset === 0) list.replaceChildren(reply.total ? "" : nothingOf(state));
    list.append(...items);
    byId("more").hidden = reply.next === null;
    return items[0]?.querySelector("h3 a");
}

export function totalText(reply) {
    if (!reply.total) return "Nothing was found";
    const about = reply.total_exact ? "" : "About ";
    return about + countText(reply.total, "article", "articles");
}
