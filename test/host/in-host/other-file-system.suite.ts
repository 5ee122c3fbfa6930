/** A `.raceway` file that is not on this machine's disk: a version in git, a file of a remote host. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import * as vscode from "vscode";
import { VIEWS } from "../../../extension/ids";
import { sample } from "./support";

const SCHEME = "elsewhere";

/** Has the saved trace under any name, and says of `huge.raceway` that it is 600 MB large. */
class Elsewhere implements vscode.FileSystemProvider {
  readonly read: string[] = [];
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  watch = () => new vscode.Disposable(() => {});

  async stat({ path }: vscode.Uri): Promise<vscode.FileStat> {
    const { size } = await vscode.workspace.fs.stat(sample("saved.raceway"));
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: path.includes("huge") ? 600e6 : size };
  }

  async readFile({ path }: vscode.Uri): Promise<Uint8Array> {
    this.read.push(path);
    return vscode.workspace.fs.readFile(sample("saved.raceway"));
  }

  readDirectory = () => [];
  createDirectory = notHere;
  writeFile = notHere;
  delete = notHere;
  rename = notHere;
}

function notHere(): never {
  throw vscode.FileSystemError.NoPermissions();
}

/** Where os.tmpdir() looks, which the extension asks in this very process. */
const TEMPORARY = process.platform === "win32" ? "TEMP" : "TMPDIR";

describe("a saved trace of another file system", () => {
  let elsewhere: Elsewhere;
  let registration: vscode.Disposable;
  /** A folder for temporary files of its own: whatever is in it is the extension's. */
  let folder: string;
  const usual = process.env[TEMPORARY];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "raceway-suite-"));
    process.env[TEMPORARY] = folder;
    elsewhere = new Elsewhere();
    registration = vscode.workspace.registerFileSystemProvider(SCHEME, elsewhere, { isReadonly: true });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    registration.dispose();
    if (usual === undefined) delete process.env[TEMPORARY];
    else process.env[TEMPORARY] = usual;
    rmSync(folder, { recursive: true, force: true });
  });

  it("is read through the editor into a copy, which goes when it is closed", async () => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: "/kept.raceway" });
    await vscode.commands.executeCommand("vscode.openWith", uri, VIEWS.trace);
    assert.deepEqual(elsewhere.read, [uri.path]);
    assert.equal(readdirSync(folder).length, 1);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    while (readdirSync(folder).length > 0) await setImmediate();
  });

  it("is not read when it is too large for that", async () => {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: "/huge.raceway" });
    await vscode.commands.executeCommand("vscode.openWith", uri, VIEWS.trace);
    assert.deepEqual(elsewhere.read, []);
    assert.deepEqual(readdirSync(folder), []);
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom, "its view is open, with a sentence in it");
  });
});
