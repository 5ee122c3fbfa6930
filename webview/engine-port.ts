/** The page's end of the wire to the engine: a worker where the browser can draw in one, else the page's own thread. */
import workerSource from "raceway:worker";
import type { Ask, Drawn, FromEngine, Opened, QuestionName, Questions, ToEngine } from "./worker/contract";
import { Engine } from "./worker/engine";

export interface EngineEvents {
  opened(opened: Opened): void;
  updated(opened: Opened): void;
  drawn(drawn: Drawn): void;
  failed(reason: string): void;
}

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

export class EnginePort {
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 0;
  #post: (message: ToEngine, transfer?: Transferable[]) => void;

  constructor(
    readonly events: EngineEvents,
    lanes: HTMLCanvasElement,
    overview: HTMLCanvasElement,
  ) {
    const post = "transferControlToOffscreen" in lanes && typeof Worker !== "undefined" ? this.#startWorker() : null;
    if (post) {
      this.#post = post;
      const surfaces = { lanes: lanes.transferControlToOffscreen(), overview: overview.transferControlToOffscreen() };
      this.#post({ type: "surfaces", ...surfaces }, [surfaces.lanes, surfaces.overview]);
    } else {
      const engine = new Engine(
        (message) => queueMicrotask(() => this.#receive(message)),
        (run) => requestAnimationFrame(run),
      );
      this.#post = (message) => engine.accept(message);
      this.#post({ type: "surfaces", lanes, overview });
    }
  }

  send(message: Exclude<ToEngine, { type: "ask" }>): void {
    this.#post(message);
  }

  /** Rejects when the engine refuses or has died. */
  ask<K extends QuestionName>(kind: K, question: Questions[K]["ask"]): Promise<Questions[K]["answer"]> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post({ type: "ask", id, ask: { kind, ...question } as Ask });
    });
  }

  /** Null where a page may not start a worker from a blob (some browsers, for pages from a file). */
  #startWorker(): ((message: ToEngine, transfer?: Transferable[]) => void) | null {
    const url = URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" }));
    let worker: Worker;
    try {
      worker = new Worker(url, { name: "raceway-engine" });
    } catch {
      return null;
    }
    worker.onmessage = ({ data }: MessageEvent<FromEngine>) => {
      // Only now has the script surely been read.
      URL.revokeObjectURL(url);
      this.#receive(data);
    };
    worker.onerror = (event) => {
      const reason = event.message || "The worker that draws did not start.";
      for (const { reject } of this.#waiting.values()) reject(new Error(reason));
      this.#waiting.clear();
      this.events.failed(reason);
    };
    return (message, transfer = []) => worker.postMessage(message, transfer);
  }

  #receive(message: FromEngine): void {
    switch (message.type) {
      case "opened":
        this.events.opened(message.opened);
        break;
      case "updated":
        this.events.updated(message.opened);
        break;
      case "drawn":
        this.events.drawn(message.drawn);
        break;
      case "failed":
        this.events.failed(message.reason);
        break;
      case "answer":
        this.#take(message.id)?.resolve(message.answer as never);
        break;
      case "refused":
        this.#take(message.id)?.reject(new Error(message.reason));
        break;
      default:
        message satisfies never;
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }
}
