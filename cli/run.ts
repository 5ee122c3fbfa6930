/**
 * `raceway run`: everything that can be refused is refused first; then the program runs as if we were not there; then what was
 * asked for is written, however it ended.
 *
 *   refuse? → recording folder → program ∥ read its recording → read the rest → files → summary → folder away
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { reaches } from "../core/analysis/analyze";
import { formatBytes } from "../core/l10n/format";
import { translator } from "../core/l10n/index";
import { chooseInterpreter, type Interpreter, type Reason } from "../core/run/interpreter";
import { argvOf } from "../core/run/module-path";
import { MIN_FREE_BYTES, makeRecordingFolder } from "../core/run/recording-folder";
import { causeOf, Refusal } from "../core/run/refusal";
import { maskSecrets } from "../core/run/secrets";
import { Session } from "../core/run/session";
import { whyNotTraced } from "../core/run/untraced";
import type { HostFacts } from "../core/trace/host-facts";
import type { Trace } from "../core/trace/types";
import type { CommandLine, RunOptions } from "./arguments";
import { REFUSED } from "./exit-codes";
import { prepareFiles, type RequestedFiles, type Written, writeFiles } from "./files";
import { programInputs } from "./inputs";
import { exitCodeOf, Program, type ProgramEnd } from "./program";
import { type Results, resultsOf } from "./results";
import { renderSummary } from "./summary/summary";
import { lookOf, type World } from "./world";

/** Exit code where --fail-on is met and the program itself was content. */
const FINDINGS_MET = 3;

type RunCommand = Extract<CommandLine, { command: "run" }>;

/** Answers the exit code. Throws a Refusal before the program starts, never after. */
export async function run({ options, script, programWords }: RunCommand, world: World): Promise<number> {
  const { trace, json, html, sarif, chrome } = options;
  const files = prepareFiles({ trace, json, html, sarif, chrome }, programInputs(script, programWords), world);
  const interpreter = await checkStart(options, script, world);
  const { budgetBytes, races, children } = options;
  const folder = makeRecordingFolder(options.recordingDir, world.env);
  const session = new Session(folder, budgetBytes, interpreter, { races, children });
  if (!session.isOpen) tellNoRoom(session, world);

  const program = new Program({
    executable: interpreter.executable,
    words: programWords,
    env: session.environment(world),
    stopAfterMs: options.stopAfterMs,
    recordingFolder: session.isOpen ? session.folder.path : null,
    onGivingUp: () => world.tell(world.say("cli.stopping")),
  });
  try {
    const end = await session.readWhile(program.run());
    return await conclude({ session, end, options, files, interpreter, programWords }, world);
  } finally {
    program.release();
    removeRecording(session, world);
  }
}

/** What stays behind is worth a word, but not the program's exit code. */
function removeRecording(session: Session, { say, tell }: World): void {
  try {
    session.remove();
  } catch (error) {
    tell(say("cli.cannotRemove", { path: session.folder.path, cause: causeOf(error) }));
  }
}

/** What a run needs besides its output files. Answers the interpreter. */
async function checkStart({ python }: RunOptions, script: string | null, world: World): Promise<Interpreter> {
  if (script !== null && !existsSync(script)) {
    throw new Refusal("cli.scriptMissing", { path: script, cwd: process.cwd() });
  }
  const inject = join(world.runtimeFolder, "inject");
  if (!existsSync(inject)) throw new Refusal("cli.runtimeMissing", { path: inject });
  return chooseInterpreter(python, world.env);
}

function tellNoRoom({ folder }: Session, { say, tell }: World): void {
  const needed = formatBytes(MIN_FREE_BYTES);
  tell(say("run.noRoom", { path: folder.path, free: formatBytes(folder.freeBytes), needed }));
}

/** What is written for tools is in English, whatever the user speaks. */
const ENGLISH = translator("en");

interface ReadTrace {
  trace: Trace;
  reason: Reason | null;
}

interface Ended {
  session: Session;
  end: ProgramEnd;
  options: RunOptions;
  files: RequestedFiles;
  interpreter: Interpreter;
  programWords: readonly string[];
}

/** From the program's end to ours. A failure of ours is told, and the program's exit code stays what it was. */
async function conclude(ended: Ended, world: World): Promise<number> {
  const { session, end, options, files } = ended;
  const ownCode = exitCodeOf(end);
  try {
    const { trace, reason } = await readTrace(ended, world);
    const results = resultsOf(trace, options.off);
    const written = writeFiles(files, results, session.recording, world);
    if (reason !== null) world.tell(world.say("run.notTraced", { reason: world.say(reason.key, reason.params) }));
    if (!options.quiet) tellSummary(ended, results, written, world);
    if (ownCode !== 0) return ownCode;
    if (written.failed) return REFUSED;
    return meetsFailOn(results, options) ? FINDINGS_MET : 0;
  } catch (error) {
    world.tell(world.say("cli.internal", { cause: causeOf(error) }));
    if (world.env.RACEWAY_DEBUG) world.tell(String((error as Error).stack));
    return ownCode === 0 ? REFUSED : ownCode;
  }
}

/** The trace, and for the user's language why there is none in it. */
async function readTrace({ session, end, interpreter, programWords }: Ended, world: World): Promise<ReadTrace> {
  const facts: HostFacts = {
    argv: argvOf(maskSecrets(programWords), world.env),
    exitCode: end.exitCode,
    signal: end.signal,
    durationNs: end.durationNs,
    notTracedReason: null,
    stopAskedAt: end.stopAskedAt === null ? null : String(end.stopAskedAt),
  };
  const trace = session.end(facts);
  const env = session.environment(world);
  const run = { executable: interpreter.executable, env, path: session.path, isOpen: session.isOpen };
  const reason = await whyNotTraced(trace.program, run);
  if (reason === null) return { trace, reason };
  const notTracedReason = ENGLISH(reason.key, reason.params);
  session.recording.host = { ...facts, notTracedReason };
  const { version, implementation, gil } = interpreter;
  Object.assign(trace.program, { python: version, implementation, gil, notTracedReason });
  return { trace, reason };
}

function meetsFailOn({ findings }: Results, { failOn }: RunOptions): boolean {
  return failOn !== "never" && findings.some((finding) => reaches(finding, failOn));
}

function tellSummary({ session }: Ended, results: Results, { paths }: Written, { env, say }: World): void {
  const recordingFolder = session.folder.keep ? session.folder.path : null;
  const summary = renderSummary({ ...results, written: paths, recordingFolder }, say, lookOf(process.stderr, env));
  process.stderr.write(`\n${summary}`);
}
