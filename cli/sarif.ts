/** The findings for tools that read SARIF; of each rule the page that this installation has. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Rule } from "../core/analysis/finding";
import { renderSarif } from "../core/export/sarif";
import { version } from "../package.json";
import type { Results } from "./results";
import type { World } from "./world";

export function sarifOf({ report }: Results, { rulePagesFolder }: World): string {
  const pageOf = (rule: Rule) => {
    const path = join(rulePagesFolder, `${rule}.md`);
    return existsSync(path) ? { uri: pathToFileURL(path).href, markdown: readFileSync(path, "utf8") } : null;
  };
  return renderSarif(report, { version, root: process.cwd(), pageOf });
}
