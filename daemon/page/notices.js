// What is wrong with a query, and what was guessed about it, shown at the place.
import { addressOf, addressWith } from "./address.js";
import { Refusal } from "./api.js";
import { byId, make, spansOf, cut } from "./dom.js";

// The query with the bytes in question underlined; null when it is not about a place.
function echoOf(query, { position, length }) {
    if (typeof position !== "number") return null;
    const pieces = cut(query, spansOf(query, [{ start: position, length: Math.max(1, length ?? 1) }]));
    const isThere = pieces.some((piece) => piece.range);
    const parts = pieces.map((piece) => (piece.range ? make("u", {}, piece.text) : piece.text));
    // Something is missing at the end: the place is behind the last letter.
    return make("p", { class: "echo", dir: "ltr" }, ...parts, isThere ? null : make("u", {}, "\u2003"));
}

const sentence = (text) => (text ? text[0].toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? "" : ".") : "");

function adviceOf(hint) {
    return hint ? make("p", { class: "advice" }, sentence(hint)) : null;
}

// What is no fault of the query may pass.
function againOf(state, error) {
    const isTransient = !(error instanceof Refusal) || error.status >= 500;
    return isTransient ? make("p", {}, make("a", { href: addressOf(state) }, "Try again")) : null;
}

// The box itself says that it is wrong when the mistake is in the query.
function tieToBox(isMistake) {
    const box = byId("q");
    if (isMistake) box.setAttribute("aria-invalid", "true");
    else box.removeAttribute("aria-invalid");
    if (byId("notices").children.length) box.setAttribute("aria-describedby", "notices");
    else box.removeAttribute("aria-describedby");
}

export function showError(state, error) {
    const message = error instanceof Refusal ? error.message : "the daemon does not answer";
    byId("notices").replaceChildren(make("div", { class: "notice wrong", role: "alert" },
        state.article ? null : echoOf(state.q, error),
        make("p", {}, sentence(message)),
        adviceOf(error.hint),
        againOf(state, error)));
    tieToBox(typeof error.position === "number");
}

const noteOf = (...children) => make("div", { class: "notice" }, ...children);

function proposalOf(state, proposal) {
    const link = make("a", { href: addressWith(state, { q: proposal.query }) }, proposal.query);
    return make("div", { class: "notice proposal" }, make("p", {}, "Did you mean ", link, "?"));
}

export function showNotes(state, reply) {
    const notes = reply.notes.map((note) => noteOf(echoOf(state.q, note), make("p", {}, sentence(note.message))));
    if (reply.did_you_mean) notes.push(proposalOf(state, reply.did_you_mean));
    if (reply.partial) notes.push(noteOf(make("p", {}, "The time was up: these are the best of the articles seen.")));
    byId("notices").replaceChildren(...notes);
    tieToBox(false);
}

export function showNoNotices() {
    byId("notices").replaceChildren();
    tieToBox(false);
}
