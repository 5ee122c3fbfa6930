/**
 * The command line: from words to what shall be done.
 *
 *   raceway run [OUR OPTIONS] SCRIPT [THE PROGRAM'S WORDS…]
 *                             └─ from here on nothing is ours, whatever it looks like
 *
 * Commander's pass-through mode stops at the first word that is not an option of ours. `-m` is on purpose not one of them: it
 * too ends our part, and the words after its module reach the program untouched. `--help` is declared like any other option:
 * Commander's own looks for it behind an unknown option too, and so would take that of `-m MODULE --help`.
 */
import { resolve } from "node:path";
import { Command, CommanderError } from "commander";
import type { Rule } from "../core/analysis/finding";
import type { MessageKey, Translate } from "../core/l10n/index";
import { Refusal } from "../core/run/refusal";
import type { Children, Races } from "../core/run/run-file";
import { version } from "../package.json";
import { parseChildren, parseFailOn, parseRules, parseSeconds, parseSize } from "./values";

export type FailOn = "error" | "warning" | "never";

/** Files to write, as absolute paths; `-` is standard output. */
export interface Outputs {
  json: string | null;
  html: string | null;
  sarif: string | null;
  chrome: string | null;
}

export interface ReportOptions extends Outputs {
  /** Rules of which nothing is said. */
  off: Rule[];
}

export interface RunOptions extends ReportOptions {
  trace: string | null;
  python: string | null;
  stopAfterMs: number | null;
  budgetBytes: number;
  races: Races;
  children: Children;
  recordingDir: string | null;
  failOn: FailOn;
  quiet: boolean;
}

export type CommandLine =
  | { command: "run"; options: RunOptions; script: string | null; programWords: string[] }
  | { command: "report"; options: ReportOptions; file: string }
  | { command: "print"; text: string };

type CommandName = "run" | "report";

const DEFAULT_BUDGET_BYTES = 2 ** 30;

/** `words`: everything after the name of the program. Throws a Refusal for what cannot be understood. */
export function parseCommandLine(words: readonly string[], say: Translate): CommandLine {
  const [command, ...rest] = words;
  switch (command) {
    case "run":
      return parseRun(rest, say);
    case "report":
      return parseReport(rest, say);
    case "--help":
    case "-h":
    case "help":
      return { command: "print", text: say("cli.help") };
    case "--version":
    case "-V":
      return { command: "print", text: `${version}\n` };
    case undefined:
      throw new Refusal("cli.usage");
    default:
      throw new Refusal("cli.unknownCommand", { command });
  }
}

function parseRun(words: string[], say: Translate): CommandLine {
  const command = newCommand("run", say)
    .usage("[OPTIONS] SCRIPT|-m MODULE [ARGS…]")
    .option("--trace <FILE.raceway>", say("cli.help.trace"))
    .option("--json <FILE>", say("cli.help.json"))
    .option("--html <FILE>", say("cli.help.html"))
    .option("--sarif <FILE>", say("cli.help.sarif"))
    .option("--chrome <FILE>", say("cli.help.chrome"))
    .option("--python <EXE>", say("cli.help.python"))
    .option("--stop-after <SECONDS>", say("cli.help.stopAfter"), parseSeconds)
    .option("--budget <SIZE>", say("cli.help.budget"), parseSize)
    .option("--recording-dir <DIR>", say("cli.help.recordingDir"))
    .option("--fail-on <SEVERITY>", say("cli.help.failOn"), parseFailOn)
    .option("--off <RULES>", say("cli.help.off"), parseRules)
    .option("--children <WHICH>", say("cli.help.children"), parseChildren)
    .option("--no-races", say("cli.help.noRaces"))
    .option("--exact", say("cli.help.exact"))
    .option("--quiet", say("cli.help.quiet"))
    .passThroughOptions()
    .allowUnknownOption();
  const help = parseWith(command, "run", words, say);
  if (help !== null) return help;

  const given = command.opts();
  if (given.exact === true && given.races === false) {
    throw new Refusal("cli.contradiction", { first: "--exact", second: "--no-races" });
  }
  const options: RunOptions = {
    trace: pathOrNull(given.trace),
    json: pathOrNull(given.json),
    html: pathOrNull(given.html),
    sarif: pathOrNull(given.sarif),
    chrome: pathOrNull(given.chrome),
    off: given.off ?? [],
    python: given.python ?? null,
    stopAfterMs: given.stopAfter ?? null,
    budgetBytes: given.budget ?? DEFAULT_BUDGET_BYTES,
    races: given.exact === true ? "exact" : given.races === false ? "off" : "on",
    children: given.children ?? "same",
    recordingDir: pathOrNull(given.recordingDir),
    failOn: given.failOn ?? "never",
    quiet: given.quiet === true,
  };
  for (const option of ["trace", "json", "html", "sarif", "chrome"] as const) {
    if (options[option] === "-") throw new Refusal("cli.stdoutIsPrograms", { option: `--${option}` });
  }
  return { command: "run", options, script: checkProgram(command.args), programWords: command.args };
}

