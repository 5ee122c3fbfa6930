/** What a program of the corpus says about itself, and whether a report agrees (README.md has the words). */
import type { Report, ReportFinding } from "../../core/report/schema";

export const RULES = ["data-race", "lost-update"];
const SEVERITIES = ["error", "warning", "info"];

interface Expectation {
  /** `must` be there, `may` be there, must be among the `ignored`. */
  how: "must" | "may" | "ignored";
  rule: string;
  variable: string;
  /** Severity, and what the data must say; empty where anything goes. */
  words: string[];
}

/** The expectations in the first lines of a program. Throws on a line that means nothing. */
export function expectations(source: string): Expectation[] {
  const lines = source.split("\n").filter((line) => line.startsWith("# expect: "));
  if (lines.length === 0) throw new Error("The program says nothing of what is expected.");
  return lines.map((line) => line.slice("# expect: ".length)).flatMap((line) => (line === "none" ? [] : parse(line)));
}

function parse(line: string): Expectation {
  const [first, ...rest] = line.split(" ");
  const how = first === "may" || first === "ignored" ? first : "must";
  const [rule, variable, ...words] = how === "must" ? [first, ...rest] : rest;
  if (!RULES.includes(rule) || variable === undefined) throw new Error(`"${line}" expects nothing that is known.`);
  return { how, rule, variable, words };
}

/** What is wrong with the report, in sentences; empty where all is as it should be. */
export function disagreements(expected: readonly Expectation[], report: Report): string[] {
  const found = report.findings.filter(({ rule }) => RULES.includes(rule));
  const about = (list: readonly ReportFinding[], { rule, variable }: Expectation) =>
    list.filter((finding) => finding.rule === rule && nameOf(finding) === variable);
  const wrong: string[] = [];
  for (const expectation of expected) {
    const findings = about(expectation.how === "ignored" ? report.ignored : found, expectation);
    if (expectation.how === "may") continue;
    const what = `${expectation.rule} of ${expectation.variable}`;
    if (findings.length === 0) wrong.push(`There is no ${what}.`);
    else if (expectation.words.length > 0)
      wrong.push(...missing(expectation.words, findings).map((w) => `${what}: ${w}`));
  }
  for (const finding of found) {
    const isExpected = expected.some((one) => one.how !== "ignored" && about([finding], one).length > 0);
    if (!isExpected)
      wrong.push(`Not expected: ${finding.severity} ${finding.rule} of ${nameOf(finding)}: ${finding.message}`);
  }
  return wrong;
}

function missing(words: readonly string[], findings: readonly ReportFinding[]): string[] {
  const worst = SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity)) ?? "";
  const all = findings.filter(({ severity }) => severity === worst);
  return words.flatMap((word) => {
    if (SEVERITIES.includes(word)) return word === worst ? [] : [`is ${worst}, not ${word}`];
    return all.some((finding) => says(finding, word)) ? [] : [`does not say ${word}`];
  });
}

function says({ certainty, data }: ReportFinding, word: string): boolean {
  if (word === "predicted") return certainty === word;
  if (word.startsWith("guard=")) {
    const guard = data.guard as { lock?: unknown } | null | undefined;
    return guard?.lock === word.slice("guard=".length);
  }
  return data.benign === word || data.atomic === word;
}

const nameOf = ({ data }: ReportFinding): unknown => (data.variable as { name?: unknown } | undefined)?.name;
