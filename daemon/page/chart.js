// What both charts are made of: scales, ticks, and drawing again when there is more or less room.

export function linearScale([low, high], [from, to]) {
    const span = high - low || 1;
    return (value) => from + ((value - low) / span) * (to - from);
}

export function logarithmicScale([low, high], range) {
    const scale = linearScale([Math.log10(low), Math.log10(high)], range);
    return (value) => scale(Math.log10(value));
}

// The same on both sides of zero; nearer to zero than `smallest` it is all but linear.
export function symmetricScale([low, high], range, smallest) {
    const bend = (value) => Math.sign(value) * Math.log10(1 + Math.abs(value) / smallest);
    const scale = linearScale([bend(low), bend(high)], range);
    return (value) => scale(bend(value));
}

const roundDown = (value) => 10 ** Math.floor(Math.log10(value));

// About `count` round numbers from `low` to `high`, in steps of 1, 2 or 5; the first is not above `low` and the last
// not below `high`.
export function roundTicks(low, high, count) {
    const rough = (high - low || Math.abs(high) || 1) / count;
    const power = roundDown(rough);
    const step = [1, 2, 5, 10].find((factor) => factor * power >= rough) * power;
    const ticks = [];
    for (let i = Math.floor(low / step); ticks.length < 2 || ticks.at(-1) < high; i++) {
        ticks.push(Number((i * step).toPrecision(12)));
    }
    return ticks;
}

// The powers of ten from not above `low` to not below `high`.
export function decades(low, high) {
    const ticks = [roundDown(low)];
    while (ticks.at(-1) < high) ticks.push(ticks.at(-1) * 10);
    return ticks;
}

// Zero and the powers of ten from `smallest` outwards, as far as `low` and `high` need them.
export function symmetricDecades(low, high, smallest) {
    const above = high > 0 ? decades(smallest, high) : [];
    const below = low < 0 ? decades(smallest, -low).map((tick) => -tick).reverse() : [];
    return [...below, 0, ...above];
}

// Every second, third … of ticks that would be too many, zero and the last one among those that stay.
export function thinned(ticks, most) {
    const stride = Math.ceil(ticks.length / most);
    const anchor = ticks.includes(0) ? ticks.indexOf(0) : ticks.length - 1;
    return ticks.filter((_, i) => (i - anchor) % stride === 0);
}

// Calls paint(width) now, and whenever the width changes.
export function paintToFit(container, paint) {
    let painted = 0;
    const observer = new ResizeObserver(() => {
        const width = Math.floor(container.clientWidth);
        if (!container.isConnected) observer.disconnect();
        else if (width && width !== painted) paint((painted = width));
    });
    observer.observe(container);
}
