/** The page that VS Code's webview loads: what may run in it, and that nothing else can get in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { editorPage, type PageParts, sentencePage } from "../../../core/editor/page";

const EVIL = `"><script>alert(1)</script><img src=x onerror=alert(1)> '&quot;`;

const parts: PageParts = {
  script: "https://webview/page.js",
  style: "https://webview/page.css",
  toolkit: "https://webview/toolkit.js",
  cspSource: "https://webview",
  nonce: "bm9uY2U",
  language: "en",
  traceId: "run-1",
  title: "app.py",
};

/** The policy's directives, by name. */
function policyOf(html: string): Map<string, string> {
  const [, content] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  const text = content.replaceAll("&#39;", "'");
  return new Map(
    text.split("; ").map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]),
  );
}

test("only scripts that carry the nonce run, and nothing is loaded from elsewhere", () => {
  const policy = policyOf(editorPage(parts));
  assert.equal(policy.get("default-src"), "'none'");
  assert.equal(policy.get("script-src"), "'nonce-bm9uY2U'");
  assert.equal(policy.get("style-src"), "https://webview 'nonce-bm9uY2U'");
  assert.equal(policy.get("worker-src"), "blob:");
  assert.equal(policy.get("img-src"), "data:");
  assert.equal(
    [...policy.values()].some((sources) => /unsafe|\*|http:/.test(sources)),
    false,
  );
});

test("the page has one script, ours, and no code in it", () => {
  const scripts = [...editorPage(parts).matchAll(/<script([^>]*)>([^<]*)<\/script>/g)];
  assert.deepEqual(
    scripts.map(([, attributes, code]) => [attributes, code]),
    [[' nonce="bm9uY2U" src="https://webview/page.js"', ""]],
  );
});

test("the page learns its language, its trace and where the toolkit lies", () => {
  const html = editorPage({ ...parts, language: "zh" });
  assert.match(html, /<html lang="zh-CN">/);
  assert.match(
    html,
    /<body data-home="vscode" data-language="zh" data-trace="run-1" data-toolkit="https:\/\/webview\/toolkit\.js">/,
  );
});

test("a name that is markup stays text, in the title and in attributes", () => {
  const html = editorPage({ ...parts, title: EVIL, traceId: EVIL });
  assert.equal([...html.matchAll(/<script/g)].length, 1);
  assert.doesNotMatch(html, /<img/);
  assert.match(html, /<title>&quot;&gt;&lt;script&gt;/);
});

test("a sentence in place of a timeline runs nothing at all", () => {
  const html = sentencePage(`${EVIL} cannot be read.`, "en");
  assert.equal(policyOf(html).get("default-src"), "'none'");
  assert.doesNotMatch(html, /<script|<img/);
  assert.match(html, /role="alert">&quot;&gt;&lt;script&gt;.* cannot be read\.<\/p>/);
});
