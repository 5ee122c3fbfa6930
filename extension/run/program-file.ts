/** Which file is meant, and whether it can be run. */
import { statSync } from "node:fs";
import { basename } from "node:path";
import { TabInputText, Uri, window, workspace } from "vscode";
import { Refusal } from "../../core/run/refusal";

const PYTHON = "python";

/** @param argument what the command was called with: a menu's or a CodeLens's Uri, or nothing. Throws a Refusal. */
export async function programFile(argument: unknown): Promise<Uri> {
  const uri = argument instanceof Uri ? argument : fileInSight();
  if (uri === null) throw new Refusal("editor.noFile");
  return saveBeforeRun(uri);
}

/** By its name, else by what the editor takes it for: a script may have no ending, but `#!/usr/bin/env python3`. */
async function isPython(uri: Uri): Promise<boolean> {
  if (/\.pyw?$/i.test(uri.fsPath)) return true;
  try {
    return (await workspace.openTextDocument(uri)).languageId === PYTHON;
  } catch {
    // What cannot be opened as text is no program either.
    return false;
  }
}

/** The active editor's file; where the focus is in the timeline, the one Python file that is visible. */
function fileInSight(): Uri | null {
  if (window.activeTextEditor !== undefined) return window.activeTextEditor.document.uri;
  // A tab that was opened a moment ago may have no editor yet.
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof TabInputText) return input.uri;
  const visible = window.visibleTextEditors.filter(({ document }) => document.languageId === PYTHON);
  return visible.length === 1 ? visible[0].document.uri : null;
}

/** Answers where it is then: one that never was on disk gets a name first. */
async function saveBeforeRun(uri: Uri): Promise<Uri> {
  const name = basename(uri.fsPath);
  if (uri.scheme === "untitled") {
    const saved = await workspace.saveAs(uri);
    if (saved === undefined) throw new Refusal("editor.untitled", { name });
    return saveBeforeRun(saved);
  }
  if (uri.scheme !== "file") throw new Refusal("editor.notOnDisk", { name });
  if (!(await isPython(uri))) throw new Refusal("editor.notPython", { name });
  const document = workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (document?.isDirty && !(await document.save())) throw new Refusal("editor.notSaved", { name });
  if (!statSync(uri.fsPath, { throwIfNoEntry: false })?.isFile())
    throw new Refusal("editor.fileGone", { path: uri.fsPath });
  return uri;
}
