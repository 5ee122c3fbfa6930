/** What stands in the source: the CodeLens, marks of lines with their hovers, and problems; and what their links do. */
import { commands, Disposable, window, workspace } from "vscode";
import type { RegisterEditorSide } from "../host";
import { COMMANDS, CONTEXT_KEYS, INTERNAL_COMMANDS, SETTINGS_SECTION } from "../ids";
import { setting } from "../run/settings";
import { RunLens } from "./code-lens";
import { LastRun } from "./last-run";
import { LineMarks } from "./line-marks";
import { Problems } from "./problems";
import { registerShowInTimeline } from "./show-in-timeline";

export const registerEditorSide: RegisterEditorSide = (host, traces, timeline) => {
  const lens = new RunLens(host, () => setting("codeLens"));
  const last = new LastRun(host, traces);
  const marks = new LineMarks(host, last, () => setting("lineMarks"));
  const problems = new Problems(host, last, () => setting("problems"));
  const tellHasLines = () =>
    void commands.executeCommand("setContext", CONTEXT_KEYS.hasLines, last.run?.hasLines ?? false);

  /** Arguments come from a link; whatever else calls these may bring anything. */
  const sourceOf = (id: unknown) => traces.all.find((each) => each.id === id) ?? null;
  const tellGone = () => void window.showInformationMessage(host.say("lines.gone"));
  const showWait = (id: unknown, lane: unknown, startNs: unknown) => {
    if (!isCount(lane) || !isCount(startNs)) return;
    const source = sourceOf(id);
    if (source) timeline.reveal(source, { kind: "wait", lane, startNs });
    else tellGone();
  };
  const showFinding = (id: unknown, finding: unknown) => {
    if (typeof finding !== "string") return;
    const source = sourceOf(id);
    if (source) timeline.reveal(source, { kind: "finding", id: finding });
    else tellGone();
  };
  const openLine = (id: unknown, number: unknown) => {
    const run = last.run?.id === id ? last.run : null;
    const place = run && isCount(number) ? run.placeOf(number) : undefined;
    if (run && place) timeline.openPlace({ ...place, column: 0 }, run);
    else tellGone();
  };

  return Disposable.from(
    lens,
    last,
    marks,
    problems,
    last.onChanged((document) => document === null && tellHasLines()),
    commands.registerCommand(COMMANDS.clearLines, () => last.clear()),
    commands.registerCommand(INTERNAL_COMMANDS.showWait, showWait),
    commands.registerCommand(INTERNAL_COMMANDS.showFinding, showFinding),
    commands.registerCommand(INTERNAL_COMMANDS.openLine, openLine),
    registerShowInTimeline(host.say),
    workspace.onDidChangeConfiguration((change) => {
      if (!change.affectsConfiguration(SETTINGS_SECTION)) return;
      lens.refresh();
      marks.redraw();
      problems.refresh();
    }),
  );
};

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
