/** The files that a command was asked for: checked before anything runs, written after everything is known. */
import type { Recording } from "../core/collect/recording";
import { writeRaceway } from "../core/export/raceway";
import { causeOf } from "../core/run/refusal";
import { chromeOf } from "./chrome";
import { type Inputs, refuseInputs } from "./inputs";
import { type OutputFile, prepareOutput, refuseSameTarget, writeOutput } from "./output-files";
import { checkPage, renderHtml } from "./page";
import { jsonOf, type Results } from "./results";
import { sarifOf } from "./sarif";
import type { World } from "./world";

export interface RequestedFiles {
  trace: OutputFile | null;
  json: OutputFile | null;
  html: OutputFile | null;
  sarif: OutputFile | null;
  chrome: OutputFile | null;
}

export interface Written {
  /** As the user named them, made absolute. */
  paths: string[];
  /** One could not be written; the user was told. */
  failed: boolean;
}

/**
 * Throws a Refusal for a file that cannot be created, or that is one of `inputs`. Null: not asked for, or standard output.
 * Touches no file that is there.
 */
export function prepareFiles(
  paths: Record<keyof RequestedFiles, string | null>,
  inputs: Inputs,
  world: World,
): RequestedFiles {
  if (paths.html !== null) checkPage(world);
  const prepare = (name: keyof RequestedFiles) => {
    const path = paths[name];
    return path === null || path === "-" ? null : prepareOutput(`--${name}`, path);
  };
  const files = {
    trace: prepare("trace"),
    json: prepare("json"),
    html: prepare("html"),
    sarif: prepare("sarif"),
    chrome: prepare("chrome"),
  };
  const asked = Object.values(files).filter((file) => file !== null);
  refuseSameTarget(asked);
  refuseInputs(asked, inputs);
  return files;
}

/** Writes each; one that fails does not keep the others from being written. `recording`: for --trace. */
export function writeFiles(
  { trace, json, html, sarif, chrome }: RequestedFiles,
  results: Results,
  recording: Recording | null,
  world: World,
): Written {
  const written: Written = { paths: [], failed: false };
  const attempt = (file: OutputFile | null, write: (file: OutputFile) => void) => {
    if (file === null) return;
    try {
      write(file);
      written.paths.push(file.path);
    } catch (error) {
      written.failed = true;
      world.tell(world.say("cli.cannotWrite", { path: file.path, cause: causeOf(error) }));
    }
  };
  // The quick ones first: after a long run the others take seconds.
  attempt(json, (file) => writeOutput(file, jsonOf(results)));
  attempt(sarif, (file) => writeOutput(file, sarifOf(results, world)));
  attempt(trace, ({ target }) => {
    if (recording !== null) writeRaceway(target, recording);
  });
  attempt(chrome, (file) => writeOutput(file, chromeOf(results)));
  attempt(html, (file) => writeOutput(file, renderHtml(results, world)));
  return written;
}
