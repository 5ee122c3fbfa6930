/** The packaged extension in a real VS Code, on this machine: how long until something is seen, how smooth while it is live. */
import { statSync } from "node:fs";
import { Session } from "../host/window/support/session";
import { loadTool } from "../tools/load";

const ROUNDS = 5;

/** Four threads that take turns on one lock as fast as they can, for three seconds. */
const CHATTY = `import threading, time
lock = threading.Lock()
end = time.monotonic() + 3
def work():
    while time.monotonic() < end:
        with lock:
            pass
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
`;
/** One thread is there for as long as the window needs to draw it. */
const WAITING = `import threading
threading.Thread(target=print, args=("hello",), name="helper").start()
input()
`;

const { makePackage } = await loadTool<typeof import("../../tools/vsix.mjs")>("vsix");
const vsix = await makePackage();
process.env.RACEWAY_VSIX = vsix;

const activation: number[] = [];
const firstLane: number[] = [];
const frames: { p50: number[]; p95: number[] } = { p50: [], p95: [] };
for (let round = 0; round < ROUNDS; round++) {
  const session = await Session.start({ files: { "waiting.py": WAITING, "chatty.py": CHATTY } });
  try {
    firstLane.push(await clickToFirstLane(session));
    activation.push(await activationMs(session));
    const drawn = (await drawMsWhileLive(session)).sort((a, b) => a - b);
    frames.p50.push(drawn[Math.floor(drawn.length * 0.5)]);
    frames.p95.push(drawn[Math.floor(drawn.length * 0.95)]);
  } finally {
    await session.stop();
  }
}
const rows = [
  { name: "activation of the extension", unit: "ms", values: activation, aim: "≤ 100" },
  { name: "click on the code lens → first lane", unit: "ms", values: firstLane },
  { name: "draw while live, 4 threads on one lock, p50", unit: "ms", values: frames.p50, aim: "≤ 8" },
  { name: "draw while live, 4 threads on one lock, p95", unit: "ms", values: frames.p95, aim: "≤ 16" },
  { name: "size of raceway.vsix", unit: "kB", values: [statSync(vsix).size / 1000] },
];
console.log(JSON.stringify({ rows }));

/** VS Code measures this itself. */
async function activationMs({ workbench }: Session): Promise<number> {
  await workbench.command("Developer: Show Running Extensions");
  const list = workbench.page.locator(".runtime-extensions-editor .monaco-list");
  const row = list.locator(".monaco-list-row", { hasText: "Raceway" });
  // The slowest come first, and only rows on the screen are in the document.
  await list.hover();
  while ((await row.count()) === 0) await workbench.page.mouse.wheel(0, 200);
  const text = await row.locator(".activation-time").innerText();
  await workbench.page.keyboard.press("Escape");
  await list.waitFor({ state: "detached" });
  const ms = Number(/(\d+)\s*ms/.exec(text)?.[1]);
  if (Number.isNaN(ms)) throw new Error(`VS Code tells no activation time: ${text}`);
  return ms;
}

async function clickToFirstLane({ workbench }: Session): Promise<number> {
  await workbench.open("waiting.py");
  const lens = workbench.text.codeLens("Run with concurrency trace");
  await lens.waitFor();
  const startMs = performance.now();
  await lens.click();
  await workbench.timeline.lanes.first().waitFor();
  await workbench.timeline.idle();
  const ms = performance.now() - startMs;
  await workbench.terminal.type("\n");
  await workbench.timeline.ended();
  return ms;
}

/** What the page says of each of its frames, from the first of a chatty program to its end. */
async function drawMsWhileLive({ workbench }: Session): Promise<number[]> {
  await workbench.command("View: Close All Editors");
  await workbench.open("chatty.py");
  await workbench.text.codeLens("Run with concurrency trace").click();
  await workbench.timeline.lanes.first().waitFor();
  await workbench.timeline.body.evaluate((body) => {
    const root = body.ownerDocument.documentElement;
    const drawn: number[] = [];
    Object.assign(body.ownerDocument.defaultView!, { drawn });
    new MutationObserver(() => drawn.push(Number(root.dataset.drawMs))).observe(root, {
      attributeFilter: ["data-draw-ms"],
    });
  });
  await workbench.timeline.ended();
  return workbench.timeline.body.evaluate(
    (body) => (body.ownerDocument.defaultView as unknown as { drawn: number[] }).drawn,
  );
}
