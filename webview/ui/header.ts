/** What ran, how it goes, and what was found. Its parts stay while a trace grows; only what they say changes. */
import type { Finding } from "../../core/analysis/finding";
import { formatCount, formatDuration, programName, visibleText } from "../../core/l10n/format";
import type { StuckLane } from "../../core/protocol/messages";
import type { Ns } from "../../core/units";
import type { Command } from "../timeline/keys";
import { controls, onControls } from "./controls";
import { exchange, h, refill } from "./dom";
import type { IconName } from "./icons";
import type { RunView } from "./run-view";
import { isLostUpdate, type Say } from "./say";
import { circleText, deadlockSubject, isToldAsCircle, othersWaiting } from "./stuck";

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
  showWaiting(waiting: StuckLane): void;
  run(command: Command): void;
}

export class Header {
  readonly #title = h("h1");
  readonly #facts = h("p", { class: "facts" });
  readonly #loss = h("span", { class: "loss", hidden: true });
  readonly #chips: HTMLElement;

  /** `run`: what tells how the run goes, where there is one. */
  constructor(
    element: HTMLElement,
    readonly say: Say,
    readonly actions: HeaderActions,
    readonly run: RunView,
  ) {
    const { t } = say;
    this.#chips = h("ul", { class: "chips", attributes: { "aria-label": t("head.findings") } });
    const tools = h("div", { class: "tools", attributes: { role: "group", "aria-label": t("head.tools") } });
    const makeTools = () =>
      exchange(
        tools,
        tool("fit", t("tool.fit"), "F", () => actions.run("fit")),
        tool("search", t("tool.search"), "/", () => actions.run("search")),
        tool("steps", t("step.tool"), "Space", () => actions.run("stepNext")),
        tool("help", t("tool.keys"), "?", () => actions.run("help")),
      );
    makeTools();
    onControls(makeTools);
    element.replaceChildren(this.#title, run.element, this.#facts, this.#loss, this.#chips, run.buttons, tools);
    this.update();
  }

  update(): void {
    const { say } = this;
    const { program, losses } = say.opened.header;
    this.#title.textContent = visibleText(programName(program.argv));
    this.#title.title = visibleText(program.argv.join(" "));
    const facts = headerFacts(say, this.run.element.hidden).flatMap((fact, i) => [
      i > 0 ? h("span", { class: "dot", attributes: { "aria-hidden": "true" } }, "·") : null,
      h("span", {}, fact),
    ]);
    refill(this.#facts, ...facts);
    this.#loss.hidden = losses.length === 0;
    this.#loss.title = losses.join("\n");
    this.#loss.textContent = `⚠ ${say.t("loss.title")}`;
    const chips = this.#chipItems();
    this.#chips.hidden = chips.length === 0;
    refill(this.#chips, ...chips);
  }

  #chipItems(): HTMLElement[] {
    const { say, actions } = this;
    const { findings } = say.opened.header;
    const others = othersWaiting(say);
    const all = [
      ...say.stuck.cycles.map((cycle) => () => deadlockChip(say, cycle, actions)),
      // A circle's chip names the lanes and counts up; the finding that tells of the same needs none beside it.
      ...findings
        .filter((finding) => !isToldAsCircle(say, finding))
        .map((finding) => () => chip(say, finding, actions)),
      ...(others > 0 ? [() => waitingChip(say, others, actions)] : []),
    ];
    const chips = all.slice(0, MOST_CHIPS).map((make) => make());
    const hidden = all.length - MOST_CHIPS;
    if (hidden > 0) {
      const text = say.t("head.more", { count: hidden });
      chips.push(h("button", { class: "chip more", type: "button", onclick: actions.showFindings }, text));
    }
    const items = chips.map((each, i) => h("li", { class: i > 0 ? "beyond" : "" }, each));
    // Where there is room for one only (styles/small.css), the others are counted.
    const rest = all.length - 1;
    if (rest > 0) {
      const title = say.t("head.more", { count: rest });
      const props = { class: "chip more", type: "button", title, attributes: { "aria-label": title } };
      items.push(h("li", { class: "rest" }, h("button", { ...props, onclick: actions.showFindings }, `+${rest}`)));
    }
    return items;
  }
}

/** `withEnd`: nobody else tells how it ended. */
function headerFacts({ opened, t }: Say, withEnd: boolean): string[] {
  const { program, lanes, processes, resources, pools } = opened.header;
  const count = (keep: (index: number) => boolean) =>
    resources.filter((_, index) => index in opened.resourceFacts && keep(index)).length;
  const tasks = lanes.filter(({ kind, internal }) => kind === "task" && !internal).length;
  const kinds = COUNTED_KINDS.map(([key, ending]) => {
    const number = count((index) => resources[index].kind.endsWith(ending));
    return number > 0 && t(key, { count: formatCount(number) });
  });
  const threads = lanes.filter(({ kind, internal }) => kind === "thread" && !internal).length;
  return [
    processes.length > 1 && t("head.processes", { count: processes.length }),
    t("head.threads", { count: formatCount(threads) }),
    tasks > 0 && t("head.tasks", { count: formatCount(tasks) }),
    pools.length > 0 && t("head.pools", { count: pools.length }),
    ...kinds,
    formatDuration(runNs(opened)),
    program.python !== "" &&
      `${program.implementation.toLowerCase() === "cpython" ? "Python" : program.implementation} ${program.python}`,
    program.stillRunning
      ? t("report.ended.running")
      : !withEnd
        ? false
        : program.signal
          ? t("head.signal", { signal: program.signal })
          : program.exitCode
            ? t("head.exitCode", { code: program.exitCode })
            : false,
  ].filter((fact): fact is string => typeof fact === "string");
}

/**
 * As the terminal says it, once it has ended: with the interpreter's own start and end, of which the time axis has nothing.
 * Until then, and where nobody measured it, as far as the trace goes.
 */
function runNs(opened: Say["opened"]): Ns {
  const { program, endNs } = opened.header;
  return opened.live || program.durationNs <= 0 ? endNs : program.durationNs;
}

/** The rule, the thing and how much: `Contended · counter_lock · 814 ms`, `Lost update · counter · 75`. */
function chip(say: Say, finding: Finding, actions: HeaderActions): HTMLElement {
  const { message, name } = say.finding(finding);
  const parts = [say.t(`rule.${finding.rule}`), name, say.amount(finding)];
  const text = parts.filter((part) => part !== "").join(" · ");
  return h(
    "button",
    {
      class: `chip ${isLostUpdate(finding) ? "race" : finding.severity}`,
      type: "button",
      title: message,
      onclick: () => actions.showFinding(finding),
    },
    text,
  );
}

/** `Deadlock · one → two → one · 2.9 s`. */
function deadlockChip(say: Say, cycle: readonly number[], actions: HeaderActions): HTMLElement {
  const text = `${say.t("stuck.deadlock")} · ${deadlockSubject(say, cycle)}`;
  const title = circleText(say, cycle);
  const first = say.stuck.waiting.find(({ lane }) => lane === cycle[0]);
  const onclick = () => (first ? actions.showWaiting(first) : actions.showFindings());
  return h("button", { class: "chip error", type: "button", title, onclick }, text);
}

/** `Waiting when it stopped · 2 lanes`: no fault as such. */
function waitingChip(say: Say, count: number, actions: HeaderActions): HTMLElement {
  const text = `${say.t("report.stuck")} · ${say.t("head.waiting", { count })}`;
  const first = say.stuck.waiting.find(({ cycle }) => cycle === null);
  const onclick = () => (first ? actions.showWaiting(first) : actions.showFindings());
  return h("button", { class: "chip info", type: "button", title: text, onclick }, text);
}

function tool(sign: IconName, text: string, key: string, onclick: () => void): HTMLElement {
  return controls().button({ text, icon: sign, look: "icon", title: `${text} (${key})`, onclick });
}
