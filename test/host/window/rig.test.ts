/** The rig itself: whatever ends a test ends its VS Code with it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const SERVER = pathToFileURL(join(process.cwd(), "tools/host/server.mjs")).href;

test("the server and its files go with whoever started it, even by a kill that nobody can catch", {
  timeout: 120_000,
}, async () => {
  const code = `import { startEditor } from ${JSON.stringify(SERVER)};
const { origin, folder } = await startEditor();
console.log(JSON.stringify({ origin, folder }));
await new Promise(() => setInterval(() => {}, 1e6));`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(starter.stdout.setEncoding("utf8"), "data");
  const { origin, folder }: { origin: string; folder: string } = JSON.parse(String(line));
  assert.ok((await fetch(origin)).ok);
  starter.kill("SIGKILL");
  // Refused: nobody listens any more.
  await until(
    async () =>
      (await fetch(origin).then(
        () => null,
        (error) => error.cause?.code,
      )) === "ECONNREFUSED",
  );
  await until(async () => !existsSync(folder));
});

/** Asks again and again; the time of the test is the end of that. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
}
