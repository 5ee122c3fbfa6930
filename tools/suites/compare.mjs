/**
 * The same tests untraced and traced: which of them does tracing break? A test that fails now and then by itself, or only on
 * a busy machine, is none of them: broken is what passes untraced three times of three and fails traced three times of three,
 * each time alone in a process.
 */
import { isBad } from "./job.mjs";

export const TIMES = 3;

/**
 * @typedef {import("./job.mjs").Result} Result
 * @typedef {{ untraced: Result[], traced: Result[] }} Alone runs of one test alone
 * @typedef {"broken" | "unsteady" | "same"} Verdict `unsteady`: differed once, and not always
 */

/**
 * The tests that need a second look: those that did well untraced and did not traced. Without `untraced`, those that went
 * wrong traced.
 * @param {Record<string, Result> | null} untraced @param {Record<string, Result>} traced
 * @returns {string[]}
 */
export function suspects(untraced, traced) {
  if (untraced === null) return Object.keys(traced).filter((id) => isBad(traced[id]));
  const worse = Object.keys(untraced).filter((id) => isWorse(untraced[id], traced[id]));
  return [...worse, ...Object.keys(traced).filter((id) => !(id in untraced) && isBad(traced[id]))];
}

/** A test that passed untraced and was skipped traced, or did not run at all, has not passed. @param {Result | undefined} traced */
export function isWorse(untraced, traced) {
  if (isBad(untraced)) return false;
  return traced === undefined || isBad(traced) || (untraced.outcome === "pass" && traced.outcome !== "pass");
}

/**
 * What has to be run next to know: null when it is known. What is cheap to know comes first.
 * @param {Alone} alone
 * @returns {"untraced" | "traced" | null}
 */
export function nextRun({ untraced, traced }) {
  if (untraced.some(isBad)) return null;
  // One good run traced is enough. An untraced run says what good is: a test may be skipped where it runs alone.
  if (traced.length > 0 && untraced.length > 0 && traced.some((result) => !isWorse(untraced[0], result))) return null;
  if (untraced.length === 0) return "untraced";
  if (traced.length < TIMES) return "traced";
  return untraced.length < TIMES ? "untraced" : null;
}

/** @param {Alone} alone for which `nextRun` is null @returns {Verdict} */
export function verdict({ untraced, traced }) {
  const isSteady = untraced.length === TIMES && traced.length === TIMES && !untraced.some(isBad);
  if (isSteady && traced.every((result) => isWorse(untraced[0], result))) return "broken";
  return "unsteady";
}

/** @param {Record<string, Result>} results */
export function countPassed(results) {
  return Object.values(results).filter(({ outcome }) => outcome === "pass" || outcome === "xfail").length;
}
