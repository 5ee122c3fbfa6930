/**
 * `Show in timeline` for a problem of ours, in the menu of the light bulb. It mends nothing, so it is no quick fix; the Problems
 * panel and the hover, which offer only those, have the same behind the name of the rule (problems.ts).
 */
import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type Diagnostic,
  type Disposable,
  languages,
  type Range,
  type TextDocument,
} from "vscode";
import type { Translate } from "../../core/l10n/index";
import { DIAGNOSTICS, INTERNAL_COMMANDS } from "../ids";

const KIND = CodeActionKind.Empty.append(DIAGNOSTICS.actionKind);
const PYTHON = { language: "python", scheme: "file" };

export function registerShowInTimeline(say: Translate): Disposable {
  const provider: CodeActionProvider = {
    provideCodeActions: (_document: TextDocument, _range: Range, { diagnostics }: CodeActionContext) =>
      diagnostics.flatMap((diagnostic) => actionFor(diagnostic, say)),
  };
  return languages.registerCodeActionsProvider(PYTHON, provider, { providedCodeActionKinds: [KIND] });
}

function actionFor(diagnostic: Diagnostic, say: Translate): CodeAction[] {
  const { source, code } = diagnostic;
  if (source !== DIAGNOSTICS.source || typeof code !== "object" || code.target.path !== INTERNAL_COMMANDS.showFinding)
    return [];
  const title = say("problem.show", { rule: code.value });
  const action = new CodeAction(title, KIND);
  action.command = { title, command: INTERNAL_COMMANDS.showFinding, arguments: JSON.parse(code.target.query) };
  action.diagnostics = [diagnostic];
  return [action];
}
