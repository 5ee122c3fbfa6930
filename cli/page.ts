/** The timeline as one page: the built page with the trace inside. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readPageAssets, renderPage } from "../core/export/html";
import { Refusal } from "../core/run/refusal";
import type { Results } from "./results";
import type { World } from "./world";

/** Throws a Refusal where the page was not built or not installed. */
export function checkPage({ pageFolder }: World): void {
  for (const name of ["page.js", "page.css"]) {
    const path = join(pageFolder, name);
    if (!existsSync(path)) throw new Refusal("cli.noPage", { path });
  }
}

export function renderHtml({ trace, findings, report }: Results, { pageFolder }: World): string {
  return renderPage(trace, findings, readPageAssets(pageFolder), report.rulesOff);
}
