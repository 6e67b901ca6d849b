// What is shown, and the address that shows it: every state of the page is the part behind the question mark.

const DEFAULTS = { q: "", sort: "relevance", match: "all", repeats: "folded", article: "", figure: "" };

export function readAddress(search) {
    const given = new URLSearchParams(search);
    const state = { ...DEFAULTS };
    for (const name of Object.keys(DEFAULTS)) state[name] = given.get(name) ?? DEFAULTS[name];
    return state;
}

export function addressOf(state) {
    const out = new URLSearchParams();
    for (const name of Object.keys(DEFAULTS)) {
        if (state[name] && state[name] !== DEFAULTS[name]) out.set(name, state[name]);
    }
    return out.size ? `?${out}` : "./";
}

// The address of a state that differs from this one. Another query shows its articles, not the one that was open.
export function addressWith(state, changes) {
    const closed = "q" in changes ? { article: "", figure: "" } : {};
    return addressOf({ ...state, ...closed, ...changes });
}
