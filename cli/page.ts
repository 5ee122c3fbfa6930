/** The timeline as one page: the built page with the trace inside. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
// PENDING: import { renderPage } from "../core/export/html";
const renderPage = (_t: unknown, _f: unknown, _b: unknown): string => { throw new Error("no page yet"); };
import { Refusal } from "./refusal";
import type { Results } from "./results";
import type { World } from "./world";

/** Throws a Refusal where the page was not built or not installed. */
export function checkPage({ pageFolder }: World): void {
  for (const name of ["page.js", "page.css"]) {
    const path = join(pageFolder, name);
    if (!existsSync(path)) throw new Refusal("cli.noPage", { path });
  }
}

export function renderHtml({ trace, findings }: Results, { pageFolder }: World): string {
  const script = readFileSync(join(pageFolder, "page.js"), "utf8");
  const style = readFileSync(join(pageFolder, "page.css"), "utf8");
  return renderPage(trace, findings, { script, style });
}
