/** npm run format [-- PATH…]: puts TypeScript, JavaScript, JSON, CSS and Python into the one form that lint asks for. */
import { join, relative, resolve } from "node:path";
import { ROOT, run, runScript } from "./process.mjs";
import { formatPython } from "./python-lint.mjs";

await runScript(async () => {
  const paths = process.argv.slice(2).map((path) => relative(ROOT, resolve(process.env.INIT_CWD ?? ".", path)));
  formatPython(paths.map((path) => path.replaceAll("\\", "/")));
  const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
  const files = paths.length === 0 ? ["."] : paths;
  const args = ["check", "--write", "--no-errors-on-unmatched", ...files];
  const { code, output } = await run(process.execPath, [biome, ...args]);
  process.stdout.write(output);
  return code;
});
