/** Facts in words. Every function here turns indexes into names of this trace and keys into the reader's language. */

import type { Finding } from "../../core/analysis/finding";
import type { Language } from "../../core/l10n/fill";
import { baseName, formatCount, formatDuration, visibleText } from "../../core/l10n/format";
import type { Facts, HoldFacts, ItemFacts, LoopHeld, LossFacts, RaceFacts, WaitFacts } from "../../core/layout/facts";
import { workerNumbers } from "../../core/layout/lane-names";
import { type Stuck, stuckToTell } from "../../core/layout/stuck";
import { TONES, Tone, toneOf } from "../../core/layout/tones";
import { WaitOp, WaitResult } from "../../core/trace/types";
import { STATE_OF_WAIT } from "../../core/trace/vocabulary";
import { Names } from "../names";
import { findingText, type ViewKey, type ViewTranslate, viewTranslator } from "../view-text";
import type { Opened } from "../worker/contract";

const WAIT_TITLES: Record<number, ViewKey> = {
  [WaitOp.lock]: "wait.title.lock",
  [WaitOp.condition]: "wait.title.condition",
  [WaitOp.event]: "wait.title.event",
  [WaitOp.semaphore]: "wait.title.semaphore",
  [WaitOp.barrier]: "wait.title.barrier",
  [WaitOp.get]: "wait.title.get",
  [WaitOp.put]: "wait.title.put",
  [WaitOp.queueJoin]: "wait.title.queueJoin",
  [WaitOp.threadJoin]: "wait.title.threadJoin",
  [WaitOp.sleep]: "wait.title.sleep",
  [WaitOp.processJoin]: "wait.title.processJoin",
  [WaitOp.future]: "wait.title.future",
  [WaitOp.poolJoin]: "wait.title.poolJoin",
  [WaitOp.idle]: "wait.title.idle",
  [WaitOp.io]: "wait.title.io",
  [WaitOp.task]: "wait.title.task",
  [WaitOp.tasks]: "wait.title.tasks",
};
/** Where it waits for nobody in particular. */
const TITLES_OF_ALL: Record<number, ViewKey> = {
  [WaitOp.threadJoin]: "wait.title.threadJoinAll",
  [WaitOp.future]: "wait.title.futureAny",
  [WaitOp.task]: "wait.title.tasks",
};

const CAUSES: Record<number, ViewKey> = {
  [WaitOp.lock]: "fact.releasedBy",
  [WaitOp.semaphore]: "fact.releasedBy",
  [WaitOp.condition]: "fact.notifiedBy",
  [WaitOp.event]: "fact.setBy",
  [WaitOp.get]: "fact.putBy",
  [WaitOp.put]: "fact.takenBy",
  [WaitOp.future]: "fact.finishedBy",
  [WaitOp.idle]: "fact.submittedBy",
};

const RESULTS: Record<number, ViewKey> = {
  [WaitResult.open]: "result.open",
  [WaitResult.timedOut]: "result.timedOut",
  [WaitResult.exception]: "result.exception",
  [WaitResult.failed]: "result.failed",
};

/** Drawn as diamonds, in a colour of its own. */
export function isLostUpdate({ rule }: Finding): boolean {
  return rule === "lost-update";
}

export class Say {
  readonly t: ViewTranslate;
  opened: Opened;
  stuck: Stuck;
  names: Names;
  /** By lane: its number among its pool's workers. */
  workers: ReadonlyMap<number, number>;

  /** `opensSource`: a click on a line shows it in the editor; else it is copied. */
  constructor(
    opened: Opened,
    readonly language: Language,
    readonly opensSource: boolean,
  ) {
    this.t = viewTranslator(language);
    this.opened = opened;
    this.stuck = stuckToTell(opened.header.program, opened.header.stuck, opened.live);
    this.names = namesIn(opened, this.t);
    this.workers = workerNumbers(opened.header);
  }

  /** From now on it speaks of the trace as it has become. */
  update(opened: Opened): void {
    this.opened = opened;
    this.stuck = stuckToTell(opened.header.program, opened.header.stuck, opened.live);
    this.names = namesIn(opened, this.t);
    this.workers = workerNumbers(opened.header);
  }

  lane(lane: number): string {
    return this.names.lane(lane);
  }

  resource(resource: number): string {
    return this.names.resource(resource);
  }

  /** `executor · thread pool executor`. */
  poolWithKind(pool: number): string {
    const { kind } = this.opened.header.pools[pool];
    return `${this.names.pool(pool)} · ${this.t(`pool.${kind}`)}`;
  }

  itemName({ functionSite, count }: ItemFacts): string {
    return this.names.item(functionSite, count);
  }

