/** npm run package: dist/raceway.vsix, for `code --install-extension` and "Install from VSIX…". */
import { statSync } from "node:fs";
import { ensureInstalled, ensureNode } from "./ensure.mjs";
import { runScript } from "./process.mjs";

await runScript(async () => {
  ensureNode();
  await ensureInstalled();
  const { makePackage } = await import("./vsix.mjs");
  const file = await makePackage();
  console.log(`${file}  ${(statSync(file).size / 1000).toFixed(0)} kB`);
  return 0;
});
