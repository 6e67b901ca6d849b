// The conductor: an address becomes questions to the daemon, and their answers what is seen. Every link of the page is
// an address of it; a click asks without loading the page again.
import { addressOf, addressWith, readAddress } from "./address.js";
import { ask, giveUpAll, isGivenUp, Refusal } from "./api.js";
import { pointAt, showArticle } from "./article.js";
import { byId, make } from "./dom.js";
import { FACET_NAMES, showChips, showFacets } from "./facets.js";
import { showHistogram } from "./histogram.js";
import { showError, showNoNotices, showNotes } from "./notices.js";
import { figureAsked, withRange } from "./query.js";
import { showHits, totalText } from "./results.js";
import { closeSuggestions, startSuggestions } from "./suggest.js";
import { showTimeline } from "./timeline.js";
import { showWelcome } from "./welcome.js";

const PAGE_SIZE = 20;
const SHOWN_MAX = 200; // articles that come back at once with the Back button
const SIMILAR_SHOWN = 5;
const ROWS_MAX = 1000; // points of the timeline

const box = byId("q");
let state = readAddress(location.search);
let answers = null; // {address, reply}: whose articles are in the list, so that one opened from it leaves them there
let next = null; // the offset of the articles that "More" brings

// ---- what is seen

function show(view) {
    byId("help").open = view === "welcome" || view === "";
    for (const id of ["welcome", "found", "article"]) byId(id).hidden = id !== view;
}

function say(text) {
    byId("live").textContent = text;
}

function setBusy(isBusy) {
    byId("main").setAttribute("aria-busy", String(isBusy));
}

const plainName = (name) => name.replaceAll('"', "");

function showChoices() {
    const name = figureAsked(state.q);
    const option = (value, text) => make("option", { value, selected: value === state.sort }, text);
    const options = [
        option("relevance", "best first"),
        option("date", "newest first"),
        option("-date", "oldest first"),
    ];
    if (name) options.push(option(`${name}:desc`, `greatest ${plainName(name)}`));
    if (name) options.push(option(`${name}:asc`, `smallest ${plainName(name)}`));
    if (!options.some((known) => known.value === state.sort)) options.push(option(state.sort, state.sort));
    byId("sort").replaceChildren(...options);
    byId("match").value = state.match;
    byId("repeats").value = state.repeats;
}

// ---- questions

const HIT_FIELDS = "id,title,url,date,source,snippet,matches,figures";

function askSearch(parameters) {
    const collapse = state.repeats === "shown" ? "none" : "duplicates";
    const asked = { q: state.q, sort: state.sort, match: state.match, collapse, fields: HIT_FIELDS };
    return ask("search", "search", { ...asked, ...parameters });
}

// The figures asked for: those of any size in the histogram, those in the range on the timeline.
async function askFigures(name) {
    const histogram = `histogram:${name}`;
    const q = withRange(state.q, name, "*");
    const [spread, table] = await Promise.all([
        ask("spread", "search", { q, match: state.match, count: true, facets: histogram }),
        ask("table", "figures", { q: state.q, match: state.match, noun: name, by: "period", limit: ROWS_MAX }),
    ]);
    byId("figures-title").replaceChildren("Figures of ", make("b", {}, plainName(name)));
    showHistogram(state, name, plainName(name), Object.values(spread.facets)[0] ?? []);
    showTimeline(state, name, plainName(name), table);
    byId("figures").hidden = false;
}

// Articles that were found stay, also when there is no chart of their figures; where none was found there is none.
async function showFigures() {
    const name = answers.reply.total ? figureAsked(state.q) : null;
    if (!name) byId("figures").hidden = true;
    try {
        if (name) await askFigures(name);
    } catch (error) {
        if (!isGivenUp(error)) byId("figures").hidden = true;
    }
}

async function askArticles(limit) {
    const reply = await askSearch({ limit, facets: FACET_NAMES });
    next = reply.next;
    answers = { address: addressOf(state), reply };
    showNotes(state, reply);
    byId("status").textContent = totalText(reply);
    say(totalText(reply));
    showHits(state, reply);
    showFacets(state, reply);
}

function showAgain() {
    document.title = `${state.q} – tally`;
    showNotes(state, answers.reply);
    show("found");
}

async function showFound(shown) {
    document.title = `${state.q} – tally`;
    showChips(state);
    showChoices();
    await askArticles(Math.min(SHOWN_MAX, Math.max(PAGE_SIZE, shown)));
    show("found");
    await showFigures();
}

async function moreArticles() {
    try {
        const reply = await askSearch({ offset: next, limit: PAGE_SIZE });
        next = reply.next;
        const first = showHits(state, reply);
        remember();
        say(`${reply.hits.length} more articles`);
        first?.focus();
    } catch (error) {
        if (!isGivenUp(error)) showError(state, error);
    }
}

