/** Files of which folders open without asking: the script's, the working folder, libraries; nothing wider. */
import assert from "node:assert/strict";
import { homedir } from "node:os";
import { basename, isAbsolute, join } from "node:path";
import { test } from "node:test";
import { chooseInterpreter } from "../../../core/run/interpreter";
import { runFolders } from "../../../core/run/run-folders";
import { findPythons } from "../../../tools/pythons.mjs";

test("only absolute folders, each once", () => {
  const libraries = ["/usr/lib/python3.13", ".", "lib", "/usr/lib/python3.13"];
  assert.deepEqual(runFolders("/project/app.py", "/project", { libraries }), ["/project", "/usr/lib/python3.13"]);
});

test("an interpreter's libraries are its standard library and its packages, never its prefix or a home", async () => {
  const { pythons } = await findPythons();
  for (const { executable } of pythons) {
    const { libraries, prefix } = await chooseInterpreter(executable, process.env);
    assert.ok(libraries.length >= 2, executable);
    assert.ok(
      libraries.some((folder) => basename(folder).endsWith("-packages")),
      `packages of ${executable}`,
    );
    for (const folder of libraries) {
      assert.ok(isAbsolute(folder), folder);
      assert.ok(folder !== prefix && !homedir().startsWith(folder), folder);
    }
  }
});

test("a name on PATH opens no more than a path", async () => {
  const { libraries } = await chooseInterpreter("python3", process.env);
  const script = join(homedir(), "project", "app.py");
  const folders = runFolders(script, join(homedir(), "project"), { libraries });
  assert.ok(!folders.includes(process.cwd()) && !folders.includes(homedir()));
});
