/** Moments on the time axis. (Durations in text: core/l10n/format.ts.) */

const UNITS = [
  { ns: 1e9, name: "s" },
  { ns: 1e6, name: "ms" },
  { ns: 1e3, name: "µs" },
  { ns: 1, name: "ns" },
] as const;

/** A label takes about so many characters; beyond, an axis counts from a moment that it names once. */
const LONGEST_LABEL = 9;

/** How the ticks of an axis are labelled: all in one unit, with as many digits as tell neighbours apart. */
export interface TickFormat {
  /** Ticks are told relative to this moment; 0 = from the start of the trace. */
  originNs: number;
  label(ns: number): string;
}

/** For ticks that are `stepNs` apart and at most `lastNs`: relative to the first one where absolute labels would be too long. */
export function tickFormat(firstNs: number, lastNs: number, stepNs: number): TickFormat {
  const label = (ns: number, unit: (typeof UNITS)[number]) => {
    const digits = Math.max(0, Math.ceil(-Math.log10(stepNs / unit.ns) - 1e-9));
    return `${(ns / unit.ns).toFixed(digits)} ${unit.name}`;
  };
  const unit = unitFor(Math.max(lastNs, stepNs));
  if (label(lastNs, unit).length <= LONGEST_LABEL)
    return { originNs: 0, label: (ns) => (ns === 0 ? "0" : label(ns, unit)) };
  const near = unitFor(Math.max(lastNs - firstNs, stepNs));
  return { originNs: firstNs, label: (ns) => (ns === firstNs ? formatMoment(ns) : `+${label(ns - firstNs, near)}`) };
}

/** A moment to the nanosecond, thousands apart by thin spaces: `1.234 567 89 s` would be rounded, `1 234 567 890 ns` is not. */
export function formatMoment(ns: number): string {
  const unit = unitFor(ns);
  const [whole, fraction = ""] = (ns / unit.ns).toFixed(Math.round(Math.log10(unit.ns))).split(".");
  const groups = fraction.replace(/0+$/, "").match(/.{1,3}/g) ?? [];
  return `${whole}${groups.length > 0 ? `.${groups.join("\u2009")}` : ""} ${unit.name}`;
}

function unitFor(ns: number): (typeof UNITS)[number] {
  return UNITS.find((candidate) => ns >= candidate.ns) ?? UNITS[3];
}
