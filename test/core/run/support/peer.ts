/** A process at the other end of the control socket, whose every word the test chooses. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { type ControlLimits, ControlServer } from "../../../../core/run/control";
import { temporaryFolder } from "../../support/temporary-folder";

/** A server in a folder of its own. `happened` waits until an event, as "hello 12" or "gone 12", has come. */
export async function serve(context: TestContext, limits: Partial<ControlLimits> = {}) {
  const events: string[] = [];
  let wake = () => {};
  const note = (what: string) => {
    events.push(what);
    wake();
  };
  const parents = [temporaryFolder(context)];
  const handlers = {
    hello: ({ pid }: { pid: number }) => note(`hello ${pid}`),
    gone: ({ pid }: { pid: number }) => note(`gone ${pid}`),
  };
  const server = await ControlServer.openIn(parents, handlers, limits);
  if (!(server instanceof ControlServer)) throw server;
  // The server keeps nobody alive, and what a test waits for is often all that is left to happen.
  const awake = setInterval(() => {}, 1 << 30);
  context.after(async () => {
    clearInterval(awake);
    await server.close();
  });
  const happened = async (what: string) => {
    while (!events.includes(what)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { server, events, happened };
}

export function hello(pid: number, changes: object = {}): string {
  const said = { version: 1, pid, parentPid: 1, folder: `process-${Math.abs(pid)}-0`, name: "app.py", ...changes };
  return JSON.stringify({ hello: said });
}

export class Peer {
  readonly closed: Promise<unknown>;
  /** Requests so far. */
  heard = 0;
  readonly #socket: Socket;
  #unread = "";

  constructor(socket: Socket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.on("close", resolve));
    // The server may close while we speak.
    socket.on("error", () => {});
    socket.setEncoding("utf8").on("data", (text) => {
      this.#unread += text;
    });
  }

  static async to(server: ControlServer): Promise<Peer> {
    const socket = connect(server.address.path);
    await once(socket, "connect");
    return new Peer(socket);
  }

  /** Connects, shows the token and says these lines. */
  static async with(server: ControlServer, ...lines: string[]): Promise<Peer> {
    const peer = await Peer.to(server);
    peer.say([server.address.token, ...lines, ""].join("\n"));
    return peer;
  }

  say(text: string | Buffer): void {
    this.#socket.write(text);
  }

  /** The next request. */
  async hears(request: string): Promise<object> {
    while (!this.#unread.includes("\n")) await once(this.#socket, "data");
    const end = this.#unread.indexOf("\n");
    const message = JSON.parse(this.#unread.slice(0, end));
    this.#unread = this.#unread.slice(end + 1);
    this.heard++;
    if (message.request !== request) throw new Error(`it was asked to ${message.request}`);
    return message;
  }

  pause(): void {
    this.#socket.pause();
  }

  close(): void {
    this.#socket.destroy();
  }
}
