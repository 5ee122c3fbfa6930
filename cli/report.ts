/** `raceway report`: a saved trace or a recording folder, shown again. */
import { statSync } from "node:fs";
import { openRecording } from "../core/collect/recording";
import { readRaceway } from "../core/export/raceway";
import { Refusal } from "../core/run/refusal";
import type { Trace } from "../core/trace/types";
import type { CommandLine } from "./arguments";
import { REFUSED } from "./exit-codes";
import { prepareFiles, writeFiles } from "./files";
import { recordingIn } from "./find-recording";
import { traceInputs } from "./inputs";
import { renderHtml } from "./page";
import { jsonOf, resultsOf } from "./results";
import { renderSummary } from "./summary/summary";
import { lookOf, type World } from "./world";

type ReportCommand = Extract<CommandLine, { command: "report" }>;

/** Answers the exit code. Throws a Refusal or an InputError for what cannot be read. */
export function report({ options, file }: ReportCommand, world: World): number {
  if (options.json === "-" && options.html === "-") {
    throw new Refusal("cli.sameOutput", { first: "--json", second: "--html", path: "-" });
  }
  const files = prepareFiles({ trace: null, ...options }, traceInputs(file), world);
  const results = resultsOf(readTrace(file));
  const { losses, program } = results.trace;
  for (const loss of losses) world.tell(loss);
  if (program.notTracedReason !== null) {
    world.tell(world.say("run.notTraced", { reason: program.notTracedReason }));
  }

  const written = writeFiles(files, results, null, world);
  if (options.json === "-") process.stdout.write(jsonOf(results));
  if (options.html === "-") process.stdout.write(renderHtml(results, world));
  if (options.json === null && options.html === null) {
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
