/**
 * Findings as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), for code hosts and editors that show
 * what tools found. In English, as everything that is written for tools.
 */
import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";
import { RULE_TABLE } from "../analysis/analyze";
import { GRAVEST, RULES, type Rule, type Severity } from "../analysis/finding";
import { translator } from "../l10n/index";
import type { Report, ReportFinding } from "../report/schema";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const LEVELS: Record<Severity, "error" | "warning" | "note"> = { error: "error", warning: "warning", info: "note" };
/** What paths below the folder of the program are relative to. */
const ROOT_ID = "SRCROOT";
const ENGLISH = translator("en");

export interface SarifSettings {
  /** Of Raceway itself. */
  version: string;
  /** Absolute; files below it get relative addresses, so that they mean something on another machine. */
  root: string;
  /** The page of a rule, where this installation has it. */
  pageOf(rule: Rule): { uri: string; markdown: string } | null;
}

/** The whole file, with a line end. */
export function renderSarif(report: Report, settings: SarifSettings): string {
  return `${JSON.stringify(buildSarif(report, settings), null, 2)}\n`;
}

export function buildSarif(report: Report, { version, root, pageOf }: SarifSettings) {
  const rootUri = folderUri(root);
  const off = new Set<string>(report.rulesOff);
  const results = [
    ...report.findings.map((finding) => describeResult(report, finding, rootUri)),
    ...report.ignored.map((finding) => ({
      ...describeResult(report, finding, rootUri),
      suppressions: [{ kind: "inSource", status: "accepted", justification: finding.reason }],
    })),
  ];
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Raceway",
            semanticVersion: version,
            rules: BUILT.map((rule) => describeRule(rule, pageOf(rule), off.has(rule))),
          },
        },
        invocations: [describeInvocation(report)],
        originalUriBaseIds: { [ROOT_ID]: { uri: rootUri } },
        columnKind: "utf16CodeUnits",
        results,
      },
    ],
  };
}

const BUILT: readonly Rule[] = RULES.filter((rule) => RULE_TABLE.some((built) => built.rule === rule));

function describeRule(rule: Rule, page: ReturnType<SarifSettings["pageOf"]>, isOff: boolean) {
  const text = `${ENGLISH(`about.${rule}`)}.`;
  return {
    id: rule,
    name: pascalCase(rule),
    shortDescription: { text },
    help: { text: `${text} ${silenceText(rule)}`, ...(page === null ? {} : { markdown: page.markdown }) },
    ...(page === null ? {} : { helpUri: page.uri }),
    defaultConfiguration: { level: LEVELS[GRAVEST[rule]], ...(isOff ? { enabled: false } : {}) },
    properties: { tags: ["concurrency"] },
  };
}

const silenceText = (rule: Rule): string =>
  `A line on which it may stay as it is ends in the comment "# raceway: ignore[${rule}] reason".`;

const pascalCase = (rule: Rule): string => rule.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

function describeInvocation({ program, dropped }: Report) {
  const { argv, exitCode, signal, traced, notTracedReason } = program;
  const problems = [...dropped.losses, ...(notTracedReason === null ? [] : [notTracedReason])];
  if (dropped.records > 0) problems.push(`${dropped.records} records were lost: counts are at least what is said.`);
  return {
    arguments: argv,
    // Of the tool, not of the program that it watched.
    executionSuccessful: traced,
    ...(exitCode === null ? {} : { exitCode }),
    ...(signal === null ? {} : { exitSignalName: signal }),
    toolExecutionNotifications: problems.map((text) => ({ level: "warning", message: { text } })),
  };
}

function describeResult(report: Report, finding: ReportFinding, rootUri: string) {
  const { id, rule, severity, certainty, message, advice, count, costNs, locations, data } = finding;
  const [first, ...others] = locations.flatMap((location) => describeLocation(report, location, rootUri) ?? []);
  return {
    ruleId: rule,
    ruleIndex: BUILT.indexOf(rule),
    kind: "fail",
    level: LEVELS[severity],
    message: { text: `${message} ${advice}` },
    locations: first === undefined ? [] : [first],
    relatedLocations: others.map((location, index) => ({ id: index + 1, ...location })),
    fingerprints: { "raceway/v1": id },
    occurrenceCount: Math.max(count, 1),
    suppressions: [] as { kind: string; status: string; justification: string }[],
    properties: { certainty, costNs, data },
  };
}

/** Null where there is no file: `<string>`, or a place that nobody knows. */
function describeLocation({ lanes }: Report, place: ReportFinding["locations"][number], rootUri: string) {
  const { file, line, lane, role } = place;
  if (!isAbsolute(file)) return null;
  const by = lane === null ? "" : ` (${lanes.find(({ id }) => id === lane)?.name ?? lane})`;
  return {
    message: { text: `${role}${by}` },
    physicalLocation: {
      artifactLocation: artifact(file, rootUri),
      ...(line < 1 ? {} : { region: { startLine: line } }),
    },
  };
}

function artifact(file: string, rootUri: string) {
  const uri = pathToFileURL(file).href;
  return uri.startsWith(rootUri) ? { uri: uri.slice(rootUri.length), uriBaseId: ROOT_ID } : { uri };
}

/** Addresses of folders end in a slash. */
function folderUri(folder: string): string {
  const uri = pathToFileURL(folder).href;
  return uri.endsWith("/") ? uri : `${uri}/`;
}