/** The script, null for a module. */
function checkProgram([first, second]: string[]): string | null {
  if (first === undefined) throw new Refusal("cli.noScript");
  if (first === "-m" && second === undefined) throw new Refusal("cli.noModule");
  if (first.startsWith("-m")) return null;
  if (first === "-" || /^-c/.test(first)) throw new Refusal("cli.codeRefused", { option: first.slice(0, 2) });
  if (first.startsWith("-")) throw new Refusal("cli.unknownOption", { option: first, command: "run" });
  return first;
}

function parseReport(words: string[], say: Translate): CommandLine {
  const command = newCommand("report", say)
    .usage("FILE.raceway|FOLDER [OPTIONS]")
    .option("--json <OUT>", say("cli.help.json"))
    .option("--html <OUT>", say("cli.help.html"))
    .option("--sarif <OUT>", say("cli.help.sarif"))
    .option("--chrome <OUT>", say("cli.help.chrome"))
    .option("--off <RULES>", say("cli.help.off"), parseRules);
  const help = parseWith(command, "report", words, say);
  if (help !== null) return help;

  const [file, extra] = command.args;
  if (file === undefined) throw new Refusal("cli.noFile");
  if (extra !== undefined) throw new Refusal("cli.tooManyFiles", { extra });
  const { off = [], ...paths } = command.opts();
  const [json, html, sarif, chrome] = [paths.json, paths.html, paths.sarif, paths.chrome].map(pathOrNull);
  const outputs = { json, html, sarif, chrome };
  return { command: "report", options: { ...outputs, off }, file };
}

function newCommand(name: CommandName, say: Translate): Command {
  return new Command(`raceway ${name}`)
    .description(say(`cli.help.${name}` satisfies MessageKey))
    .helpOption(false)
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
}

/** Parses; answers the help text where that was asked for. */
function parseWith(command: Command, name: CommandName, words: string[], say: Translate): CommandLine | null {
  command.option("-h, --help", say("cli.help.help"));
  try {
    command.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw refusalFor(error, name);
  }
  if (command.opts().help === true) return { command: "print", text: command.helpInformation() };
  return null;
}

/** Commander quotes the word that it stumbled over: `error: unknown option '--exac'`. */
function refusalFor(error: CommanderError, command: CommandName): Refusal {
  const option = /'([^' ]+)/.exec(error.message)?.[1] ?? error.message;
  const isMissingValue = error.code === "commander.optionMissingArgument";
  return new Refusal(isMissingValue ? "cli.missingValue" : "cli.unknownOption", { option, command });
}

function pathOrNull(path: string | undefined): string | null {
  if (path === undefined) return null;
  return path === "-" ? path : resolve(path);
}
