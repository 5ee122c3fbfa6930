/** One sentence for one event of a run. */
import { formatCount, formatDuration } from "../../core/l10n/format";
import type { StepFacts } from "../../core/layout/step-facts";
import { RecordKind, WaitOp, WaitResult } from "../../core/trace/types";
import { WAIT_TARGET } from "../../core/trace/vocabulary";
import type { ViewKey } from "../view-text";
import type { Say } from "./say";

const GOES_ON: Record<number, ViewKey> = {
  [WaitOp.lock]: "step.goesOn.lock",
  [WaitOp.condition]: "step.goesOn.condition",
  [WaitOp.event]: "step.goesOn.event",
  [WaitOp.semaphore]: "step.goesOn.semaphore",
  [WaitOp.barrier]: "step.goesOn.barrier",
  [WaitOp.get]: "step.goesOn.get",
  [WaitOp.put]: "step.goesOn.put",
  [WaitOp.queueJoin]: "step.goesOn.queueJoin",
  [WaitOp.threadJoin]: "step.goesOn.threadJoin",
  [WaitOp.sleep]: "step.goesOn.sleep",
  [WaitOp.processJoin]: "step.goesOn.processJoin",
  [WaitOp.future]: "step.goesOn.future",
  [WaitOp.poolJoin]: "step.goesOn.poolJoin",
  [WaitOp.idle]: "step.goesOn.idle",
  [WaitOp.io]: "step.goesOn.io",
  [WaitOp.task]: "step.goesOn.task",
  [WaitOp.tasks]: "step.goesOn.tasks",
};

/** Who ends such a wait does something that has a name; who ends a join is named already. */
const BY: Record<number, ViewKey | null> = {
  [WaitOp.lock]: "step.by.lock",
  [WaitOp.semaphore]: "step.by.lock",
  [WaitOp.condition]: "step.by.notified",
  [WaitOp.event]: "step.by.set",
  [WaitOp.get]: "step.by.put",
  [WaitOp.put]: "step.by.took",
  [WaitOp.future]: "step.by.finished",
  [WaitOp.threadJoin]: null,
  [WaitOp.processJoin]: null,
  [WaitOp.task]: null,
};

const INSTANTS: Record<number, ViewKey> = {
  [RecordKind.permit]: "step.permit",
  [RecordKind.release]: "step.permitBack",
  [RecordKind.set]: "step.set",
  [RecordKind.clear]: "step.clear",
  [RecordKind.passed]: "step.passed",
  [RecordKind.notify]: "step.notify",
  [RecordKind.put]: "step.put",
  [RecordKind.get]: "step.get",
  [RecordKind.taskDone]: "step.taskDone",
  [RecordKind.missed]: "step.missed",
  [RecordKind.overRelease]: "step.overRelease",
  [RecordKind.reentry]: "step.reentry",
  [RecordKind.threadStart]: "step.threadStart",
};

export function stepSentence(say: Say, facts: StepFacts): string {
  const { t } = say;
  const lane = facts.lane >= 0 ? say.lane(facts.lane) : "?";
  const other = facts.other >= 0 ? say.lane(facts.other) : "?";
  const duration = formatDuration(facts.amount);
  const object = facts.resource >= 0 ? say.resource(facts.resource) : "?";
  switch (facts.key.kind) {
    case "waitBegins":
      return waitBegins(say, facts);
    case "waitEnds":
      return waitEnds(say, facts);
    case "held":
      return t(facts.argument === 1 ? "step.heldAgain" : "step.held", { lane, object });
    case "released":
      return t("step.released", { lane, object, duration });
    case "laneBegins":
    case "laneEnds":
      return laneStep(say, facts);
    case "processStarts":
      return t("step.processStarts", { process: say.names.process(facts.process) });
    case "processEnds":
      return t("step.processEnds", { process: say.names.process(facts.process), code: facts.amount });
    case "poolBegins":
      return t("step.poolBegins", { pool: say.names.pool(facts.pool), count: facts.argument });
    case "submitted":
    case "itemBegins":
    case "itemEnds":
      return itemStep(say, facts);
    case "instant":
      return instant(say, facts);
    case "lossAccess": {
      const name = say.variable(facts.variable);
      if (facts.role === "write") return t("step.loses", { lane, other, name });
      return t(facts.writes ? "step.writes" : "step.reads", { lane, name });
    }
    case "raceAccess": {
      const { name } = say.finding(say.opened.header.findings[facts.finding]);
      return t(facts.writes ? "step.writes" : "step.reads", { lane, name });
    }
  }
}

