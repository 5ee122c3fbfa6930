/**
 * Which Python runs a file of the editor. The first of these that is there:
 *
 *   the setting raceway.python
 *   the environment that the Python extension has selected, where that extension is installed
 *   .venv, venv, env in the workspace folder
 *   the setting python.defaultInterpreterPath, where somebody has set it
 *   python3, python on PATH
 *
 * One that the user has named and that will not do is refused, never passed over in silence.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { PythonExtension } from "@vscode/python-extension";
import { extensions, type Uri, workspace } from "vscode";
import type { MessageKey } from "../../core/l10n/index";
import { chooseInterpreter, firstUsable, type Interpreter } from "../../core/run/interpreter";
import type { ExtensionHost } from "../host";
import { pathOf, setting } from "./settings";

export const PYTHON_EXTENSION = "ms-python.python";
const ENVIRONMENTS = [".venv", "venv", "env"];
const PYTHON_IN_ENVIRONMENT = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];

export interface ChosenInterpreter extends Interpreter {
  /** A text of the table: where it was found. */
  origin: MessageKey;
}

/** Throws a Refusal where none can be used. */
export async function interpreterFor(
  file: Uri,
  env: NodeJS.ProcessEnv,
  { log }: Pick<ExtensionHost, "log">,
): Promise<ChosenInterpreter> {
  const folder = workspace.getWorkspaceFolder(file);
  const named = async (path: string, origin: MessageKey) => ({ ...(await chooseInterpreter(path, env)), origin });

  const own = pathOf(setting("python", file), folder);
  if (own !== null) return named(own, "editor.origin.setting");
  const selected = await selectedEnvironment(file, log);
  if (selected !== null) return named(selected, "editor.origin.pythonExtension");
  const environments = ENVIRONMENTS.map((name) => join(folder?.uri.fsPath ?? "", name, ...PYTHON_IN_ENVIRONMENT));
  const found = folder && environments.find((path) => existsSync(path));
  if (found) return named(found, "editor.origin.workspace");
  const preset = pathOf(defaultInterpreterPath(file), folder);
  if (preset !== null) return named(preset, "editor.origin.defaultInterpreter");
  return { ...(await firstUsable(["python3", "python"], env)), origin: "editor.origin.path" };
}

/** Null without that extension, and where it knows no interpreter: then there are other ways. */
async function selectedEnvironment(file: Uri, log: ExtensionHost["log"]): Promise<string | null> {
  if (extensions.getExtension(PYTHON_EXTENSION) === undefined) return null;
  try {
    const { environments } = await PythonExtension.api();
    const selected = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(file));
    return selected?.executable.uri?.fsPath ?? null;
  } catch (error) {
    log.warn(`The Python extension did not answer: ${error}`);
    return null;
  }
}

/** Only what somebody has set: its default, the bare word `python`, is no choice. */
function defaultInterpreterPath(file: Uri): string {
  const values = workspace.getConfiguration("python", file).inspect<string>("defaultInterpreterPath");
  const { workspaceFolderValue, workspaceValue, globalValue } = values ?? {};
  return workspaceFolderValue ?? workspaceValue ?? globalValue ?? "";
}
