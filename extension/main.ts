/** Puts the extension's parts together. Nothing is read and nothing runs before a command or an editor asks for it. */
import { type ExtensionContext, env, window } from "vscode";
import { RULES } from "../core/analysis/finding";
import { translator } from "../core/l10n/index";
import { Refusal } from "../core/run/refusal";
import { registerEditorSide } from "./editor";
import type { ExtensionHost } from "./host";
import { RunCommands } from "./run/commands";
import { registerContextKeys } from "./run/context-keys";
import { LAUNCHER } from "./run/launch";
import { tellWarning } from "./run/notices";
import { sweepLater } from "./run/orphans";
import { Runs } from "./run/runs";
import { setting } from "./run/settings";
import { registerStatusBar } from "./run/status-bar";
import { registerTimeline } from "./timeline";
import { openFile } from "./trace/open-file";
import type { TraceWorld } from "./trace/worker-trace";

let runs: Runs | null = null;

export function activate(context: ExtensionContext): void {
  const locale = env.language;
  const text = translator(locale);
  const say = translator(locale, {
    pythonOption: text("editor.pythonOption"),
    folderOption: text("editor.folderOption"),
  });
  const log = window.createOutputChannel("Raceway", { log: true });
  const host: ExtensionHost = { context, say, log };
  const rulesOff = () => RULES.filter((rule) => setting("findings.off").includes(rule));
  const world: TraceWorld = { workerFile: context.asAbsolutePath("dist/trace-worker.cjs"), locale, rulesOff, say, log };

  runs = new Runs();
  const timeline = registerTimeline(host, (path) => openFile(path, world));
  const runHost = {
    ...world,
    runtimeFolder: context.asAbsolutePath("runtime"),
    launcher: context.asAbsolutePath(LAUNCHER),
  };
  context.subscriptions.push(
    log,
    runs,
    timeline,
    runs.watch(timeline),
    registerEditorSide(host, runs, timeline),
    registerStatusBar(host, runs),
    registerContextKeys(runs, timeline),
    ...new RunCommands(host, runs, timeline, runHost).register(),
    runs.onEnded(({ run, reason }) => {
      // Where there was no room, that was said at the start.
      if (reason === null || !run.isRecorded) return;
      const notTraced = new Refusal("run.notTraced", { reason: say(reason.key, reason.params) });
      // No other interpreter would mend this.
      const neverStarted = new Refusal("editor.neverStarted", { name: run.name });
      tellWarning(reason.key === "run.reason.neverStarted" ? neverStarted : notTraced, host);
    }),
  );
  sweepLater(host);
}

/** VS Code waits for it: what was recorded and not saved goes with the window. */
export async function deactivate(): Promise<void> {
  await runs?.closeAll();
}