  /** As it stands on its row, below the heading that says the rest; a worker with the name that it has everywhere else. */
  laneInGroup(lane: number): string {
    const number = this.workers.get(lane);
    if (number !== undefined) return `${this.t("lane.worker", { number })} · ${this.lane(lane)}`;
    return visibleText(this.opened.header.lanes[lane]?.name ?? "?");
  }

  /** How often a lock was acquired, where most of it was only counted and so is not drawn; null elsewhere. */
  onlyCounted(resource: number): { count: string; drawn: string } | null {
    const { kind, counted } = this.opened.header.resources[resource] ?? {};
    if (kind !== "lock" && kind !== "rlock") return null;
    const acquisitions = counted?.acquisitions ?? 0;
    const drawn = this.opened.resourceFacts[resource]?.holds ?? 0;
    return acquisitions > drawn ? { count: formatCount(acquisitions), drawn: formatCount(drawn) } : null;
  }

  /** What a finding says, and the name of what it is about; "" for none. */
  finding(finding: Finding): { message: string; advice: string; name: string } {
    const { resource } = finding.data;
    const known = typeof resource === "number" && resource in this.opened.header.resources;
    const name = known ? this.resource(resource) : visibleText(String(finding.params.name ?? ""));
    const params = finding.params.name === undefined ? finding.params : { ...finding.params, name };
    return { ...findingText({ ...finding, params }, this.language), name };
  }

  /** What it cost, or how often: "" where neither says anything. */
  amount(finding: Finding): string {
    if (isLostUpdate(finding))
      return this.t(finding.params.exact === 0 ? "update.chipAtLeast" : "update.chip", {
        count: formatCount(finding.count),
      });
    return finding.costNs > 0 ? formatDuration(finding.costNs) : "";
  }

  resourceKind(resource: number): string {
    return this.t(`kind.${this.opened.header.resources[resource]?.kind ?? "unknown"}`);
  }

  /** `file.py:27`, "" when it is unknown. */
  site(site: number): string {
    const row = this.opened.header.sites[site];
    return row && row.line > 0 ? `${visibleText(baseName(row.file))}:${row.line}` : "";
  }

  /** `/home/user/file.py:27`: what one can copy into an editor. */
  path(site: number): string {
    const row = this.opened.header.sites[site];
    return row && row.line > 0 ? `${visibleText(row.file)}:${row.line}` : "";
  }

  function(site: number): string {
    return this.opened.header.sites[site]?.function ?? "";
  }

  tone(tone: number): string {
    return this.t(`tone.${TONES[tone]}`);
  }

  /** Of a lane that no recording tells of, nothing was lost; one that lost nothing waited for what nobody recorded. */
  toneOf(lane: number, tone: number): string {
    const { kind, dropped } = this.opened.header.lanes[lane];
    if (tone !== Tone.unknown) return this.tone(tone);
    if (kind === "process") return this.t("tone.notTraced");
    return dropped > 0 ? this.tone(tone) : this.t("tone.unseen");
  }

  /** What a wait is for: a resource's name or whose end; "" for none. */
  object({ op, object }: WaitFacts): string {
    if (op === WaitOp.threadJoin) return this.endOf(object);
    const name = this.names.object(op, object);
    return op === WaitOp.processJoin && name !== "" ? this.t("report.stuck.lane", { lane: name }) : name;
  }

  /** What a join waits for; -1 = all other threads. */
  endOf(lane: number): string {
    return lane < 0 ? this.t("report.stuck.lanes") : this.t("report.stuck.lane", { lane: this.lane(lane) });
  }

  waitTitle(wait: WaitFacts): string {
    const all = wait.object < 0 ? TITLES_OF_ALL[wait.op] : undefined;
    const key = all ?? WAIT_TITLES[wait.op] ?? "wait.title.unknown";
    return this.t(key, { lane: this.lane(wait.lane), object: this.names.object(wait.op, wait.object) });
  }

  holdTitle(hold: HoldFacts): string {
    return this.t("hold.title", { lane: this.lane(hold.lane), object: this.resource(hold.resource) });
  }

  /** The name of the one who let a wait go on: "released by", "set by" … */
  causeKey(op: number): ViewKey {
    return CAUSES[op] ?? "fact.endedBy";
  }

  /** "" for the ordinary result. */
  result(wait: WaitFacts): string {
    const key = RESULTS[wait.result];
    return key ? this.t(key) : "";
  }

