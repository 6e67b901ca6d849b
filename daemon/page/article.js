// One article: its text with every figure marked, those that match the query more strongly, and what is not the article
// dimmed.
import { addressWith } from "./address.js";
import { byId, cut, head, hint, make, scrolled, spansOf, tableOf } from "./dom.js";
import { countText } from "./format.js";
import { figureWords, originOf } from "./results.js";

const BODY_MAX = 1_000_000; // of its letters are shown; more would only stop the browser

const keyOf = (figure) => `${figure.field}-${figure.start}`;

function figureMark(figure, text, matched) {
    const words = figureWords(figure);
    return make("mark", { id: `figure-${keyOf(figure)}`, tabindex: "-1", title: words.value + words.rest,
        class: matched.has(keyOf(figure)) ? "figure matched" : "figure" }, text);
}

const inked = (pieces, matched) => pieces.map(({ text, range }) => (range ? figureMark(range, text, matched) : text));

// The lines of the text as [from, to], without the empty ones.
function linesOf(text) {
    const lines = [];
    for (const found of text.matchAll(/[^\n]*\S[^\n]*/g)) lines.push([found.index, found.index + found[0].length]);
    return lines;
}

function paragraphsOf(body, figures, furniture, matched) {
    const figureSpans = spansOf(body, figures);
    const furnitureSpans = spansOf(body, furniture);
    return linesOf(body).map(([from, to]) => {
        const inside = figureSpans.filter((span) => span.to > from && span.from < to);
        let at = from;
        const parts = cut(body, furnitureSpans, from, to).map(({ text, range }) => {
            const pieces = inked(cut(body, inside, at, at + text.length), matched);
            at += text.length;
            return range ? make("span", { class: "furniture" }, ...pieces) : make("span", {}, ...pieces);
        });
        return make("p", { dir: "auto" }, ...parts);
    });
}

function rowOf(state, figure) {
    const words = figureWords({ ...figure, noun: "", period: "", per: "" });
    const href = addressWith(state, { figure: keyOf(figure) });
    const counted = [figure.noun, figure.per && `per ${figure.per}`].filter(Boolean).join(", ");
    return make("tr", {},
        make("td", {}, make("a", { href }, figure.text)),
        make("td", { class: "number" }, words.value),
        make("td", {}, counted),
        make("td", {}, figure.period));
}

function figuresTable(state, figures) {
    if (!figures.length) return null;
    const heads = [head("As written"), head("Value", "number"), head("Counts"), head("Period")];
    return make("details", { class: "table", id: "article-figures" },
        make("summary", {}, `${countText(figures.length, "figure", "figures")} as a table`),
        scrolled("Figures of this article", tableOf(heads, figures.map((figure) => rowOf(state, figure)))));
}

function similarOf(state, hits) {
    if (!hits.length) return "";
    const items = hits.map((hit) => make("li", {},
        make("a", { href: addressWith(state, { article: hit.id, figure: "" }), dir: "auto" }, hit.title || hit.id),
        originOf(hit)));
    return make("section", { class: "similar", "aria-labelledby": "similar-title" },
        make("h2", { id: "similar-title" }, "Articles like this one"), make("ul", {}, ...items));
}

const languageOf = (article) => (/^[a-z]{2,3}$/i.test(article.language) ? article.language : null);

// `matched`: the figures that the query asked for, as the hit of this article says; `similar`: hits.
export function showArticle(state, article, matched, similar) {
    const keys = new Set(matched.map(keyOf));
    const inTitle = article.figures.filter((figure) => figure.field === "title");
    const inBody = article.figures.filter((figure) => figure.field === "body");
    const body = article.body.slice(0, BODY_MAX);
    const title = article.title || article.id;
    const titleParts = article.title ? inked(cut(title, spansOf(title, inTitle)), keys) : [title];
    const furniture = (article.furniture ?? []).map(([start, length]) => ({ start, length }));
    const wayBack = addressWith(state, { article: "", figure: "" });
    byId("article").replaceChildren(
        make("p", { class: "back" }, make("a", { href: wayBack }, state.q ? "← Back to the answers" : "← Search")),
        make("h1", { tabindex: "-1", dir: "auto", lang: languageOf(article) }, ...titleParts),
        originOf(article),
        figuresTable(state, article.figures) ?? "",
        make("div", { class: "text", lang: languageOf(article) }, ...paragraphsOf(body, inBody, furniture, keys)),
        body.length < article.body.length ? hint("The rest of this long text is not shown.") : "",
        similarOf(state, similar));
}

// Brings a figure into view, and the focus to it; false when there is no such figure.
export function pointAt(figure) {
    const mark = figure ? byId(`figure-${figure}`) : null;
    document.querySelector(".figure.chosen")?.classList.remove("chosen");
    mark?.classList.add("chosen");
    mark?.focus({ preventScroll: true });
    mark?.scrollIntoView({ block: "center" });
    return Boolean(mark);
}
