/** Asks for a program's arguments in one line, and remembers for each file what was given last. */
import { basename } from "node:path";
import { type Uri, window } from "vscode";
import { maskSecrets } from "../../core/run/secrets";
import type { ExtensionHost } from "../host";
import { splitArguments } from "./arguments";

/** Key of the workspace's own storage. */
const LAST_ARGUMENTS = "lastArguments";

/** Null where the user thought better of it. */
export async function askForArguments(file: Uri, { context, say }: ExtensionHost): Promise<string[] | null> {
  const last = context.workspaceState.get<Record<string, string>>(LAST_ARGUMENTS, {});
  const line = await window.showInputBox({
    title: say("editor.arguments.title", { name: basename(file.fsPath) }),
    prompt: say("editor.arguments.prompt"),
    placeHolder: say("editor.arguments.placeholder"),
    value: last[file.fsPath] ?? "",
    ignoreFocusOut: true,
    validateInput: (text) => (splitArguments(text) === null ? say("editor.arguments.openQuote") : null),
  });
  const words = line === undefined ? null : splitArguments(line);
  // What has a secret in it is asked for anew each time.
  const isSecret = words !== null && maskSecrets(words).some((word, index) => word !== words[index]);
  if (line !== undefined && !isSecret)
    await context.workspaceState.update(LAST_ARGUMENTS, { ...last, [file.fsPath]: line });
  return words;
}
