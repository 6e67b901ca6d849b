// Numbers, figures and dates for people.

const LANGUAGE = "en-GB";
const plain = new Intl.NumberFormat(LANGUAGE, { maximumSignificantDigits: 12 });
const compact = { notation: "compact", maximumSignificantDigits: 4 };
const long = new Intl.NumberFormat(LANGUAGE, { ...compact, compactDisplay: "long" });
const short = new Intl.NumberFormat(LANGUAGE, { ...compact, maximumSignificantDigits: 3 });
const day = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const SIGNS = {
    "~": "about ", "<": "under ", "<=": "up to ", ">": "over ", ">=": "at least ", up: "up ", down: "down ",
};
const SYMBOLS = { degC: "°C", degF: "°F", age: "years old" };
const SPELLED = new Set(["second", "minute", "hour", "day", "week", "month", "year", "hectare"]);
const currencies = new Set(Intl.supportedValuesOf("currency"));
const isCurrency = (unit) => currencies.has(unit);

// Millions in words, where four digits say all of them: "175 million", but "1,234,567".
export function numberText(value) {
    const wordy = Math.abs(value) >= 1e6 && Number(value.toPrecision(4)) === value;
    return (wordy ? long : plain).format(value);
}

export const shortNumber = (value) => short.format(value);
export const countText = (count, one, many) => `${plain.format(count)} ${count === 1 ? one : many}`;

// The sign of the currency as it stands before or behind a number here, and the number as any other: "€9.3 million".
function moneyText(value, currency) {
    if (value < 0) return `−${moneyText(-value, currency)}`;
    const format = new Intl.NumberFormat(LANGUAGE, { style: "currency", currency, maximumFractionDigits: 0 });
    const isNumber = (part) => part.type === "integer";
    const parts = format.formatToParts(0).map((part) => (isNumber(part) ? numberText(value) : part.value));
    return parts.join("");
}

export function unitText(unit, value = 2) {
    if (!unit || unit === "count") return "";
    if (SPELLED.has(unit)) return Math.abs(value) === 1 ? unit : `${unit}s`;
    return SYMBOLS[unit] ?? unit;
}

// A value in its unit: "$175 million", "12%", "80 km", "65,000".
export function valueText(value, unit) {
    if (unit === "percent") return `${numberText(value)}%`;
    if (isCurrency(unit)) return moneyText(value, unit);
    return [numberText(value), unitText(unit, value)].filter(Boolean).join(" ");
}

// The same of a figure with both ends and its qualifier: "about 65,000", "28,000 to 36,000".
export function figureText(figure, unit = figure.unit) {
    const interval = figure.low !== figure.high;
    const value = interval
        ? `${numberText(figure.low)} to ${valueText(figure.high, unit)}`
        : valueText(figure.value, unit);
    return (SIGNS[figure.qualifier] ?? "") + value;
}

const UNIT_NAMES = {
    count: "things counted", percent: "percent", age: "age", degC: "degrees Celsius", l: "litres", t: "tonnes",
    m: "metres", km: "kilometres", kg: "kilograms", g: "grams", MW: "megawatts", GW: "gigawatts",
    EUR: "euros", USD: "dollars",
};
const currencyNames = new Intl.DisplayNames(LANGUAGE, { type: "currency" });
const languageNames = new Intl.DisplayNames(LANGUAGE, { type: "language" });

// A unit as the name of a facet.
export function unitName(unit) {
    if (UNIT_NAMES[unit]) return UNIT_NAMES[unit];
    if (SPELLED.has(unit)) return `${unit}s`;
    return isCurrency(unit) ? currencyNames.of(unit) ?? unit : unit;
}

export function languageName(code) {
    try {
        return languageNames.of(code) ?? code;
    } catch {
        return code; // an article may call its language anything
    }
}

// "5 March 2021" of "2021-03-05T…"; as it stands when it is no date.
export function dateText(date) {
    const known = /^(\d{4})-(\d{2})-(\d{2})/.exec(date);
    const time = known ? Date.UTC(known[1], known[2] - 1, known[3]) : NaN;
    return Number.isNaN(time) ? date : day.format(time);
}

// The host of an address, for people who want to know where a link leads.
export const hostOf = (address) => (URL.canParse(address) ? new URL(address).host : "");

const QUARTERS = { first: 0, second: 0.25, third: 0.5, fourth: 0.75, last: 0.75, q1: 0, q2: 0.25, q3: 0.5, q4: 0.75 };
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

// A point on the axis of years: the middle of the period that the sentence names ("2017", "first quarter of 2022",
// "March 2021"). null when it names no year.
export function periodYear(period) {
    const year = /\b(1[5-9]|20|21)\d\d\b/.exec(period);
    if (!year) return null;
    const words = period.toLowerCase().split(/[^a-z0-9]+/);
    const month = MONTHS.findIndex((name) => words.some((word) => word.startsWith(name)));
    if (month >= 0) return Number(year[0]) + (month + 0.5) / 12;
    const namesQuarter = words.includes("quarter") || /\bq[1-4]\b/i.test(period);
    const quarter = namesQuarter ? words.find((word) => word in QUARTERS) : null;
    return Number(year[0]) + (quarter ? QUARTERS[quarter] + 0.125 : 0.5);
}

// The same of an article's date.
export function dateYear(date) {
    const known = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(date);
    if (!known) return null;
    return Number(known[1]) + (Number(known[2] ?? 7) - 1) / 12 + (Number(known[3] ?? 1) - 1) / 372;
}
