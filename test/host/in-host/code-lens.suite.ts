/** Where the code lens stands. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { COMMANDS } from "../../../extension/ids";
import { sample } from "./support";

async function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  await vscode.workspace.openTextDocument(uri);
  return vscode.commands.executeCommand("vscode.executeCodeLensProvider", uri, 10);
}

describe("the code lens", () => {
  it("stands above the start of a program that uses threads, and runs that file", async () => {
    const uri = sample("locked_counter.py");
    const lenses = await lensesOf(uri);
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, command?.command, String(command?.arguments?.[0])]),
      [["Run with concurrency trace", COMMANDS.run, String(uri)]],
    );
  });

  it("does not stand in a program that uses nothing concurrent", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "python", content: "print(1 + 1)\n" });
    assert.deepEqual(await lensesOf(document.uri), []);
  });

  it("goes and comes with its setting", async () => {
    const settings = vscode.workspace.getConfiguration("raceway");
    await settings.update("codeLens", false, vscode.ConfigurationTarget.Global);
    try {
      assert.deepEqual(await lensesOf(sample("locked_counter.py")), []);
    } finally {
      await settings.update("codeLens", undefined, vscode.ConfigurationTarget.Global);
    }
    assert.equal((await lensesOf(sample("locked_counter.py"))).length, 1);
  });
});
