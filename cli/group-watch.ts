/**
 * Was a signal meant for us alone, or for our whole process group?
 *
 * Ctrl-C on a terminal, `kill -INT -PGID` and `timeout` signal every process of the group: the program has it already, and
 * passing it on would interrupt it twice. `kill PID` and an editor's Stop reach us alone: the program needs it from us. The
 * kernel knows (siginfo), but Node does not tell. Asking which group owns the terminal does not answer it either: a lone `kill`
 * may come while we are in the foreground, and a group may be signalled where there is no terminal.
 *
 * So there is a witness: a `cat` in the same group, with pipes to us, which dies of any signal that we watch.
 *
 *   group signalled      us ◀─ SIGINT ─▶ program, SIGINT ─▶ cat: its exit tells its signal
 *   we alone signalled   us ◀─ SIGINT     cat lives: it echoes the byte that we send it
 *
 * kill(2) marks all members of a group within one call, so a cat that echoes a byte sent afterwards was not among them. It ends
 * when our end of its pipe closes, so it never outlives us. Windows has no such signals and no need.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { delimiter } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** The kernel marks one process after the other, in microseconds; a virtual machine may lose its processor for some milliseconds. */
const HEAD_START_MS = 50;
/** A witness that neither dies nor echoes has been stopped (SIGSTOP): no group was signalled to end. */
const PATIENCE_MS = 1000;
/** Our own signal is on its way then: on a loaded machine Node tells of it much later than of the witness's death. */
const EARLY_FOR_MS = 5000;

/** Where a cat is also found when the user's PATH leads elsewhere. */
const USUAL_FOLDERS = ["/bin", "/usr/bin"];

type Verdict = "group" | "alone";

export class GroupWatch {
  #witness: Witness | null = null;
  #closed = false;
  /** The signal that ended a witness which nobody had asked yet: Node may tell of that before it tells of our own signal. */
  #early: { signal: NodeJS.Signals; atMs: number } | null = null;

  open(): void {
    this.#replace();
  }

  /** Ends the witness. Call it in any case: it keeps Node's loop alive. */
  close(): void {
    this.#closed = true;
    this.#witness?.end();
  }

  /** Who got `signal`, which has just reached us. */
  async whoGot(signal: NodeJS.Signals): Promise<Verdict> {
    if (this.#hasDiedEarly(signal)) return "group";
    const witness = this.#witness;
    if (witness === null) return guessFromTerminal(signal);
    const diedOf = await witness.testify();
    return diedOf === signal ? "group" : diedOf === null ? "alone" : this.#askNext(witness, signal);
  }

  /** It died of another signal, for example of one that came just before. Its successor has to tell. */
  #askNext(dead: Witness, signal: NodeJS.Signals): Promise<Verdict> | Verdict {
    return this.#witness === dead ? guessFromTerminal(signal) : this.whoGot(signal);
  }

  #hasDiedEarly(signal: NodeJS.Signals): boolean {
    const early = this.#early;
    this.#early = null;
    return early?.signal === signal && performance.now() - early.atMs < EARLY_FOR_MS;
  }

  #replace(): void {
    if (this.#closed || process.platform === "win32") return;
    const witness = new Witness(
      (signal, wasAsked) => {
        if (!wasAsked) this.#early = { signal, atMs: performance.now() };
        this.#replace();
      },
      // No cat, or no process to be had: guess from now on.
      () => {
        this.#witness = null;
      },
    );
    this.#witness = witness;
  }
}

/** Without a witness: Ctrl-C is the signal that people send to the group, from a terminal that we then stand on. */
function guessFromTerminal(signal: NodeJS.Signals): Verdict {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  return signal === "SIGINT" && onTerminal ? "group" : "alone";
}

/** Does not keep Node alive: when the program is over, nobody needs the answer. */
const pause = (ms: number): Promise<null> => delay(ms, null, { ref: false });

class Witness {
  readonly #cat: ChildProcess;
  readonly #death: Promise<NodeJS.Signals | null>;
  #openQuestions = 0;

  constructor(onDeath: (signal: NodeJS.Signals, wasAsked: boolean) => void, onFailure: () => void) {
    const env = { PATH: [process.env.PATH, ...USUAL_FOLDERS].join(delimiter) };
    this.#cat = spawn("cat", [], { stdio: ["pipe", "pipe", "ignore"], env });
    this.#death = new Promise((resolve) => {
      this.#cat.on("exit", (_code, signal) => {
        // One that ended by itself is no witness, and the next one would do the same.
        if (signal === null) onFailure();
        else onDeath(signal, this.#openQuestions > 0);
        resolve(signal);
      });
      this.#cat.on("error", () => {
        onFailure();
        resolve(null);
      });
    });
    // It may die between two of our steps: then its exit tells, and a byte that no longer reaches it does not matter.
    this.#cat.stdin?.on("error", () => {});
    this.#cat.unref();
  }

  /** The signal it died of, or null when it lives after all members of a group would have been signalled. */
  async testify(): Promise<NodeJS.Signals | null> {
    this.#openQuestions++;
    const early = await Promise.race([this.#death, pause(HEAD_START_MS)]);
    const answer = early ?? (await Promise.race([this.#death, this.#echo(), pause(PATIENCE_MS)]));
    this.#openQuestions--;
    return answer;
  }

  end(): void {
    this.#cat.removeAllListeners("exit");
    this.#cat.stdin?.destroy();
    this.#cat.stdout?.destroy();
  }

  #echo(): Promise<null> {
    return new Promise((resolve) => {
      this.#cat.stdout?.once("data", () => resolve(null));
      this.#cat.stdin?.write(".");
    });
  }
}
