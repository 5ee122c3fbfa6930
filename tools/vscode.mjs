/**
 * npm run vscode [-- FOLDER]: a real VS Code with the packaged extension, in the browser, for whoever has no desktop.
 *
 * The server listens on this machine only, and a window needs the token in the address that is printed. Ctrl-C ends it all.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join, resolve } from "node:path";
import { openOnDesktop } from "./desktop.mjs";
import { ensureInstalled, ensureNode } from "./ensure.mjs";
import { ExpectedError, ROOT, runScript } from "./process.mjs";

await runScript(async () => {
  ensureNode();
  const [word] = process.argv.slice(2);
  const folder = word ? resolve(process.env.INIT_CWD ?? ".", word) : join(ROOT, "samples");
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new ExpectedError(`${folder} is no folder. Usage: npm run vscode [-- FOLDER]`);
  await ensureInstalled();
  const { makePackage } = await import("./vsix.mjs");
  const { startEditor } = await import("./host/server.mjs");
  const editor = await startEditor({
    vsix: await makePackage(),
    token: randomBytes(16).toString("hex"),
    // A person at the window is asked whether to trust a folder, and hears of news by toasts, as in any VS Code.
    settings: { "security.workspace.trust.enabled": true, "workbench.reduceMotion": "auto" },
  });
  const address = editor.address({ folder });
  console.log(`VS Code with Raceway: ${address}\nCtrl-C ends it.`);
  openOnDesktop(address);
  const over = new AbortController();
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"].map((name) => once(process, name, { signal: over.signal }));
  await Promise.race(signals);
  over.abort();
  await Promise.allSettled(signals);
  await editor.stop();
  return 0;
});
