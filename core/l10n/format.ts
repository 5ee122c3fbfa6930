/** Numbers as people read them. The units are the same in every language we speak. */
import type { Ns } from "../units";

const UNITS: readonly (readonly [nsPerUnit: number, unit: string])[] = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "µs"],
];

const BYTE_UNITS: readonly (readonly [bytesPerUnit: number, unit: string])[] = [
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
];

/** `1.24 s`, `812 ms`, `5.1 ms`, `930 ns`: three significant digits at most, never a rounded-up unit such as `1000 ms`. */
export function formatDuration(durationNs: Ns): string {
  for (const [nsPerUnit, unit] of UNITS) {
    // Half of the last digit shown: 999.6 ms would print as "1000 ms".
    if (durationNs >= nsPerUnit * 0.9995) return `${formatThreeDigits(durationNs / nsPerUnit)} ${unit}`;
  }
  return `${Math.round(durationNs)} ns`;
}

function formatThreeDigits(value: number): string {
  const decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return String(Number(value.toFixed(decimals)));
}

/** `1,234,567`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** `42 %`, `< 1 %` for what is there but rounds to nothing, `–` for nothing at all. */
export function formatShare(share: number): string {
  if (share <= 0) return "–";
  if (share < 0.005) return "< 1 %";
  return `${Math.round(share * 100)} %`;
}

/** The last part of a path, of either kind of separator. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** `app.py`; `pkg` for a package; `python -m pkg` where only the name of the module is known; `Python` where nothing is. */
export function programName([first, second]: readonly string[]): string {
  if (!first) return "Python";
  if (first === "-m" && second !== undefined) return `python -m ${second}`;
  const folder = /^(.*[^\\/])[\\/]+__main__\.py$/.exec(first)?.[1];
  return baseName(folder ?? first);
}

/** `200 MB`, `1.5 GB`: powers of 1,000, as disks are sold. */
export function formatBytes(bytes: number): string {
  for (const [bytesPerUnit, unit] of BYTE_UNITS) {
    if (bytes >= bytesPerUnit) return `${formatThreeDigits(bytes / bytesPerUnit)} ${unit}`;
  }
  return `${bytes} B`;
}
