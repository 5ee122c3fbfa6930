/** One connection to the control socket: who is at its other end, and what it was asked. */
import { timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import {
  MAX_LINE_BYTES,
  type ProcessMessage,
  parseMessage,
  type Request,
  type TracedProcess,
} from "./control-messages";

/** A process that reads nothing for so long that this much waits for it gets no more. */
const MAX_UNSENT_BYTES = 16 * MAX_LINE_BYTES;

export interface ClientEvents {
  /** It has shown the token and said who it is. */
  hello(process: TracedProcess): void;
  /** The connection is gone: the process has ended, or closed it. Comes for each client once. */
  closed(): void;
}

export class ControlClient {
  /** Null until it has said hello. */
  process: TracedProcess | null = null;
  readonly #socket: Socket;
  readonly #token: string;
  readonly #events: ClientEvents;
  /** What it has not answered yet. */
  readonly #asked = new Map<number, (done: boolean) => void>();
  readonly #silence: NodeJS.Timeout;
  #unread = Buffer.alloc(0);
  #showedToken = false;
  #lastId = 0;

  /** @param patienceMs for its hello; then it is sent away */
  constructor(socket: Socket, token: string, patienceMs: number, events: ClientEvents) {
    this.#socket = socket;
    this.#token = token;
    this.#events = events;
    this.#silence = setTimeout(() => socket.destroy(), patienceMs).unref();
    socket.on("data", (bytes) => this.#received(bytes));
    // Its reason does not matter: `close` follows.
    socket.on("error", () => {});
    socket.on("close", () => this.#closed());
    // Nobody stays alive for a conversation.
    socket.unref();
  }

  close(): void {
    this.#socket.destroy();
  }

  /** True when the process says that it was done; false where it refused, went away or let `timeoutMs` pass. */
  ask(request: Request, timeoutMs: number): Promise<boolean> {
    if (this.#socket.destroyed || this.#socket.writableLength > MAX_UNSENT_BYTES) return Promise.resolve(false);
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      // The question stays: it may still be answered, and then that is no nonsense.
      const timer = setTimeout(resolve, timeoutMs, false);
      this.#asked.set(id, (done) => {
        clearTimeout(timer);
        resolve(done);
      });
      this.#socket.write(`${JSON.stringify({ ...request, id })}\n`);
    });
  }

  #received(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    while (!this.#socket.destroyed) {
      const end = this.#unread.indexOf("\n");
      const length = end < 0 ? this.#unread.length : end;
      const line = this.#unread.toString("utf8", 0, length);
      if (length > MAX_LINE_BYTES || (end >= 0 && !this.#takes(line))) this.close();
      if (end < 0) return;
      this.#unread = this.#unread.subarray(end + 1);
    }
  }

  /** False where this is not what the protocol says next; with such a one there is nothing more to talk about. */
  #takes(line: string): boolean {
    if (!this.#showedToken) {
      this.#showedToken = isSame(line, this.#token);
      return this.#showedToken;
    }
    const message = parseMessage(line);
    if (message === null) return false;
    if ("hello" in message) return this.#greet(message.hello);
    return this.#answered(message);
  }

  #greet({ pid, parentPid, folder, name }: TracedProcess): boolean {
    // Once; and never in our own name: who is asked to stop by its pid must not be us.
    if (this.process !== null || pid === process.pid) return false;
    clearTimeout(this.#silence);
    this.process = { pid, parentPid, folder, name };
    this.#events.hello(this.process);
    return true;
  }

  /** Once to each question. */
  #answered(message: Exclude<ProcessMessage, { hello: unknown }>): boolean {
    const isDone = "done" in message;
    const id = isDone ? message.done : message.refused;
    this.#asked.get(id)?.(isDone);
    return this.#asked.delete(id);
  }

  #closed(): void {
    clearTimeout(this.#silence);
    for (const settle of this.#asked.values()) settle(false);
    this.#events.closed();
  }
}

/** How long it takes does not tell how much of it was right. Both are hexadecimal digits; the length is no secret. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
