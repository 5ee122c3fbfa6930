/**
 * The timeline as VS Code's webview loads it. Only files of dist/page, and only our own script: it carries a nonce made anew
 * for every load, whatever else got into the page is text.
 */
import { en, zh } from "../l10n/view";

export interface PageParts {
  /** Addresses that the webview may load, as `asWebviewUri` gives them. */
  script: string;
  style: string;
  /** The toolkit's controls, which the page loads after its first paint. */
  toolkit: string;
  /** `webview.cspSource`: where the style comes from. */
  cspSource: string;
  nonce: string;
  language: "en" | "zh";
  /** TraceSource.id: what the page keeps for when it is loaded again belongs to this trace. */
  traceId: string;
  title: string;
}

export function editorPage(parts: PageParts): string {
  const { nonce, cspSource, language } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    // The nonce is for an empty style with which the toolkit tries out what the browser can do.
    `style-src ${cspSource} 'nonce-${nonce}'`,
    "worker-src blob:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(parts.title)}</title>
<link rel="stylesheet" href="${escapeHtml(parts.style)}">
</head>
<body data-home="vscode" data-language="${language}" data-trace="${escapeHtml(parts.traceId)}" data-toolkit="${escapeHtml(parts.toolkit)}">
<noscript>${escapeHtml((language === "zh" ? zh : en)["page.noScript"])}</noscript>
<script nonce="${nonce}" src="${escapeHtml(parts.script)}"></script>
</body>
</html>
`;
}

/** In place of a timeline that there cannot be: one sentence, in the editor's own colours, and nothing that runs. */
export function sentencePage(sentence: string, language: PageParts["language"]): string {
  return `<!DOCTYPE html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<title>Raceway</title>
</head>
<body data-failed="true"><p role="alert">${escapeHtml(sentence)}</p></body>
</html>
`;
}

const HTML_ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** A name from a trace, as text of the page or inside quotes of an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character]);
}
