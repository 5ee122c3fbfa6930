/** The editor's groups as core/editor/editor-group.ts wants them. */
import { type Tab, TabInputCustom, TabInputText, TabInputWebview, type Uri, window } from "vscode";
import type { EditorGroup } from "../../core/editor/editor-group";
import { VIEWS } from "../ids";

export function openGroups(file: Uri): EditorGroup[] {
  const isFile = ({ input }: Tab) => input instanceof TabInputText && input.uri.toString() === file.toString();
  return window.tabGroups.all.map(({ viewColumn, activeTab, tabs }) => ({
    column: viewColumn,
    showsTimeline: activeTab !== undefined && isTimeline(activeTab),
    file: activeTab !== undefined && isFile(activeTab) ? "shown" : tabs.some(isFile) ? "behind" : "none",
  }));
}

/** VS Code puts a prefix before the type of a panel. */
function isTimeline({ input }: Tab): boolean {
  if (input instanceof TabInputWebview) return input.viewType.endsWith(VIEWS.timeline);
  return input instanceof TabInputCustom && input.viewType === VIEWS.trace;
}
