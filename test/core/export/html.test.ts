/** The page as text: its policy fits its script, nothing a program wrote can end an element, the trace comes out again. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { inflateSync } from "node:zlib";
import { renderPage } from "../../../core/export/html";
import { assemble } from "../../../core/protocol/assemble";
import { decodeFrame } from "../../../core/protocol/frame";
import { findingAt, handOver } from "../layout/scenes";

const ASSETS = { script: 'const worker = "</script><!--"; run(worker);', style: "body { margin: 0 }" };
const HOSTILE = `</script><script>alert(1)</script>"><img onerror=x>`;

/** The content of each element of that name, by the rule of an HTML parser: up to its first end tag. */
function contents(html: string, element: string): string[] {
  return [...html.matchAll(new RegExp(`<${element}[^>]*>([\\s\\S]*?)</${element}>`, "gi"))].map(
    ([, content]) => content,
  );
}

test("the policy allows exactly the script and the style that are there", () => {
  const html = renderPage(handOver(), [], ASSETS);
  const policy = html.match(/Content-Security-Policy" content="([^"]+)"/)?.[1] ?? "";
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  assert.ok(policy.startsWith("default-src 'none'"));
  assert.ok(policy.includes(`script-src ${hash(contents(html, "script")[1])}`));
  assert.ok(policy.includes(`style-src ${hash(contents(html, "style")[0])}`));
  assert.ok(!/unsafe|https?:|\*/.test(policy));
});

test("the script cannot end its own element, and says the same as before", () => {
  const html = renderPage(handOver(), [], ASSETS);
  assert.equal(contents(html, "script").length, 2);
  const script = contents(html, "script")[1];
  assert.equal(new Function("run", script.replace("run(worker)", "return worker"))(), "</script><!--");
});

test("names are in the title as text and nowhere else but in the packed trace", () => {
  const trace = handOver();
  trace.program.argv = [HOSTILE];
  trace.lanes[0].name = HOSTILE;
  const html = renderPage(trace, [{ ...findingAt(trace, 0, 0, 1), message: HOSTILE }], ASSETS);
  assert.ok(!html.includes("<img") && !html.includes("alert(1)</script>"));
  assert.match(contents(html, "title")[0], /^script&gt;&quot;&gt;&lt;img onerror=x&gt; · Raceway$/);
});

test("the trace inside is the trace", () => {
  const trace = handOver();
  const finding = findingAt(trace, 0, 10e6, 60e6);
  const [base64] = contents(renderPage(trace, [finding], ASSETS), "script");
  assert.match(base64, /^[A-Za-z0-9+/=]+$/);
  const inside = assemble(decodeFrame(inflateSync(Buffer.from(base64, "base64"))));
  assert.deepEqual(inside.trace.lanes, trace.lanes);
  assert.deepEqual(Array.from(inside.trace.waits.endNs), Array.from(trace.waits.endNs));
  assert.deepEqual(inside.findings, [finding]);
});

test("a style that would end its element is refused", () => {
  assert.throws(
    () => renderPage(handOver(), [], { ...ASSETS, style: "a::before { content: '</style>' }" }),
    /must not contain/,
  );
});
