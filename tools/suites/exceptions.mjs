/** Tests that Raceway is known to break, each with the reason why it stays so. docs/limits.md names them, too. */
import { readFileSync } from "node:fs";

/** @type {{ id: string, pythons?: string[], reason: string }[]} `id` is the end of a test's id; all Pythons without `pythons` */
export const EXCEPTIONS = JSON.parse(readFileSync(new URL("exceptions.json", import.meta.url), "utf8"));

/** @param {string} id @param {string} python "3.12" */
export function isExcepted(id, python, exceptions = EXCEPTIONS) {
  return exceptions.some(
    (exception) =>
      (id === exception.id || id.endsWith(`.${exception.id}`)) && (exception.pythons?.includes(python) ?? true),
  );
}
