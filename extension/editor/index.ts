/** What stands in the source: the CodeLens, the marks of lines that waited, and the links in their hovers. */
import { commands, Disposable, window, workspace } from "vscode";
import type { RegisterEditorSide } from "../host";
import { COMMANDS, CONTEXT_KEYS, INTERNAL_COMMANDS, SETTINGS_SECTION } from "../ids";
import { setting } from "../run/settings";
import { RunLens } from "./code-lens";
import { LineMarks } from "./line-marks";

export const registerEditorSide: RegisterEditorSide = (host, traces, timeline) => {
  const lens = new RunLens(host, () => setting("codeLens"));
  const marks = new LineMarks(
    host,
    traces,
    () => setting("lineMarks"),
    (hasLines) => void commands.executeCommand("setContext", CONTEXT_KEYS.hasLines, hasLines),
  );

  /** Arguments come from a link in a hover; whatever else calls this may bring anything. */
  const showWait = (id: unknown, lane: unknown, startNs: unknown) => {
    if (!isCount(lane) || !isCount(startNs)) return;
    const source = traces.all.find((each) => each.id === id);
    if (source) timeline.reveal(source, { kind: "wait", lane, startNs });
    else void window.showInformationMessage(host.say("lines.gone"));
  };
  const openHolder = (id: unknown, index: unknown) => {
    const found = typeof id === "string" && isCount(index) ? marks.placeOf(id, index) : null;
    if (found) timeline.openPlace({ ...found.place, column: 0 }, found.run);
    else void window.showInformationMessage(host.say("lines.gone"));
  };

  return Disposable.from(
    lens,
    marks,
    commands.registerCommand(COMMANDS.clearLines, () => marks.clear()),
    commands.registerCommand(INTERNAL_COMMANDS.showWait, showWait),
    commands.registerCommand(INTERNAL_COMMANDS.openHolder, openHolder),
    workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(SETTINGS_SECTION)) return;
      lens.refresh();
      marks.redraw();
    }),
  );
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
