/** Where the extension host begins: mocha over every *.suite.ts of this folder. VS Code ends with code 1 when this rejects. */
import Mocha from "mocha";
import * as vscode from "vscode";
import { EXTENSION_ID } from "../../../extension/ids";

const LONGEST_MS = 60_000;

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", reporter: "tap", timeout: LONGEST_MS });
  // The suites are in this very bundle, not in files that mocha could load: give them `describe` and `it`, then evaluate them.
  mocha.suite.emit(Mocha.Suite.constants.EVENT_FILE_PRE_REQUIRE, globalThis, "", mocha);
  await import("raceway:suites");
  await vscode.extensions.getExtension(EXTENSION_ID)?.activate();
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed in the extension host.`);
}