function waitBegins(say: Say, { wait, other, otherSite }: StepFacts): string {
  if (!wait) return "";
  const what = say.waitTitle(wait);
  if (other < 0) return what;
  const site = say.site(otherSite);
  return say.t(site === "" ? "step.heldBy" : "step.heldBySince", { what, lane: say.lane(other), site });
}

function waitEnds(say: Say, { wait, other, amount }: StepFacts): string {
  if (!wait) return "";
  const { t } = say;
  const lane = say.lane(wait.lane);
  const object = say.names.object(wait.op, wait.object);
  if (wait.result === WaitResult.timedOut && wait.op !== WaitOp.sleep)
    return t(object === "" ? "step.goesOn.timedOutAny" : "step.goesOn.timedOut", { lane, object });
  if (wait.result === WaitResult.exception || wait.result === WaitResult.failed)
    return t("step.goesOn.failed", { lane });
  // "All threads" and "any result" have no name of their own.
  const isNamed = object !== "" || WAIT_TARGET[wait.op] === "none";
  const key = (isNamed ? GOES_ON[wait.op] : undefined) ?? "step.goesOn.other";
  const what = t("step.waited", { what: t(key, { lane, object }), duration: formatDuration(amount) });
  const by = BY[wait.op] === undefined ? "step.by.other" : BY[wait.op];
  return other < 0 || other === wait.lane || by === null ? what : t(by, { what, lane: say.lane(other) });
}

function laneStep(say: Say, facts: StepFacts): string {
  const { t } = say;
  const lane = say.lane(facts.lane);
  const isTask = say.opened.header.lanes[facts.lane].kind === "task";
  if (facts.key.kind === "laneEnds")
    return t(isTask ? "step.taskEnds" : "step.laneEnds", { lane, duration: formatDuration(facts.amount) });
  if (facts.other < 0) return t(isTask ? "step.taskBeginsAlone" : "step.laneBegins", { lane });
  return t(isTask ? "step.taskBegins" : "step.laneBeginsBy", { lane, other: say.lane(facts.other) });
}

function itemStep(say: Say, facts: StepFacts): string {
  if (!facts.item) return "";
  const { t } = say;
  const { item } = facts;
  const params = {
    lane: facts.lane >= 0 ? say.lane(facts.lane) : "?",
    pool: say.names.pool(item.pool),
    item: say.itemName(item),
    count: facts.argument,
    duration: formatDuration(facts.amount),
  };
  if (facts.key.kind === "submitted")
    return facts.argument > 1
      ? t("step.submittedSeveral", { ...params, item: say.names.item(item.functionSite, 1) })
      : t("step.submitted", params);
  if (facts.key.kind === "itemBegins") return t("step.itemBegins", params);
  if (!item.started || item.result === WaitResult.failed) return t("step.itemCancelled", params);
  return t(item.result === WaitResult.exception ? "step.itemRaises" : "step.itemEnds", params);
}

function instant(say: Say, facts: StepFacts): string {
  const { event, argument } = facts;
  const { header } = say.opened;
  const lane = say.lane(facts.lane);
  if (event === RecordKind.threadStart)
    return argument in header.lanes
      ? say.t("step.threadStart", { lane, other: say.lane(argument) })
      : say.t("step.threadStartUnknown", { lane });
  const object = facts.resource >= 0 ? say.resource(facts.resource) : "?";
  const params = { lane, object, count: formatCount(argument) };
  // A pipe's records say which end, not how much is in it.
  const isPipe = header.resources[facts.resource]?.kind === "pipe";
  if (isPipe && event === RecordKind.put) return say.t("step.send", params);
  if (isPipe && event === RecordKind.get) return say.t("step.receive", params);
  if (event === RecordKind.notify && argument === 0) return say.t("step.notifyNobody", params);
  if (event === RecordKind.notify) return say.t("step.notify", { ...params, count: argument });
  return say.t(INSTANTS[event] ?? "step.other", params);
}
