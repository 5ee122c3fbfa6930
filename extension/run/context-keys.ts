/** What menus depend on: which runs there are, and how that of the timeline in front is. */
import { commands, Disposable } from "vscode";
import type { Timeline } from "../host";
import { CONTEXT_KEYS } from "../ids";
import type { Runs } from "./runs";

export function registerContextKeys(runs: Runs, timeline: Timeline): Disposable {
  const tell = () => {
    const shown = runs.withId(timeline.active?.id);
    const set = (key: string, value: boolean) => void commands.executeCommand("setContext", key, value);
    set(CONTEXT_KEYS.running, runs.running.length > 0);
    set(CONTEXT_KEYS.hasRun, runs.last !== null);
    set(CONTEXT_KEYS.canSave, (shown ?? runs.last)?.canSave === true);
    set(CONTEXT_KEYS.shownRuns, shown?.isOver === false);
    set(CONTEXT_KEYS.shownCanSave, shown?.canSave === true);
  };
  tell();
  return Disposable.from(runs.onChange(tell), runs.onEnded(tell), timeline.onActive(tell));
}
