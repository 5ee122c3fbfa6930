/** The status bar's item: how far the run is while it lasts, how it ended afterwards. */
import { commands, Disposable, type QuickPickItem, StatusBarAlignment, window } from "vscode";
import type { ExtensionHost } from "../host";
import { COMMANDS, INTERNAL_COMMANDS, STATUS_ITEM } from "../ids";
import type { Run } from "./run";
import type { Runs } from "./runs";
import { statusDetails, statusLine } from "./status-text";

/** Left of the cursor's position and the language, which other extensions give 100. */
const PRIORITY = 90;

export function registerStatusBar({ say }: ExtensionHost, runs: Runs): Disposable {
  const item = window.createStatusBarItem(STATUS_ITEM, StatusBarAlignment.Left, PRIORITY);
  item.name = "Raceway";
  item.command = INTERNAL_COMMANDS.statusActions;
  let followed: Run | null = null;
  let following = Disposable.from();

  const show = () => {
    const run = followed;
    if (run === null) {
      item.hide();
      return;
    }
    item.text = statusLine(run.name, run.trace.status, say);
    item.tooltip = statusDetails(run.name, run.trace.status, run.trace.durationMs, say).join("\n");
    item.show();
  };
  const follow = () => {
    const run = runs.running.at(-1) ?? runs.last;
    if (run !== followed) {
      following.dispose();
      followed = run;
      following = run === null ? Disposable.from() : Disposable.from(run.trace.onStatus(show));
    }
    show();
  };
  const actions = commands.registerCommand(INTERNAL_COMMANDS.statusActions, async () => {
    const choices = followed === null ? [] : actionsOf(followed, say);
    const chosen = choices.length === 1 ? choices[0] : await window.showQuickPick(choices, { title: followed?.name });
    if (chosen !== undefined) await commands.executeCommand(chosen.command, followed?.trace.id);
  });
  follow();
  return Disposable.from(item, actions, runs.onChange(follow), runs.onEnded(follow), {
    dispose: () => following.dispose(),
  });
}

type Action = QuickPickItem & { command: string };

function actionsOf(run: Run, say: ExtensionHost["say"]): Action[] {
  const action = (icon: string, label: string, command: string): Action => ({ label: `$(${icon}) ${label}`, command });
  return [
    action("pulse", say("editor.showTimeline"), COMMANDS.openTimeline),
    ...(run.isOver
      ? [action("debug-rerun", say("editor.again", { name: run.name }), COMMANDS.runAgain)]
      : [action("debug-stop", say("editor.stop", { name: run.name }), COMMANDS.stop)]),
    ...(run.canSave ? [action("save", say("editor.save"), COMMANDS.save)] : []),
  ];
}
