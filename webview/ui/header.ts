/** What ran, and what was found. */
import type { Finding } from "../../core/analysis/finding";
import { formatCount, formatDuration, programName } from "../../core/l10n/format";
import type { Command } from "../timeline/keys";
import { findingText } from "../view-text";
import { h, replace } from "./dom";
import type { Say } from "./say";
import { circleText, stuckSubject } from "./stuck";

const MOST_CHIPS = 4;

/** What is counted, and how the kinds end that belong to it. */
const COUNTED_KINDS = [
  ["head.locks", "lock"],
  ["head.conditions", "condition"],
  ["head.semaphores", "semaphore"],
  ["head.events", "event"],
  ["head.barriers", "barrier"],
  ["head.queues", "queue"],
] as const;

export interface HeaderActions {
  showFinding(finding: Finding): void;
  showFindings(): void;
  run(command: Command): void;
}

export function fillHeader(element: HTMLElement, say: Say, actions: HeaderActions): void {
  const { program, findings, losses } = say.opened.header;
  const { t } = say;
  const facts = headerFacts(say).flatMap((fact, i) => [
    i > 0 ? h("span", { class: "dot", attributes: { "aria-hidden": "true" } }, "·") : null,
    h("span", {}, fact),
  ]);
  const shown = findings.slice(0, MOST_CHIPS);
  const chips = shown.map((finding) => h("li", {}, chip(say, finding, actions)));
  if (say.stuck.waiting.length > 0) chips.unshift(h("li", {}, stuckChip(say, actions)));
  const hidden = findings.length - shown.length;
  if (hidden > 0) {
    chips.push(
      h(
        "li",
        {},
        h(
          "button",
          { class: "chip more", type: "button", onclick: actions.showFindings },
          t("head.more", { count: hidden }),
        ),
      ),
    );
  }
  replace(
    element,
    h("h1", { title: program.argv.join(" ") }, programName(program.argv)),
    h("p", { class: "facts" }, ...facts),
    losses.length > 0 && h("span", { class: "loss", title: losses.join("\n") }, `⚠ ${t("loss.title")}`),
    chips.length > 0 && h("ul", { class: "chips", attributes: { "aria-label": t("head.findings") } }, ...chips),
    h(
      "div",
      { class: "tools", attributes: { role: "group", "aria-label": t("head.tools") } },
      tool("⤢", t("tool.fit"), "F", () => actions.run("fit")),
      tool("⌕", t("tool.search"), "/", () => actions.run("search")),
      tool("?", t("tool.keys"), "?", () => actions.run("help")),
    ),
  );
}

function headerFacts({ opened, t }: Say): string[] {
  const { program, lanes, processes, resources, endNs } = opened.header;
  const count = (keep: (index: number) => boolean) =>
    resources.filter((_, index) => index in opened.resourceFacts && keep(index)).length;
  const tasks = lanes.filter(({ kind }) => kind === "task").length;
  const kinds = COUNTED_KINDS.map(([key, ending]) => {
    const number = count((index) => resources[index].kind.endsWith(ending));
    return number > 0 && t(key, { count: formatCount(number) });
  });
  const threads = lanes.filter(({ kind, internal }) => kind === "thread" && !internal).length;
  return [
    processes.length > 1 && t("head.processes", { count: processes.length }),
    t("head.threads", { count: formatCount(threads) }),
    tasks > 0 && t("head.tasks", { count: formatCount(tasks) }),
    ...kinds,
    formatDuration(endNs),
    program.python !== "" &&
      `${program.implementation.toLowerCase() === "cpython" ? "Python" : program.implementation} ${program.python}`,
    program.signal
      ? t("head.signal", { signal: program.signal })
      : program.exitCode
        ? t("head.exitCode", { code: program.exitCode })
        : false,
  ].filter((fact): fact is string => typeof fact === "string");
}

/** The rule and the thing: `Contended · counter_lock · 814 ms`. */
function chip(say: Say, finding: Finding, actions: HeaderActions): HTMLElement {
  const { message } = findingText(finding, say.language);
  const name = finding.params.name;
  const parts = [
    say.t(`rule.${finding.rule}`),
    name === undefined ? "" : String(name),
    finding.costNs > 0 ? formatDuration(finding.costNs) : "",
  ];
  const text = parts.filter((part) => part !== "").join(" · ");
  return h(
    "button",
    { class: `chip ${finding.severity}`, type: "button", title: message, onclick: () => actions.showFinding(finding) },
    text,
  );
}

/** `Waiting when it stopped · one → two → one`. */
function stuckChip(say: Say, actions: HeaderActions): HTMLElement {
  const { cycles } = say.stuck;
  const text = `${say.t("report.stuck")} · ${stuckSubject(say)}`;
  const title = cycles.length > 0 ? cycles.map((cycle) => circleText(say, cycle)).join("\n") : text;
  const severity = cycles.length > 0 ? "error" : "warning";
  return h("button", { class: `chip ${severity}`, type: "button", title, onclick: actions.showFindings }, text);
}

function tool(sign: string, title: string, key: string, onclick: () => void): HTMLElement {
  return h(
    "button",
    { class: "tool", type: "button", title: `${title} (${key})`, attributes: { "aria-label": title }, onclick },
    sign,
  );
}
