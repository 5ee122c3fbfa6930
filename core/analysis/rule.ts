/** What a rule is, and what all rules share. One file per rule in rules/; the table of all rules is in analyze.ts. */
import { en } from "../l10n/findings";
import { baseName } from "../l10n/format";
import { fill, type MessageKey, type MessageParams, type Translate } from "../l10n/index";
import type { Groups } from "../trace/column";
import type { Trace } from "../trace/types";
import type { SiteIndex } from "../units";
import type { Finding, Rule } from "./finding";
import type { WaitingLane } from "./who-waits";

/** Computed once for all rules. */
export interface Facts {
  trace: Trace;
  waitsByResource: Groups;
  /** The lanes that waited when the run was stopped or ended. */
  stuck: WaitingLane[];
}

export interface RuleDefinition {
  rule: Rule;
  find(facts: Facts): Finding[];
}

type Prefix<Key> = Key extends `${infer Start}.message` ? Start : never;
/** A text of core/l10n/findings.ts without its `.message` or `.advice`. */
export type FindingText = Prefix<keyof typeof en>;

/** The four fields of a finding that hold its text. */
export function textOf(
  key: FindingText,
  params: MessageParams,
): Pick<Finding, "message" | "advice" | "messageKey" | "params"> {
  return {
    message: fill(en[`${key}.message`], params),
    advice: fill(en[`${key}.advice`], params),
    messageKey: key,
    params,
  };
}

/** Message and advice of a finding in another language. */
export function translateFinding(
  finding: Pick<Finding, "messageKey" | "params">,
  translate: Translate,
): { message: string; advice: string } {
  const say = (part: string) => translate(`${finding.messageKey}.${part}` as MessageKey, finding.params);
  return { message: say("message"), advice: say("advice") };
}

/** `counter.py:12`, for use inside a sentence. The full path is in the finding's locations. */
export function whereText(trace: Trace, site: SiteIndex): string {
  const { file, line } = trace.sites[site];
  return `${baseName(file)}:${line}`;
}
