/** Where the other parts of an installation lie, relative to dist/cli.js, and how to speak to the user. */
import { fileURLToPath } from "node:url";
import { type Translate, translator } from "../core/l10n/index";
import type { Look } from "./summary/summary";

export interface World {
  env: NodeJS.ProcessEnv;
  say: Translate;
  /** The Python side: `inject/` and `_raceway/`. */
  runtimeFolder: string;
  /** page.js and page.css. */
  pageFolder: string;
  /** A page for each rule. */
  rulePagesFolder: string;
  /** One message on standard error, as ours. */
  tell(message: string): void;
}

export function createWorld(say: Translate): World {
  return {
    env: process.env,
    say,
    runtimeFolder: fileURLToPath(new URL("../runtime", import.meta.url)),
    pageFolder: fileURLToPath(new URL("./page", import.meta.url)),
    rulePagesFolder: fileURLToPath(new URL("../docs/findings", import.meta.url)),
    tell: (message) => void process.stderr.write(`raceway: ${message}\n`),
  };
}

/** Texts in the user's language, in which our options bear the names they have here. */
export function speaker(locale: string | undefined): Translate {
  return translator(locale, { pythonOption: "--python", folderOption: "--recording-dir" });
}

/** The locale of messages, by the rules of setlocale(3). */
export function localeOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): string | undefined {
  return LC_ALL || LC_MESSAGES || LANG;
}

/** Colours on a terminal only, and never against the user's wish (https://no-color.org). */
export function lookOf(stream: NodeJS.WriteStream, { NO_COLOR, TERM }: NodeJS.ProcessEnv): Look {
  const terminal = stream.isTTY === true;
  return { color: terminal && !NO_COLOR && TERM !== "dumb", terminal };
}
