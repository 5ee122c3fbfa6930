/**
 * node tools/findings.mjs [--python 3.12] [NAME…]: builds, then runs those programs of test/findings/programs whose path contains
 * one of the names, on the newest Python or that one.
 */
import { ExpectedError, ROOT, run, runScript } from "./process.mjs";
import { findPythons } from "./pythons.mjs";

await runScript(async () => {
  const names = process.argv.slice(2);
  const at = names.indexOf("--python");
  const [, chosen] = at < 0 ? [] : names.splice(at, 2);
  const known = (await findPythons()).pythons.map(({ name }) => name);
  const python = chosen ?? known.at(-1);
  if (!known.includes(python)) throw new ExpectedError(`No Python ${python}. There are: ${known.join(" ")}`);
  const built = await run(process.execPath, ["esbuild.mjs"], { cwd: ROOT });
  if (built.code !== 0) throw new ExpectedError(built.output);
  const env = { ...process.env, RACEWAY_ONLY: names.join(" "), RACEWAY_PYTHONS: python };
  const { code, output } = await run(
    process.execPath,
    ["--enable-source-maps", "--test", "--test-reporter=spec", "dist/test/findings/corpus.test.js"],
    { cwd: ROOT, env, timeoutMs: 600_000 },
  );
  const failures = output.indexOf("✖ failing tests:");
  console.log(failures < 0 ? output : output.slice(failures).replace(/^ +at .*\n/gm, ""));
  return code;
});
