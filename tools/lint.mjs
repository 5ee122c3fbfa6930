/** npm run lint: every static check but the TypeScript compiler's. Says how to mend what can be mended by a command. */
import { join } from "node:path";
import { checkLinks, checkLockfiles, checkReadmes } from "./check-folders.mjs";
import { checkImports } from "./check-imports.mjs";
import { ROOT, run, runScript } from "./process.mjs";
import { checkPython } from "./python-lint.mjs";

/** @typedef {{ name: string, problems: string[], hint?: string }} Check */

await runScript(async () => {
  const checks = [...ownChecks(), ...(await Promise.all([biome(), pyright()]))];
  for (const { name, problems, hint } of checks) {
    console.log(problems.length === 0 ? `ok      ${name}` : `FAILED  ${name}\n${problems.join("\n")}\n${hint ?? ""}`);
  }
  return checks.some(({ problems }) => problems.length > 0) ? 1 : 0;
});

/** @returns {Check[]} */
function ownChecks() {
  const imports = checkImports();
  const python = checkPython();
  return [
    { name: `imports of ${imports.files} TypeScript files`, problems: imports.problems },
    { name: "a README in each folder", problems: checkReadmes() },
    { name: "links between documents", problems: checkLinks() },
    { name: "lockfiles without addresses", problems: checkLockfiles() },
    {
      name: `ruff over ${python.files} Python files`,
      problems: python.problems,
      hint: "npm run format mends layout and import order.",
    },
  ];
}

/** @returns {Promise<Check>} */
async function biome() {
  const script = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
  const { code, output } = await run(process.execPath, [script, "check", "--error-on-warnings", "--colors=off", "."]);
  return { name: "Biome", problems: code === 0 ? [] : [output], hint: "npm run format mends what it can." };
}

/** @returns {Promise<Check>} */
async function pyright() {
  const { code, output } = await run(process.execPath, [join(ROOT, "node_modules/pyright/index.js")]);
  return { name: "pyright over runtime", problems: code === 0 ? [] : [output] };
}
