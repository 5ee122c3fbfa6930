/**
 * Every id that package.json and the code both name, once. test/extension/manifest.test.ts holds package.json and its texts to
 * this file, both ways.
 */

export const PUBLISHER = "raceway";
export const EXTENSION_ID = `${PUBLISHER}.raceway`;

/** Commands that the manifest contributes. */
export const COMMANDS = {
  /** Argument: the file's Uri; without one the active editor's file. */
  run: "raceway.run",
  runWithArguments: "raceway.runWithArguments",
  runAgain: "raceway.runAgain",
  /** Argument: the id of a trace; without one the run that is shown, else the only one, else a choice. */
  stop: "raceway.stop",
  save: "raceway.save",
  openTimeline: "raceway.openTimeline",
  clearLines: "raceway.clearLines",
} as const;

/** Commands that links and items of ours call; nobody calls them by name. */
export const INTERNAL_COMMANDS = {
  /** What a click on the status bar's item offers. */
  statusActions: "raceway.internal.statusActions",
  /** Links in the hovers of marked lines: the longest wait on the timeline, a finding on it, another line. */
  showWait: "raceway.internal.showWait",
  showFinding: "raceway.internal.showFinding",
  openLine: "raceway.internal.openLine",
} as const;

/** The status bar's item; VS Code puts the extension's id before it. */
export const STATUS_ITEM = "run";

export const VIEWS = {
  /** The webview panel of a run. */
  timeline: "raceway.timeline",
  /** The custom editor of .raceway files. */
  trace: "raceway.trace",
} as const;

/** What the Problems panel shows of ours. */
export const DIAGNOSTICS = {
  collection: "raceway",
  source: "Raceway",
  actionKind: "raceway",
} as const;

/** Settings, without the prefix that they all share, and what they are when nobody set them. */
export const SETTINGS_SECTION = "raceway";
export const SETTING_DEFAULTS = {
  /** Empty = found, as extension/run/interpreter.ts does. */
  python: "",
  /** Empty = the system's folder for temporary files (core/run/recording-folder.ts). */
  recordingFolder: "",
  budgetMegabytes: 1024,
  races: "on",
  children: "same",
  openTimeline: true,
  codeLens: true,
  lineMarks: true,
  problems: true,
  /** Names of rules. */
  "findings.off": [],
} as const;

export type SettingName = keyof typeof SETTING_DEFAULTS;
export type SettingType<Name extends SettingName> = (typeof SETTING_DEFAULTS)[Name] extends string
  ? string
  : (typeof SETTING_DEFAULTS)[Name] extends number
    ? number
    : (typeof SETTING_DEFAULTS)[Name] extends readonly unknown[]
      ? readonly string[]
      : boolean;

/** Settings that choose what runs or where: never taken from a workspace that is not trusted. */
export const RESTRICTED_SETTINGS = ["python", "recordingFolder"] as const satisfies readonly SettingName[];

export const CONTEXT_KEYS = {
  /** A run has not ended. */
  running: "raceway.running",
  /** There is a run to show. */
  hasRun: "raceway.hasRun",
  /** The run that Save means can still be saved. */
  canSave: "raceway.canSave",
  /** The run of the timeline that has the focus, or had it last, has not ended. */
  shownRuns: "raceway.shownRuns",
  /** It can still be saved. */
  shownCanSave: "raceway.shownCanSave",
  /** Lines are marked, or problems listed. */
  hasLines: "raceway.hasLines",
} as const;

/** Colours of marked lines; the manifest has their defaults for each kind of theme. */
export const COLORS = {
  blocked: {
    background: {
      1: "raceway.blocked.low.lineBackground",
      2: "raceway.blocked.middle.lineBackground",
      3: "raceway.blocked.high.lineBackground",
    },
    ruler: "raceway.blocked.rulerForeground",
  },
  waited: {
    background: {
      1: "raceway.waited.low.lineBackground",
      2: "raceway.waited.middle.lineBackground",
      3: "raceway.waited.high.lineBackground",
    },
    ruler: "raceway.waited.rulerForeground",
  },
  lost: {
    text: "raceway.lost.textForeground",
    ruler: "raceway.lost.rulerForeground",
  },
} as const;

/** What opens by itself, and the ending of saved traces. */
export const TRACE_ENDING = ".raceway";
