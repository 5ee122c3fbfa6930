/** The folders whose files a trace may lead to without asking: those of the workspace and those of the run. */
import { realpath } from "node:fs/promises";
import { workspace } from "vscode";
import type { PlaceOrigin } from "./host";

/** With all links followed. Folders that do not exist (any more) let nothing in. */
export async function ourFolders({ folders }: Pick<PlaceOrigin, "folders">): Promise<string[]> {
  const ofWorkspace = (workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    uri.scheme === "file" ? uri.fsPath : [],
  );
  const real = await Promise.all([...folders, ...ofWorkspace].map((folder) => realpath(folder).catch(() => null)));
  return real.filter((folder) => folder !== null);
}
