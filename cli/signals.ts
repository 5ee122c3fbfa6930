/**
 * Signals that reach us while the program runs. We never end of them: the files that were asked for are written after the
 * program's end, whatever ended it.
 */
import { GroupWatch } from "./group-watch";

/** SIGQUIT is Ctrl-\; left alone it would end us with a core dump while the program goes on. */
const RELAYED: readonly NodeJS.Signals[] =
  process.platform === "win32" ? ["SIGINT", "SIGHUP"] : ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];

/** So many signals sent to us alone are passed on; the next one ends the program. */
const FORWARDED_AT_MOST = 3;

export interface SignalTargets {
  /** Pass this on to the program. */
  forward(signal: NodeJS.Signals): void;
  /** The program did not listen. */
  giveUp(): void;
  /** Somebody asked the program to stop: it itself, through its group, or through us. `atNs`: of process.hrtime. */
  asked(atNs: bigint): void;
}

export class SignalRelay {
  readonly #watch = new GroupWatch();
  readonly #targets: SignalTargets;
  readonly #handlers = new Map<NodeJS.Signals, () => void>();
  #forwarded = 0;
  /** One after the other: who got a signal is found out in a few steps, and their order is the order of arrival. */
  #queue: Promise<void> = Promise.resolve();

  constructor(targets: SignalTargets) {
    this.#targets = targets;
  }

  /** Before the program starts, so that there is no moment in which a signal ends us and not it. */
  open(): void {
    this.#watch.open();
    for (const signal of RELAYED) {
      const handler = () => this.#arrived(signal);
      this.#handlers.set(signal, handler);
      process.on(signal, handler);
    }
  }

  /** When all is written: a signal then ends us as it ends any program. */
  close(): void {
    this.#watch.close();
    for (const [signal, handler] of this.#handlers) process.off(signal, handler);
  }

  #arrived(signal: NodeJS.Signals): void {
    const atNs = process.hrtime.bigint();
    // The witness is asked now, while it can still be told which signals it got.
    const verdict = this.#watch.whoGot(signal);
    this.#queue = this.#queue.then(async () => {
      this.#targets.asked(atNs);
      if ((await verdict) === "group") return;
      if (this.#forwarded++ < FORWARDED_AT_MOST) this.#targets.forward(signal);
      else this.#targets.giveUp();
    });
  }
}
