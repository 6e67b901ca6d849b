// Suggestions below the box: a combobox as the ARIA practices describe it. The focus stays in the box; arrows choose.
import { ask, giveUp, isGivenUp } from "./api.js";
import { byId, make, marked } from "./dom.js";
import { countText } from "./format.js";

const PAUSE_MS = 120; // without a key before it is asked
const SHOWN = 8;

const box = byId("q");
const list = byId("suggestions");
let timer = 0;
let offered = []; // what the text before the cursor may become
let typed = 0; // the length of that text
let active = -1;

function mark(index) {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index]?.scrollIntoView({ block: "nearest" });
}

export function closeSuggestions() {
    clearTimeout(timer);
    giveUp("suggest");
    offered = [];
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    mark(-1);
}

function take(index) {
    const { text } = offered[index];
    box.value = text + box.value.slice(typed);
    box.setSelectionRange(text.length, text.length);
    closeSuggestions();
    box.focus();
}

// What a suggestion is, where that is not plain to see.
const KINDS = { noun: "figures", unit: "figures", class: "figures", field: "field" };

function optionOf(suggestion, index) {
    const { text, start, length, kind, documents } = suggestion;
    const words = marked(text, [{ start, length }], "b");
    const count = documents ? make("span", { class: "count" }, countText(documents, "article", "articles")) : null;
    const option = make("li", { role: "option", id: `suggestion-${index}`, "aria-selected": "false" },
        make("bdi", {}, ...words), make("span", { class: "kind" }, KINDS[kind] ?? ""), count);
    option.addEventListener("click", () => take(index));
    return option;
}

function offer(text, suggestions) {
    closeSuggestions();
    typed = text.length;
    offered = suggestions;
    if (!offered.length) return;
    list.replaceChildren(...offered.map(optionOf));
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
}

async function look() {
    const text = box.value.slice(0, box.selectionStart);
    if (!text.trim()) return closeSuggestions();
    try {
        const reply = await ask("suggest", "suggest", { q: text, limit: SHOWN });
        if (document.activeElement === box) offer(text, reply.suggestions);
    } catch (error) {
        if (!isGivenUp(error)) closeSuggestions(); // what was typed can be asked without them
    }
}

const KEYS = {
    ArrowDown: () => mark(active + 1 < offered.length ? active + 1 : 0),
    ArrowUp: () => mark(active > 0 ? active - 1 : offered.length - 1),
    Enter: () => (active >= 0 ? take(active) : false),
    Escape: () => closeSuggestions(),
};

export function startSuggestions() {
    box.addEventListener("input", () => {
        closeSuggestions(); // those of another text
        timer = setTimeout(look, PAUSE_MS);
    });
    box.addEventListener("keydown", (event) => {
        if (list.hidden || event.isComposing || !(event.key in KEYS)) return;
        if (KEYS[event.key]() !== false) event.preventDefault();
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // the focus stays in the box
    box.addEventListener("blur", closeSuggestions);
}
