import assert from "node:assert/strict";
import * as vscode from "vscode";

describe("the extension", () => {
  it("is there, and starts", async () => {
    const extension = vscode.extensions.getExtension("raceway.raceway");
    assert.ok(extension, "VS Code knows it by publisher and name");
    await extension.activate();
    assert.ok(extension.isActive);
  });
});
