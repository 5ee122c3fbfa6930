/**
 * The timeline as one file that needs no network and no server: style, script and trace inside.
 *
 *   <script type="application/octet-stream" id="raceway-trace">base64 of deflated columns</script>    never executed
 *   <script>page.js</script>                                                                       the only code that runs
 *   <script type="application/octet-stream" id="raceway-rest">…</script>                           of a large trace: what the first
 *                                                                                                  picture can do without
 *
 * The content security policy names the hashes of exactly this style and this script and allows nothing else: whatever a
 * program called its threads, it stays text.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import type { Finding, Rule } from "../analysis/finding";
import { runFacts } from "../analysis/run-facts";
import { momentOfStop, whoWaitsForWhom } from "../analysis/who-waits";
import { escapeHtml } from "../editor/page";
import { programName } from "../l10n/format";
import { en } from "../l10n/view";
import { encodeFrame } from "../protocol/frame";
import { packTrace } from "../protocol/live-packer";
import { inStages } from "../protocol/stages";
import type { Trace } from "../trace/types";

/** What esbuild.mjs made of webview/; the script brings its worker along. */
export interface PageAssets {
  script: string;
  style: string;
}

/** Reads the page's parts from the folder they were built into (`page` beside the CLI's bundle). Throws Node's error when they are missing. */
export function readPageAssets(folder: string): PageAssets {
  return {
    script: readFileSync(join(folder, "page.js"), "utf8"),
    style: readFileSync(join(folder, "page.css"), "utf8"),
  };
}

/** `rulesOff`: rules that were switched off when these findings were made. */
export function renderPage(
  trace: Trace,
  findings: readonly Finding[],
  assets: PageAssets,
  rulesOff: readonly Rule[] = [],
): string {
  const script = inlineScript(assets.script);
  const style = inlineStyle(assets.style);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "worker-src blob:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const title = escapeHtml(`${programName(trace.program.argv)} · Raceway`);
  const messages = packTrace(trace, findings, whoWaitsForWhom(trace, momentOfStop(trace)), runFacts(trace, rulesOff));
  const [first, rest] = inStages(messages).map((stage) => deflateSync(encodeFrame(stage)).toString("base64"));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Raceway">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<noscript>${escapeHtml(en["page.noScript"])}</noscript>
<script type="application/octet-stream" id="raceway-trace">${first}</script>
<script>${script}</script>${rest ? `\n<script type="application/octet-stream" id="raceway-rest">${rest}</script>` : ""}
</body>
</html>
`;
}

/** Inside a script element only these two can end it or open a comment in it; both forms mean the same in a string or a pattern. */
function inlineScript(script: string): string {
  return script.replace(/<\/(script)/gi, "<\\/$1").replace(/<!--/g, "<\\!--");
}

function inlineStyle(style: string): string {
  if (/<\/style/i.test(style)) throw new Error("The page's style must not contain </style.");
  return style;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text, "utf8").digest("base64")}`;
}
