/** Why nothing of a program was recorded: asked when it has ended, for a sentence to its user. */
import type { Program } from "../trace/types";
import { type Reason, whyNeverLoaded } from "./interpreter";

export interface UntracedRun {
  executable: string;
  /** The environment that the program had. */
  env: NodeJS.ProcessEnv;
  /** The recording's folder, and whether there was room in it. */
  path: string;
  isOpen: boolean;
  /** There never was a process. */
  neverStarted?: boolean;
}

/** Null for a program that was traced. */
export async function whyNotTraced({ traced, notTracedReason }: Program, run: UntracedRun): Promise<Reason | null> {
  if (traced) return null;
  // The runtime was loaded and said itself why it could not record.
  if (notTracedReason !== null) return { key: "run.reason.told", params: { reason: notTracedReason } };
  if (run.neverStarted) return { key: "run.reason.neverStarted", params: {} };
  if (!run.isOpen) return { key: "run.reason.noRoom", params: { path: run.path } };
  return whyNeverLoaded(run.executable, run.env);
}
