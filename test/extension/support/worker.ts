/** The thread that reads traces, as the extension host meets it: what it told, in order. */
import { resolve } from "node:path";
import type { TestContext } from "node:test";
import type { HostMessage } from "../../../core/protocol/messages";
import { type Told, WorkerClient } from "../../../extension/trace/worker-client";
import type { Subject } from "../../../extension/trace/worker-contract";

/** As esbuild.mjs makes it; tests are run from the repository's root. */
export const WORKER_FILE = resolve("dist/trace-worker.cjs");

export class Host {
  readonly client: WorkerClient;
  readonly told: Told[] = [];
  died: Error | null = null;
  #waiting: (() => void)[] = [];

  constructor(context: TestContext, subject: Subject, { locale = "en", file = WORKER_FILE } = {}) {
    const wake = () => {
      for (const resolve of this.#waiting.splice(0)) resolve();
    };
    this.client = new WorkerClient(
      file,
      { subject, locale },
      { ended: "gone", died: "gone" },
      {
        told: (message) => {
          this.told.push(message);
          wake();
        },
        died: (error) => {
          this.died = error;
          wake();
        },
      },
    );
    context.after(() => this.client.terminate());
  }

  /** All messages of this type so far. */
  all<Type extends Told["type"]>(type: Type): Extract<Told, { type: Type }>[] {
    return this.told.filter((message) => message.type === type) as Extract<Told, { type: Type }>[];
  }

  get generations(): (readonly HostMessage[])[] {
    return this.all("generation").map(({ messages }) => messages);
  }

  /** Resolves when the thread has told what makes it true; looks again at each message. */
  async until(isTrue: () => boolean): Promise<void> {
    while (!isTrue()) {
      if (this.died !== null) throw this.died;
      const [problem] = this.all("problem");
      if (problem !== undefined) throw new Error(problem.stack);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }
}
