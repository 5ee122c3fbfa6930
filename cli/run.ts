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
import type { HostFacts } from "../core/trace/host-facts";
import type { Trace } from "../core/trace/types";
import type { CommandLine, RunOptions } from "./arguments";
import { prepareFiles, type RequestedFiles, type Written, writeFiles } from "./files";
import { chooseInterpreter, type Interpreter, whyNeverLoaded } from "./interpreter";
import { exitCodeOf, Program, type ProgramEnd } from "./program";
import { MIN_FREE_BYTES, makeRecordingFolder } from "./recording-folder";
import { causeOf, REFUSED, Refusal } from "./refusal";
import { type Results, resultsOf } from "./results";
import { maskSecrets } from "./secrets";
import { Session } from "./session";
import { renderSummary } from "./summary/summary";
import { type World, wantsColor } from "./world";

/** Exit code where --fail-on is met and the program itself was content. */
const FINDINGS_MET = 3;

type RunCommand = Extract<CommandLine, { command: "run" }>;

/** Answers the exit code. Throws a Refusal before the program starts, never after. */
export async function run({ options, script, programWords }: RunCommand, world: World): Promise<number> {
  const { trace, json, html } = options;
  const files = prepareFiles({ trace, json, html }, world);
  const interpreter = await checkStart(options, script, world);
  const session = new Session(makeRecordingFolder(options.recordingDir, world.env), options.budgetBytes, interpreter);
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
    session.remove();
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
  tell(say("cli.noRoom", { path: folder.path, free: formatBytes(folder.freeBytes), needed }));
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
    const results = resultsOf(await readTrace(ended, world));
    const written = writeFiles(files, results, session.recording, world);
    tellOutcome(ended, results, written, world);
    if (ownCode !== 0) return ownCode;
    if (written.failed) return REFUSED;
    return meetsFailOn(results, options) ? FINDINGS_MET : 0;
  } catch (error) {
    world.tell(world.say("cli.internal", { cause: causeOf(error) }));
    if (world.env.RACEWAY_DEBUG) world.tell(String((error as Error).stack));
    return ownCode === 0 ? REFUSED : ownCode;
  }
}

async function readTrace({ session, end, interpreter, programWords }: Ended, world: World): Promise<Trace> {
  const facts: HostFacts = {
    argv: maskSecrets(programWords),
    exitCode: end.exitCode,
    signal: end.signal,
    durationNs: end.durationNs,
    notTracedReason: null,
    stopAskedAt: end.stopAskedAt === null ? null : String(end.stopAskedAt),
  };
  const trace = session.end(facts);
  if (trace.program.traced) return trace;
  const notTracedReason = session.isOpen
    ? await whyNeverLoaded(interpreter.executable, session.environment(world), world.say)
    : world.say("cli.reason.noRoom", { path: session.folder.path });
  const { version, implementation, gil } = interpreter;
  return { ...trace, program: { ...trace.program, python: version, implementation, gil, notTracedReason } };
}

function meetsFailOn({ findings }: Results, { failOn }: RunOptions): boolean {
  return failOn !== "never" && findings.some((finding) => reaches(finding, failOn));
}

function tellOutcome({ session, options }: Ended, results: Results, written: Written, { env, say, tell }: World): void {
  const { notTracedReason } = results.trace.program;
  if (notTracedReason !== null) tell(say("cli.notTraced", { reason: notTracedReason }));
  if (options.quiet) return;
  const recordingFolder = session.folder.keep ? session.folder.path : null;
  const summary = renderSummary(
    { ...results, written: written.paths, recordingFolder },
    say,
    wantsColor(process.stderr, env),
  );
  process.stderr.write(`\n${summary}`);
}
