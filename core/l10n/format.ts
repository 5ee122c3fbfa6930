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

/** Of a clock that runs: `12.3 s`, `4 min 05 s`. */
export function formatElapsed(elapsedMs: number): string {
  if (elapsedMs < 60_000) return `${(Math.floor(elapsedMs / 100) / 10).toFixed(1)} s`;
  const seconds = Math.floor(elapsedMs / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
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

/** Names longer than this say no more by their end. */
const MOST_CHARACTERS = 240;

/** The Unicode block of pictures for control characters begins with that of NUL. */
const CONTROL_PICTURES = 0x2400;

/**
 * A name from a program as a person may see it: one line, and nothing in it that moves or hides what stands around it. Control
 * characters become their pictures (`␛`), marks that turn the direction of text and other invisible ones their numbers
 * (`‹202E›`). What is longer than `mostCharacters` ends in `…`.
 */
export function visibleText(text: string, mostCharacters = MOST_CHARACTERS): string {
  const shown = text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
    (character) => {
      const code = character.charCodeAt(0);
      if (code < 0x20) return String.fromCharCode(CONTROL_PICTURES + code);
      if (code === 0x7f) return "␡";
      return `‹${code.toString(16).toUpperCase().padStart(4, "0")}›`;
    },
  );
  const characters = [...shown];
  return characters.length > mostCharacters ? `${characters.slice(0, mostCharacters).join("")}…` : shown;
}
