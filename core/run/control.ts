/**
 * The control plane: a local socket on which each traced process says hello and takes requests (docs/control-protocol.md). The
 * recording does not need it: where there is none, or a process cannot reach it, everything is recorded all the same.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { ControlClient } from "./control-client";
import type { StopSignal, TracedProcess } from "./control-messages";
import { pipePlace, placeIn, placesFor, type SocketPlace } from "./control-place";
import { causeOf, Refusal } from "./refusal";

export type { StopSignal, TracedProcess } from "./control-messages";

/** How a traced process finds us: `control` in run.json. */
export interface ControlAddress {
  path: string;
  /** 128 random bits in hexadecimal: the first line that a process sends. */
  token: string;
}

export interface ControlEvents {
  hello?(process: TracedProcess): void;
  /** It has ended, or closed its connection. */
  gone?(process: TracedProcess): void;
}

export interface ControlLimits {
  /** Connections at a time; further ones are closed at once. Each is a descriptor of ours. */
  clients: number;
  /** A connection that has not said hello by then is closed. */
  helloMs: number;
  /** A process answers at its next heartbeat (50 ms), unless C code keeps the interpreter's lock. */
  answerMs: number;
}

const LIMITS: ControlLimits = { clients: 1024, helloMs: 10_000, answerMs: 1000 };

export class ControlServer {
  readonly address: ControlAddress;
  readonly #clients = new Set<ControlClient>();
  readonly #server: Server;
  readonly #place: SocketPlace;
  readonly #events: ControlEvents;
  readonly #limits: ControlLimits;

  /** Listens for the processes of this recording; a Refusal says why that cannot be. */
  static open(
    recordingFolder: string,
    env: Record<string, string | undefined>,
    events: ControlEvents = {},
  ): Promise<ControlServer | Refusal> {
    return ControlServer.openIn(placesFor(recordingFolder, env), events);
  }

  /** In the first of these folders where that is possible. */
  static async openIn(
    parents: readonly string[],
    events: ControlEvents = {},
    limits: Partial<ControlLimits> = {},
  ): Promise<ControlServer | Refusal> {
    const all = { ...LIMITS, ...limits };
    if (process.platform === "win32") return listenAt(pipePlace, events, all);
    let refusal = new Refusal("run.noControl", { cause: "" });
    for (const parent of parents) {
      const result = await listenAt(() => placeIn(parent), events, all);
      if (result instanceof ControlServer) return result;
      refusal = result;
    }
    return refusal;
  }

  /** @param server listens at `place` already */
  constructor(server: Server, place: SocketPlace, events: ControlEvents, limits: ControlLimits) {
    this.address = { path: place.path, token: randomBytes(16).toString("hex") };
    this.#server = server;
    this.#place = place;
    this.#events = events;
    this.#limits = limits;
    server.maxConnections = limits.clients;
    server.on("connection", (socket) => this.#connected(socket));
    // What fails later is one connection that was not to be.
    server.on("error", () => {});
    server.unref();
  }

  /** Those that have said hello and are still connected. A process may be there twice for a moment, when it replaces its program. */
  get processes(): readonly TracedProcess[] {
    return [...this.#clients].flatMap((client) => client.process ?? []);
  }

  /** Asks these processes (default: all) to signal themselves; answers the pids of those that say they did. Always ends. */
  async stop(signal: StopSignal, pids?: readonly number[]): Promise<number[]> {
    const wanted = pids && new Set(pids);
    const asked = [...this.#clients].map(async (client) => {
      const pid = client.process?.pid;
      if (pid === undefined || wanted?.has(pid) === false) return [];
      return (await client.ask({ request: "stop", signal }, this.#limits.answerMs)) ? [pid] : [];
    });
    return [...new Set((await Promise.all(asked)).flat())];
  }

  /** The processes go on; the socket and its folder go. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const client of this.#clients) client.close();
    await closed;
    this.#place.remove();
  }

  #connected(socket: Socket): void {
    const client = new ControlClient(socket, this.address.token, this.#limits.helloMs, {
      hello: (process) => this.#events.hello?.(process),
      closed: () => {
        this.#clients.delete(client);
        if (client.process !== null) this.#events.gone?.(client.process);
      },
    });
    this.#clients.add(client);
  }
}

async function listenAt(
  make: () => SocketPlace,
  events: ControlEvents,
  limits: ControlLimits,
): Promise<ControlServer | Refusal> {
  let place: SocketPlace | null = null;
  const server = createServer();
  try {
    place = make();
    const { path } = place;
    server.listen(path);
    await once(server, "listening");
    // Its folder already keeps others out; until here it had whatever mode the umask gave it.
    if (process.platform !== "win32") chmodSync(path, 0o600);
    return new ControlServer(server, place, events, limits);
  } catch (error) {
    server.close();
    place?.remove();
    return new Refusal("run.noControl", { cause: causeOf(error) });
  }
}
