/** `raceway report`: a saved trace or a recording folder, shown again. */
import { statSync } from "node:fs";
import { openRecording } from "../core/collect/recording";
import { readRaceway } from "../core/export/raceway";
import { Refusal } from "../core/run/refusal";
import type { Trace } from "../core/trace/types";
import type { CommandLine } from "./arguments";
import { chromeOf } from "./chrome";
import { REFUSED } from "./exit-codes";
import { prepareFiles, writeFiles } from "./files";
import { recordingIn } from "./find-recording";
import { traceInputs } from "./inputs";
import { renderHtml } from "./page";
import { jsonOf, resultsOf } from "./results";
import { sarifOf } from "./sarif";
import { renderSummary } from "./summary/summary";
import { lookOf, type World } from "./world";

type ReportCommand = Extract<CommandLine, { command: "report" }>;

/** Answers the exit code. Throws a Refusal or an InputError for what cannot be read. */
export function report({ options, file }: ReportCommand, world: World): number {
  const { off, ...paths } = options;
  const [first, second] = (["json", "html", "sarif", "chrome"] as const).filter((name) => paths[name] === "-");
  if (second !== undefined) {
    throw new Refusal("cli.sameOutput", { first: `--${first}`, second: `--${second}`, path: "-" });
  }
  const files = prepareFiles({ trace: null, ...paths }, traceInputs(file), world);
  const results = resultsOf(readTrace(file), off);
  const { losses, program } = results.trace;
  for (const loss of losses) world.tell(loss);
  if (program.notTracedReason !== null) {
    world.tell(world.say("run.notTraced", { reason: program.notTracedReason }));
  }

  const written = writeFiles(files, results, null, world);
  if (first === "json") process.stdout.write(jsonOf(results));
  if (first === "html") process.stdout.write(renderHtml(results, world));
  if (first === "sarif") process.stdout.write(sarifOf(results, world));
  if (first === "chrome") for (const part of chromeOf(results)) process.stdout.write(part);
  if (Object.values(paths).every((path) => path === null)) {
    const summary = { ...results, written: [], recordingFolder: null };
    process.stdout.write(renderSummary(summary, world.say, lookOf(process.stdout, world.env)));
  }
  return written.failed ? REFUSED : 0;
}

function readTrace(path: string): Trace {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return readRaceway(path);
  const recording = openRecording(recordingIn(path));
  try {
    recording.finish();
    return recording.snapshot();
  } finally {
    recording.close();
  }
}
