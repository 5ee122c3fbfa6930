/** What to know of a trace because of the Python that made it (docs/limits.md, "Interpreters"). */
import type { MessageKey, MessageParams } from "../l10n/index";
import type { Program } from "../trace/types";

/** The versions of CPython 3 that Raceway promises to trace without a known limit, and is tested on. */
const OLDEST_SUPPORTED_MINOR = 10;
const NEWEST_TESTED_MINOR = 13;

export interface Note {
  key: MessageKey;
  params: MessageParams;
}

/** Nothing for a supported Python, and for a program that was not traced. */
export function pythonNotes({ python, gil, traced }: Program): Note[] {
  const [, minor] = python.split(".").map(Number);
  if (!traced || !Number.isInteger(minor)) return [];
  const params = { python };
  return [
    ...(minor < OLDEST_SUPPORTED_MINOR ? [{ key: "report.note.olderPython" as const, params }] : []),
    ...(minor > NEWEST_TESTED_MINOR ? [{ key: "report.note.newerPython" as const, params }] : []),
    ...(gil ? [] : [{ key: "report.note.freeThreaded" as const, params }]),
  ];
}
