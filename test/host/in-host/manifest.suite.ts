/** What package.json promises is there in a running VS Code. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { EXTENSION_ID, SETTING_DEFAULTS, SETTINGS_SECTION } from "../../../extension/ids";

describe("the extension", () => {
  const extension = () => vscode.extensions.getExtension(EXTENSION_ID)!;

  it("registers every command of its manifest", async () => {
    const registered = await vscode.commands.getCommands(true);
    const contributed: { command: string }[] = extension().packageJSON.contributes.commands;
    assert.ok(contributed.length > 0);
    assert.deepEqual(
      contributed.map(({ command }) => command).filter((command) => !registered.includes(command)),
      [],
    );
  });

  it("shows the title of its run command in plain words, not as a key", () => {
    const commands: { command: string; title: string; category: string }[] =
      extension().packageJSON.contributes.commands;
    const run = commands.find(({ command }) => command === "raceway.run");
    assert.deepEqual([run?.category, run?.title], ["Raceway", "Run with concurrency trace"]);
  });

  it("has the defaults of its settings", () => {
    const settings = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    for (const [name, value] of Object.entries(SETTING_DEFAULTS)) assert.deepEqual(settings.get(name), value, name);
  });
});