// The figures of this article that the query asked for; an article that is read without a query has none.
async function askMatched(id) {
    if (!state.q.trim() || id.includes('"')) return [];
    try {
        const q = `(${state.q}) id:"${id}"`;
        const reply = await ask("matched", "search", { q, match: state.match, fields: "id,figures", limit: 1 });
        return reply.hits[0]?.figures ?? [];
    } catch (error) {
        if (error instanceof Refusal) return []; // a query that cannot be read marks nothing
        throw error;
    }
}

async function askSimilar(id) {
    try {
        const reply = await ask("similar", "similar", { id, limit: SIMILAR_SHOWN, fields: "id,title,url,date,source" });
        return reply.hits;
    } catch (error) {
        if (error instanceof Refusal) return []; // the article can be read without them
        throw error;
    }
}

const pathOf = (id) => `documents/${id.split("/").map(encodeURIComponent).join("/")}`;

async function showOne() {
    const id = state.article;
    const [article, matched, similar] = await Promise.all([ask("article", pathOf(id)), askMatched(id), askSimilar(id)]);
    document.title = `${article.title || article.id} – tally`;
    showNoNotices();
    showArticle(state, article, matched, similar);
    show("article");
}

async function showStart() {
    document.title = "tally";
    const [stats, all] = await Promise.all([
        ask("stats", "stats"),
        ask("search", "search", { q: "figure:*", count: true, facets: "noun,unit,year,source" }),
    ]);
    showNoNotices();
    showWelcome(stats, all.facets);
    show("welcome");
}

function fail(error) {
    if (isGivenUp(error)) return;
    document.title = "tally";
    show("");
    answers = null;
    showError(state, error);
    if (!(error instanceof Refusal)) console.warn(error);
}

// ---- going somewhere

async function go(how) {
    giveUpAll();
    closeSuggestions();
    box.value = state.q;
    setBusy(true);
    const asked = state;
    try {
        if (state.article) await showOne();
        else if (!state.q.trim()) await showStart();
        else if (how.isBack && answers?.address === addressOf(state)) showAgain();
        else await showFound(how.shown ?? 0);
    } catch (error) {
        if (asked === state) fail(error);
    }
    if (asked !== state) return; // the reader has gone on
    setBusy(false);
    settle(how);
}

// Where the reader's eyes and focus are afterwards.
function settle(how) {
    const opened = document.querySelector(`#hits a[data-id="${CSS.escape(how.opened ?? "")}"]`);
    if (state.article) {
        if (pointAt(state.figure)) return;
        if (!how.isFirst) scrollTo(0, 0);
        document.querySelector("#article h1")?.focus({ preventScroll: true });
    } else if (how.isBack) {
        opened?.focus({ preventScroll: true });
        scrollTo(0, how.scroll ?? 0);
    } else if (how.isFirst) {
        if (!state.q) box.focus();
    } else if (how.isLink) {
        (state.q ? byId("status") : document.querySelector("#welcome h1"))?.focus({ preventScroll: true });
        scrollTo(0, 0);
    }
}

// Kept with the entry of the history that is left, for the way back.
function remember() {
    history.replaceState({ ...history.state, scroll: scrollY, shown: byId("hits").children.length }, "");
}

function follow(address, how) {
    remember();
    const same = address === addressOf(state);
    const isFromList = !state.article && Boolean(answers);
    state = readAddress(new URL(address, location.href).search);
    if (!same) history.pushState({ isFromList }, "", address);
    go(how);
}

function onLink(event) {
    const link = event.target.closest("a[href]");
    const elsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!link || elsewhere) return;
    const href = link.getAttribute("href");
    if (!href.startsWith("?") && href !== "./") return;
    event.preventDefault();
    // To the list as it was left, when that is where the reader came from.
    if (link.closest(".back") && history.state?.isFromList) history.back();
    else follow(href, { isLink: true });
}

function onBack(event) {
    const left = state;
    state = readAddress(location.search);
    go({ isBack: true, opened: left.article, ...event.state });
}

function onKey(event) {
    const typing = event.target.matches?.("input, select, textarea, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    box.focus();
    box.select();
}

function listen() {
    document.addEventListener("click", onLink);
    document.addEventListener("keydown", onKey);
    addEventListener("popstate", onBack);
    byId("search").addEventListener("submit", (event) => {
        event.preventDefault();
        follow(addressWith(state, { q: box.value.trim() }), {});
    });
    for (const name of ["sort", "match", "repeats"]) {
        byId(name).addEventListener("change", () => follow(addressWith(state, { [name]: byId(name).value }), {}));
    }
    byId("more").addEventListener("click", moreArticles);
}

history.scrollRestoration = "manual";
byId("figures").open = matchMedia("(min-width: 60rem)").matches;
listen();
startSuggestions();
go({ isFirst: true, isBack: Boolean(history.state?.scroll), ...history.state });
