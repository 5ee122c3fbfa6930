/** The traced program as a child of ours: started in the user's terminal, stopped when asked, and its end. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { causeOf, Refusal } from "../core/run/refusal";
import { type Climb, climbLadder, endProcessGroup } from "../core/run/stop";
import { SignalRelay } from "./signals";

export interface ProgramStart {
  executable: string;
  /** What follows the interpreter: script or -m MODULE, and the program's own words. */
  words: readonly string[];
  env: NodeJS.ProcessEnv;
  stopAfterMs: number | null;
  /** Where traced children are to be found; null = untraced. */
  recordingFolder: string | null;
  /** Called before the last resort, so that a person knows what happens. */
  onGivingUp(): void;
}

export interface ProgramEnd {
  /** Null where a signal ended it. */
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  durationNs: number;
  /** When it was first asked to stop, on the clock of process.hrtime, which is that of the recording; null = never. */
  stopAskedAt: bigint | null;
  /** --stop-after ran out before it ended. */
  timedOut: boolean;
}

/** Exit code of a run that --stop-after ended. */
const TIMED_OUT = 124;

/** What `run` exits with for this end, as a shell would say it. */
export function exitCodeOf({ exitCode, signal, timedOut }: ProgramEnd): number {
  if (timedOut) return TIMED_OUT;
  return signal === null ? (exitCode ?? 0) : 128 + constants.signals[signal];
}

export class Program {
  readonly #start: ProgramStart;
  readonly #relay: SignalRelay;
  #child: ChildProcess | null = null;
  #stopAskedAt: bigint | null = null;
  #timedOut = false;
  #climb: Climb | null = null;

  constructor(start: ProgramStart) {
    this.#start = start;
    this.#relay = new SignalRelay({
      forward: (signal) => this.#child?.kill(signal),
      giveUp: () => this.#giveUp(),
      asked: (atNs) => {
        this.#stopAskedAt ??= atNs;
      },
    });
  }

  /** Starts it and waits for its end. Throws a Refusal where it cannot be started. Call `release` when all is written. */
  async run(): Promise<ProgramEnd> {
    const { executable, words, env, stopAfterMs } = this.#start;
    this.#relay.open();
    const startedAt = process.hrtime.bigint();
    const child = spawn(executable, words, { stdio: "inherit", env });
    this.#child = child;
    const timer = stopAfterMs === null ? null : setTimeout(() => this.#timeOut(), stopAfterMs);
    try {
      const { exitCode, signal } = await endOf(child);
      const durationNs = Number(process.hrtime.bigint() - startedAt);
      return { exitCode, signal, durationNs, stopAskedAt: this.#stopAskedAt, timedOut: this.#timedOut };
    } finally {
      if (timer !== null) clearTimeout(timer);
      this.#climb?.cancel();
      this.#child = null;
    }
  }

  /** From now on a signal ends us. */
  release(): void {
    this.#relay.close();
  }

  #timeOut(): void {
    const pid = this.#child?.pid;
    if (pid === undefined) return;
    this.#timedOut = true;
    this.#stopAskedAt ??= process.hrtime.bigint();
    this.#climb = climbLadder({ program: () => pid, recordingFolder: this.#start.recordingFolder, control: null });
  }

  /** After its end there is only our own writing left to give up. */
  #giveUp(): void {
    const pid = this.#child?.pid;
    if (pid === undefined) process.exit(128 + constants.signals.SIGKILL);
    this.#start.onGivingUp();
    endProcessGroup(pid);
  }
}

/** The `exit` event: what it wrote is out then, and a child of its own that keeps the terminal does not hold us. */
function endOf(child: ChildProcess): Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.on("exit", (exitCode, signal) => resolve({ exitCode, signal }));
    child.on("error", (error) => reject(new Refusal("cli.cannotStart", { cause: causeOf(error) })));
  });
}