  title(facts: Facts): string {
    switch (facts.kind) {
      case "span":
        if (facts.blocksLoop) return this.#blocksLoop(facts.lane, facts.tone, facts.wait);
        return facts.wait
          ? this.waitTitle(facts.wait)
          : this.t(facts.tone === Tone.unknown ? "span.titleUnknown" : "span.title", {
              lane: this.lane(facts.lane),
              tone: this.toneOf(facts.lane, facts.tone),
            });
      case "pile":
        return this.t("pile.title", { lane: this.lane(facts.lane), count: facts.spans });
      case "band":
        return facts.hold
          ? this.holdTitle(facts.hold)
          : this.t("band.setTitle", { object: this.resource(facts.resource) });
      case "moment":
        return this.t("moment.freeTitle", { object: this.resource(facts.resource) });
      case "item":
        return this.#itemTitle(facts);
      case "pool":
        return this.t("use.title", { pool: this.names.pool(facts.pool) });
      case "gil":
        return this.gil(facts.process);
      case "loss":
        return this.t("update.title", { name: this.variable(facts.variable) });
      case "race":
        return this.#raceTitle(facts);
      case "races":
        return this.t("race.several", { count: facts.count });
      case "losses": {
        const [{ variable }, ...others] = facts.variables;
        const count = facts.wrote + facts.lost;
        return others.length > 0
          ? this.t("update.several", { count })
          : this.t("update.severalOf", { count, name: this.variable(variable) });
      }
    }
  }

  #blocksLoop(lane: number, tone: number, wait: WaitFacts | null): string {
    return this.t("span.blocksLoopTitle", { lane: this.lane(lane), what: this.#toneWith(tone, wait) });
  }

  /** `handler-0 for 250 ms: sleeps`. */
  loopHeld({ lane, startNs, endNs, wait }: LoopHeld): string {
    const tone = wait === null ? Tone.running : toneOf(STATE_OF_WAIT[wait.op], wait.op);
    const duration = formatDuration(endNs - startNs);
    return this.t("loop.held", { lane: this.lane(lane), duration, what: this.#toneWith(tone, wait) });
  }

  /** `blocked on a lock · table_lock`. */
  #toneWith(tone: number, wait: WaitFacts | null): string {
    const object = wait === null ? "" : this.object(wait);
    return object === "" ? this.tone(tone) : `${this.tone(tone)} · ${object}`;
  }

  /** Of which process, where there are several. */
  gil(process: number): string {
    const several = this.opened.header.processes.length > 1;
    return several ? this.t("gil.titleOf", { process: this.names.process(process) }) : this.t("gil.title");
  }

  #itemTitle(facts: ItemFacts): string {
    const item = this.itemName(facts);
    if (!facts.started) return this.t(facts.finished ? "item.titleCancelled" : "item.titleQueued", { item });
    return this.t(facts.finished ? "item.title" : "item.titleRuns", { lane: this.lane(facts.lane), item });
  }

  /** For the live region: the title and how long. */
  announce(facts: Facts): string {
    if (facts.kind === "loss") return this.#announceLoss(facts);
    if (facts.kind === "race") return this.#announceRace(facts);
    const duration = "startNs" in facts ? `, ${formatDuration(facts.endNs - facts.startNs)}` : "";
    return `${this.title(facts)}${duration}`;
  }

  /** A variable of which updates were lost. */
  variable(variable: number): string {
    return visibleText(this.opened.header.races[variable]?.name ?? "?");
  }

  /** `3 of 75`. */
  lossNumber({ number, of, undrawn }: LossFacts): string {
    return this.t("update.number", { number: formatCount(number), total: formatCount(of + undrawn) });
  }

  #raceTitle({ finding, isPredicted }: RaceFacts): string {
    const { name } = this.finding(this.opened.header.findings[finding]);
    return this.t("race.title", { name, seen: isPredicted ? 0 : 1 });
  }

  /** `adder-1 writes total, holding L`. */
  raceAccess({ finding, accesses }: RaceFacts, at: number): string {
    const { lane, writes, locks } = accesses[at];
    const { name } = this.finding(this.opened.header.findings[finding]);
    const held = locks.map((lock) => this.resource(lock)).join(", ");
    const holding = locks.length === 0 ? this.t("race.noLock") : this.t("race.holding", { locks: held });
    return this.t("race.step", { lane: this.lane(lane), writes: writes ? 1 : 0, name, holding });
  }

  #announceRace(facts: RaceFacts): string {
    const [one, other] = [0, 1].map((at) => this.raceAccess(facts, at));
    return this.t("race.announce", { title: this.#raceTitle(facts), one, other });
  }

  #announceLoss(facts: LossFacts): string {
    const laneOf = (role: string) => this.lane(facts.accesses.find((access) => access.role === role)?.lane ?? -1);
    const params = {
      title: this.title(facts),
      number: this.lossNumber(facts),
      lane: laneOf("write"),
      other: laneOf("victim"),
    };
    return this.t("update.announce", params);
  }
}

function namesIn({ header, resourceFacts }: Opened, t: ViewTranslate): Names {
  return new Names(header, Object.keys(resourceFacts).map(Number), t);
}
