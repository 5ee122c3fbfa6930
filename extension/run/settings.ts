/** Settings as the user has them, typed. */
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { type Uri, type WorkspaceFolder, workspace } from "vscode";
import { SETTING_DEFAULTS, SETTINGS_SECTION, type SettingName, type SettingType } from "../ids";

/** @param scope the file that it is asked for: workspace folders may differ */
export function setting<Name extends SettingName>(name: Name, scope?: Uri): SettingType<Name> {
  const fallback = SETTING_DEFAULTS[name] as SettingType<Name>;
  return workspace.getConfiguration(SETTINGS_SECTION, scope).get(name, fallback);
}

/**
 * A path as people write it in settings: `~`, and of VS Code's variables those that mean something here. Null where it is
 * empty. A bare name stays one, to be looked up on PATH; what has a separator is taken from the workspace folder.
 */
export function pathOf(value: string, folder: WorkspaceFolder | undefined): string | null {
  const base = folder?.uri.fsPath ?? homedir();
  const path = withVariables(value.trim(), folder).replace(/^~(?=$|[\\/])/, () => homedir());
  if (path === "") return null;
  return isAbsolute(path) || !/[\\/]/.test(path) ? path : join(base, path);
}

/** The folder in which recordings are made; null = the system's own. */
export function recordingParent(folder?: WorkspaceFolder): string | null {
  return pathOf(setting("recordingFolder"), folder);
}

/** Other variables stay as they are: a message about them can then name them. */
export function withVariables(value: string, folder: WorkspaceFolder | undefined): string {
  return value.replace(/\$\{(workspaceFolder|userHome|env:([^}]+))\}/g, (whole, name: string, variable?: string) => {
    if (variable !== undefined) return process.env[variable] ?? "";
    return (name === "userHome" ? homedir() : folder?.uri.fsPath) ?? whole;
  });
}

const PLATFORM = process.platform === "win32" ? "windows" : process.platform === "darwin" ? "osx" : "linux";

/** The environment that a program in the integrated terminal begins with: that of the editor, as its settings change it. */
export function terminalEnvironment(folder: WorkspaceFolder | undefined): NodeJS.ProcessEnv {
  const env = { ...process.env };
  const changes = workspace.getConfiguration("terminal.integrated.env", folder?.uri).get<unknown>(PLATFORM);
  if (typeof changes !== "object" || changes === null) return env;
  for (const [name, value] of Object.entries(changes)) {
    // The setting's null takes a variable away.
    if (typeof value === "string") env[name] = withVariables(value, folder);
    else if (value === null) delete env[name];
  }
  return env;
}
