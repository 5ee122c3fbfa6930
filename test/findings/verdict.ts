/** What a program of the corpus says about itself, and whether a report agrees (README.md has the words). */
import { RULES } from "../../core/analysis/finding";
import type { Report, ReportFinding } from "../../core/report/schema";

const SEVERITIES = ["error", "warning", "info"];
const HEAD = /^# (expect|may|run|exit|since|retry): *(.*?) *$/;
/** Ends the line where a finding's first location has to be. */
const HERE = /# here\s*$/;

export interface Expectation {
  /** `must` be found, or must be among the `ignored`. */
  how: "must" | "ignored";
  rule: string;
  /** The severity, and `key=value` of the finding or its data; empty where anything goes. */
  words: string[];
}

export interface Program {
  expected: Expectation[];
  /** Rules of other findings that may be there. */
  may: string[];
  /** Options of `raceway run`. */
  options: string[];
  /** Null = any. */
  exitCode: number | null;
  /** Minor version of Python 3 from which on it can run. */
  since: number;
  /** Why it runs alone, may be tried again, and is not judged where two processes do not get two processors; null = judged at once. */
  retry: string | null;
  /** Lines that end in `# here`. */
  here: number[];
}

/** The first lines of a program. Throws on one that means nothing. */
export function parseProgram(source: string): Program {
  const program: Program = { expected: [], may: [], options: [], exitCode: 0, since: 0, retry: null, here: [] };
  let isSaid = false;
  for (const line of headLines(source)) {
    const [, word, rest] = HEAD.exec(line) as unknown as [string, string, string];
    if (word === "may") program.may.push(...rest.split(/[ ,]+/).map(known));
    else if (word === "run") program.options.push(...rest.split(" "));
    else if (word === "retry") program.retry = rest;
    else if (word === "exit") program.exitCode = rest === "any" ? null : wholeNumber(rest, line);
    else if (word === "since") program.since = wholeNumber(rest.replace(/^3\./, ""), line);
    else {
      isSaid = true;
      if (rest !== "none") program.expected.push(parseExpectation(rest));
    }
  }
  if (!isSaid) throw new Error("The program does not say what is expected: # expect: RULE … or # expect: none");
  program.here = source.split("\n").flatMap((line, index) => (HERE.test(line) ? [index + 1] : []));
  if (program.expected.length > 0 && program.here.length === 0) throw new Error("No line ends in the comment # here.");
  return program;
}

/** A program as its page shows it: without its first lines. */
export function shownSource(source: string): string {
  return source.split("\n").slice(headLines(source).length).join("\n").trim();
}

function headLines(source: string): string[] {
  const lines = source.split("\n");
  const end = lines.findIndex((line) => !HEAD.test(line));
  return lines.slice(0, end < 0 ? lines.length : end);
}

function parseExpectation(text: string): Expectation {
  const [first, ...rest] = text.split(/ +/);
  const isIgnored = first === "ignored";
  const [rule, ...words] = isIgnored ? rest : [first, ...rest];
  for (const word of words) {
    if (!SEVERITIES.includes(word) && !/^[\w.]+=./.test(word))
      throw new Error(`"${word}" is no severity and no key=value.`);
  }
  return { how: isIgnored ? "ignored" : "must", rule: known(rule), words };
}

function known(rule: string): string {
  if (!(RULES as readonly string[]).includes(rule)) throw new Error(`"${rule}" is no rule.`);
  return rule;
}

function wholeNumber(text: string, line: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`"${line}" has no number.`);
  return Number(text);
}

/** What is wrong with the report of a program in the folder of `rule`, in sentences; empty where all is as it should be. */
export function disagreements(program: Program, rule: string, report: Report): string[] {
  const wrong: string[] = [];
  for (const expectation of program.expected) {
    const list = expectation.how === "ignored" ? report.ignored : report.findings;
    const ofRule = list.filter((finding) => finding.rule === expectation.rule);
    const isThere = ofRule.some((finding) => fits(finding, expectation, program.here));
    const what = [expectation.how === "ignored" ? "ignored" : "", expectation.rule, ...expectation.words]
      .join(" ")
      .trim();
    if (!isThere) wrong.push(`Missing: ${what} in line ${program.here.join(" or ")}.${ofRule.map(describe).join("")}`);
  }
  for (const finding of report.findings) {
    const isExpected = program.expected.some((each) => each.how === "must" && fits(finding, each, program.here));
    const isAllowed = program.may.includes(finding.rule) || (finding.rule !== rule && finding.severity === "info");
    if (!isExpected && !isAllowed) wrong.push(`Not expected:${describe(finding)}`);
  }
  return wrong;
}

function fits(finding: ReportFinding, { rule, words }: Expectation, here: readonly number[]): boolean {
  if (finding.rule !== rule || !here.includes(finding.locations[0].line)) return false;
  return words.every((word) => {
    if (SEVERITIES.includes(word)) return finding.severity === word;
    const [key, value] = [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)];
    return [finding.data, finding].some((fields) => textAt(fields, key.split(".")) === value);
  });
}

/** `holders.length` of data: as a program's first lines name it. */
function textAt(fields: unknown, path: readonly string[]): string | null {
  let value = fields;
  for (const key of path) {
    if (value === null || value === undefined) return null;
    value = (value as Record<string, unknown>)[key];
  }
  return value === undefined ? null : String(value);
}

function describe({ rule, severity, count, message, locations, data }: ReportFinding): string {
  const lines = locations.map(({ role, line }) => `${role} ${line}`).join(", ");
  return `\n  ${severity} ${rule} count=${count} [${lines}]: ${message}\n    ${JSON.stringify(data).slice(0, 600)}`;
}

/** What the rule's page does not list of what its findings hold: severities, roles, fields of `data`. */
export function missingOnPage(page: string, findings: readonly ReportFinding[]): string[] {
  const missing = new Set<string>();
  for (const { severity, certainty, locations, data } of findings) {
    const needed = [...locations.map(({ role }) => `\`${role}\``), ...Object.keys(data).map((key) => `\`${key}\``)];
    for (const word of [severity, certainty, ...needed]) if (!page.includes(word)) missing.add(word);
  }
  return [...missing];
}
