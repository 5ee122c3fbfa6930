/** What a person is told when something does not work: one sentence, and where there is one, the button that mends it. */
import { commands, env, extensions, window } from "vscode";
import { visibleText } from "../../core/l10n/format";
import type { MessageKey } from "../../core/l10n/index";
import { causeOf, Refusal } from "../../core/run/refusal";
import type { ExtensionHost } from "../host";
import { SETTINGS_SECTION, type SettingName } from "../ids";
import { Sentence } from "../trace/sentence";
import { PYTHON_EXTENSION } from "./interpreter";

interface Remedy {
  label: MessageKey;
  apply(): Thenable<unknown>;
}

/** Settings of a machine are not among the user's where the extension runs on another one. */
const openSetting = (name: SettingName) =>
  commands.executeCommand(
    env.remoteName === undefined ? "workbench.action.openSettings" : "workbench.action.openRemoteSettings",
    { query: `@id:${SETTINGS_SECTION}.${name}` },
  );

const SELECT_INTERPRETER: Remedy = {
  label: "editor.selectInterpreter",
  apply: () =>
    extensions.getExtension(PYTHON_EXTENSION) === undefined
      ? openSetting("python")
      : commands.executeCommand("python.setInterpreter"),
};
const CHOOSE_FOLDER: Remedy = { label: "editor.chooseFolder", apply: () => openSetting("recordingFolder") };
const MANAGE_TRUST: Remedy = {
  label: "editor.manageTrust",
  apply: () => commands.executeCommand("workbench.trust.manage"),
};

const REMEDIES: Partial<Record<MessageKey, Remedy>> = {
  "editor.untrusted": MANAGE_TRUST,
  "run.noPython": SELECT_INTERPRETER,
  "run.pythonMissing": SELECT_INTERPRETER,
  "run.notPython": SELECT_INTERPRETER,
  "run.pythonTooOld": SELECT_INTERPRETER,
  "run.notCPython": SELECT_INTERPRETER,
  "run.notTraced": SELECT_INTERPRETER,
  "run.recordingFolder": CHOOSE_FOLDER,
  "run.recordingNetwork": CHOOSE_FOLDER,
  "run.noRoom": CHOOSE_FOLDER,
};

/** Tells why something was not done. What is no expected failure goes to the log with its stack. */
export function tellFailure(error: unknown, host: ExtensionHost): void {
  if (error instanceof Refusal) {
    void tell(error.explain(host.say), REMEDIES[error.key], host, window.showErrorMessage);
    return;
  }
  const openLog: Remedy = { label: "editor.openLog", apply: async () => host.log.show() };
  if (error instanceof Sentence) void tell(error.message, undefined, host, window.showErrorMessage);
  else {
    host.log.error(String((error as Error)?.stack ?? error));
    void tell(host.say("editor.internal", { cause: causeOf(error) }), openLog, host, window.showErrorMessage);
  }
}

/** The program runs or has run, but not as it should. */
export function tellWarning(refusal: Refusal, host: ExtensionHost): void {
  void tell(refusal.explain(host.say), REMEDIES[refusal.key], host, window.showWarningMessage);
}

/**
 * A sentence in which names and paths of others stand, for a notification: VS Code makes a link of `[words](command:…)` in it,
 * which would run a command on a click.
 */
export function plainly(sentence: string): string {
  return visibleText(sentence, Number.POSITIVE_INFINITY).replaceAll("](", "] (");
}

type Show = (message: string, ...actions: string[]) => Thenable<string | undefined>;

async function tell(sentence: string, remedy: Remedy | undefined, { say, log }: ExtensionHost, show: Show) {
  log.info(sentence);
  const plain = plainly(sentence);
  const label = remedy && say(remedy.label);
  const chosen = await (label === undefined ? show(plain) : show(plain, label));
  if (chosen !== undefined) await remedy?.apply();
}
