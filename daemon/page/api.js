// Questions to the daemon. A new question of one purpose gives up the one before it.

const underWay = new Map();

// An answer that says why there is none: `status`, and the members of an error (docs/http-api.md).
export class Refusal extends Error {
    constructor(status, body) {
        super(body.message);
        Object.assign(this, { status, code: body.code, position: body.position, length: body.length, hint: body.hint });
    }
}

export function linkTo(path, parameters) {
    const query = new URLSearchParams(parameters).toString();
    return query ? `${path}?${query}` : path;
}

export async function ask(purpose, path, parameters = {}) {
    giveUp(purpose);
    const control = new AbortController();
    underWay.set(purpose, control);
    const response = await fetch(linkTo(path, parameters), { signal: control.signal });
    const body = await response.json();
    if (!response.ok) throw new Refusal(response.status, body);
    return body;
}

export function giveUp(purpose) {
    underWay.get(purpose)?.abort();
    underWay.delete(purpose);
}

export function giveUpAll() {
    for (const purpose of [...underWay.keys()]) giveUp(purpose);
}

export const isGivenUp = (error) => error.name === "AbortError";
