/** Takes away what windows of the editor that crashed have left behind, when this one has nothing better to do. */
import { tmpdir } from "node:os";
import { placesFor } from "../../core/run/control-place";
import { defaultParent } from "../../core/run/recording-folder";
import { sweep } from "../../core/run/sweep";
import type { ExtensionHost } from "../host";
import { recordingParent } from "./settings";

/** Not while the editor is starting up. */
const DELAY_MS = 10_000;

export function sweepLater({ context, log }: ExtensionHost): void {
  const timer = setTimeout(async () => {
    const recordings = [defaultParent(process.env), recordingParent() ?? defaultParent(process.env)];
    const parents = new Set([...recordings, ...placesFor(tmpdir(), process.env)]);
    for (const parent of parents) for (const path of await sweep(parent)) log.info(`Removed ${path}, left by a crash.`);
  }, DELAY_MS);
  context.subscriptions.push({ dispose: () => clearTimeout(timer) });
}
