/** The rig itself: whatever ends a test ends its VS Code with it. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const SERVER = pathToFileURL(join(process.cwd(), "tools/host/server.mjs")).href;

test("the server ends with whoever started it, even by a kill that nobody can catch", {
  timeout: 120_000,
}, async () => {
  const code = `import { startEditor } from ${JSON.stringify(SERVER)};
const { origin } = await startEditor();
console.log(origin);
await new Promise(() => setInterval(() => {}, 1e6));`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", code], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(starter.stdout.setEncoding("utf8"), "data");
  const origin = String(line).trim();
  assert.ok((await fetch(origin)).ok);
  starter.kill("SIGKILL");
  // Refused = nobody listens any more. Anything else is asked again; the test's own time is the end of that.
  while (
    await fetch(origin).then(
      () => true,
      (error) => error.cause?.code !== "ECONNREFUSED",
    )
  );
});
