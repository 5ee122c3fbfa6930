/** The workspace of the suites, and waiting for what VS Code tells. */
import * as vscode from "vscode";
import { SETTINGS_SECTION, type SettingName } from "../../../extension/ids";

/** A file of the folder that is open: the samples, and `saved.raceway`, a trace of locked_counter.py. */
export function sample(name: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, name);
}

export async function program(name: string, source: string): Promise<vscode.Uri> {
  const uri = sample(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(source));
  return uri;
}

export function taskStart(): Promise<void> {
  return once(vscode.tasks.onDidStartTaskProcess, () => undefined);
}

/** The exit code of the next task that ends. */
export function taskEnd(): Promise<number | undefined> {
  return once(vscode.tasks.onDidEndTaskProcess, ({ exitCode }) => exitCode);
}

export function taskGone(): Promise<void> {
  return once(vscode.tasks.onDidEndTask, () => undefined);
}

/** Waits until there is this file. Mocha's own limit is the end of that. */
export async function exists(uri: vscode.Uri): Promise<void> {
  const isThere = () =>
    vscode.workspace.fs.stat(uri).then(
      () => true,
      () => false,
    );
  while (!(await isThere())) await new Promise((resolve) => setImmediate(resolve));
}

/** Waits until the tabs are as wanted. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  while (!isSo()) await once(vscode.window.tabGroups.onDidChangeTabs, () => what);
}

/** Waits until the problems are as wanted. */
export async function diagnostics(areSo: () => boolean): Promise<void> {
  while (!areSo()) await once(vscode.languages.onDidChangeDiagnostics, () => undefined);
}

export async function withSetting(
  section: string,
  name: string,
  value: unknown,
  use: () => Promise<void>,
): Promise<void> {
  const { Global } = vscode.ConfigurationTarget;
  const configuration = () => vscode.workspace.getConfiguration(section);
  await configuration().update(name, value, Global);
  try {
    await use();
  } finally {
    await configuration().update(name, undefined, Global);
  }
}

export const withOurs = (name: SettingName, value: unknown, use: () => Promise<void>): Promise<void> =>
  withSetting(SETTINGS_SECTION, name, value, use);

function once<Told, Result>(event: vscode.Event<Told>, take: (told: Told) => Result): Promise<Result> {
  return new Promise((resolve) => {
    const listening = event((told) => {
      listening.dispose();
      resolve(take(told));
    });
  });
}
