/** What the name of a row says, by its kind. Elements are filled again and again while a trace grows. */
import { formatCount, formatDuration, formatShare, visibleText } from "../../core/l10n/format";
import {
  type GilRow,
  type GroupRow,
  type LaneRow,
  PINNED,
  type PoolRow,
  type Row,
  type TrackRow,
} from "../../core/layout/rows";
import { Tone } from "../../core/layout/tones";
import { family } from "../../core/layout/tracks";
import { h, replace } from "./dom";
import { groupText } from "./group-text";
import type { Say } from "./say";

export interface RowActions {
  toggleGroup(id: string): void;
  chooseRow(row: LaneRow | TrackRow): void;
  pin(key: string): void;
}

/** Its name by itself. */
export function rowName(row: Row, say: Say): string {
  switch (row.kind) {
    case "group":
      return groupText(say, row);
    case "lane":
      return say.lane(row.lane);
    case "track":
      return say.resource(row.resource);
    case "pool":
      return say.names.pool(row.pool);
    case "gil":
      return say.gil(row.process);
  }
}

export function fillRow(button: HTMLButtonElement, row: Row, say: Say, actions: RowActions): void {
  switch (row.kind) {
    case "group":
      fillGroup(button, row, say, actions);
      break;
    case "lane":
      fillLane(button, row, say, actions);
      break;
    case "track":
      fillTrack(button, row, say, actions);
      break;
    case "pool":
      fillPool(button, row, say, actions);
      break;
    case "gil":
      fillGil(button, row, say);
      break;
    default:
      row satisfies never;
  }
}

function fillGroup(button: HTMLButtonElement, row: GroupRow, say: Say, actions: RowActions): void {
  const text = groupText(say, row);
  button.title = text;
  button.setAttribute("aria-expanded", String(!row.collapsed));
  button.onclick = () => actions.toggleGroup(row.id);
  replace(
    button,
    h("span", { class: "twistie", attributes: { "aria-hidden": "true" } }, row.collapsed ? "▸" : "▾"),
    h("span", { class: "name" }, text),
    row.title.kind !== "pool" && h("span", { class: "count" }, formatCount(row.count)),
  );
}

function fillLane(button: HTMLButtonElement, row: LaneRow, say: Say, actions: RowActions): void {
  const { t, opened } = say;
  const lane = opened.header.lanes[row.lane];
  const times = opened.laneTimes[row.lane];
  const lifeNs = Math.max(1, lane.endNs - lane.startNs);
  const shares = times
    .map((ns, tone) => ({ ns, tone }))
    .filter(({ ns }) => ns > 0)
    .sort((a, b) => b.ns - a.ns)
    .map(({ ns, tone }) => `${say.tone(tone)} ${formatShare(ns / lifeNs)}`);
  if (!lane.ended && !opened.live) shares.push(t("lane.notEnded"));
  const full = say.lane(row.lane);
  // Away from the heading that says whose it is.
  const short = row.within === PINNED ? full : say.laneInGroup(row.lane);
  const name = short.endsWith(full) ? short : `${short} · ${full}`;
  const reason = opened.header.processes[lane.process]?.notTracedReason;
  if (lane.kind === "process") shares.splice(0, shares.length, notTraced(say, reason ?? null));
  const label = t("lane.describe", { name, kind: t(`lane.kind.${lane.kind}`), shares: shares.join(", ") });
  const width = (tones: number[]) => ({
    width: `${(tones.reduce((sum, tone) => sum + times[tone], 0) / lifeNs) * 100}%`,
  });
  button.title = label;
  button.setAttribute("aria-label", label);
  button.onclick = () => actions.chooseRow(row);
  if (lane.kind === "process") {
    const role = h("span", { class: "role" }, notTraced(say, reason ?? null));
    replace(button, nameOf(short), role);
    return;
  }
  replace(
    button,
    // A worker's number stands first: of its name, which follows, the end may go.
    say.workers.has(row.lane) ? h("span", { class: "name" }, short) : nameOf(short),
    h(
      "span",
      { class: "meter" },
      h("span", { class: "running", style: width([Tone.running]) }),
      h("span", { class: "io", style: width([Tone.io]) }),
      h("span", { class: "ready", style: width([Tone.ready]) }),
      h("span", { class: "gil", style: width([Tone.gil]) }),
      h("span", { class: "blocked", style: width([Tone.blocked]) }),
    ),
  );
}

function fillTrack(button: HTMLButtonElement, row: TrackRow, say: Say, actions: RowActions): void {
  const { t, opened } = say;
  const { kind, parameter } = opened.header.resources[row.resource];
  const name = say.resource(row.resource);
  const facts = opened.resourceFacts[row.resource];
  const role = {
    lock: () => t("track.owner"),
    event: () => t("track.set"),
    semaphore: () => t("track.permits", { max: parameter }),
    queue: () => t("track.depth", { max: facts?.levelMax ?? 0 }),
    pipe: () => t("track.messages", { max: facts?.levelMax ?? 0 }),
    other: () => t("track.waiters", { max: facts?.waitersMax ?? 0 }),
  }[family(kind)]();
  const waited = t("track.waited", { waited: formatDuration(opened.waitedNs[row.resource]) });
  const counted = say.onlyCounted(row.resource);
  const more = counted === null ? waited : `${waited} · ${t("fact.acquired")} ${t("fact.acquiredCounted", counted)}`;
  const { processes } = opened.header.resources[row.resource];
  const shared = processes.length > 1 ? ` · ${t("track.processes", { count: processes.length })}` : "";
  button.title = `${name}: ${more}${shared}`;
  button.onclick = () => actions.chooseRow(row);
  const kindAndRole = `${t(`kind.${kind}`)} · ${counted === null ? role : t("track.counted", counted)}${shared}`;
  fillPair(button, name, kindAndRole, more);
}

/** Below the pool's heading, which names it: what the track shows; in a tooltip the totals. A click opens and closes the workers. */
function fillPool(button: HTMLButtonElement, { pool, within }: PoolRow, say: Say, actions: RowActions): void {
  const { t, opened } = say;
  const { workers, submitted, completed, failed, cancelled } = opened.header.pools[pool];
  const counts = { submitted, completed, failed, cancelled };
  const facts = t(
    "track.poolFacts",
    Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, formatCount(count)])),
  );
  button.title = `${say.poolWithKind(pool)}: ${facts}`;
  button.onclick = () => actions.toggleGroup(`pool:${pool}`);
  const name = within === PINNED ? say.names.pool(pool) : t(`pool.${opened.header.pools[pool].kind}`);
  fillPair(button, name, t("track.pool", { workers }), facts);
}

function fillGil(button: HTMLButtonElement, { process }: GilRow, say: Say): void {
  button.title = `${say.gil(process)}: ${say.t("track.gilRole")}`;
  button.onclick = null;
  fillPair(button, say.gil(process), say.t("track.gilRole"));
}

/** Shorter names are cut at their end, if at all. */
const SHORT = 13;
/** What stays of the end of a longer one. */
const KEPT_END = 7;

/** A long name is cut in its middle: numbers and functions, which tell it from its neighbours, stand at its end. */
function nameOf(text: string): HTMLElement {
  const letters = [...text];
  if (letters.length <= SHORT) return h("span", { class: "name" }, text);
  const at = letters.length - KEPT_END;
  const [head, tail] = [letters.slice(0, at).join(""), letters.slice(at).join("")];
  return h("span", { class: "name long" }, h("span", { class: "head-part" }, head), h("span", {}, tail));
}

/** A name above what it is; `more` is not seen. Read as one: the name may stand there in two parts. */
function fillPair(button: HTMLButtonElement, name: string, role: string, more = ""): void {
  button.setAttribute("aria-label", [name, role, more].filter(Boolean).join(" "));
  replace(button, nameOf(name), " ", h("span", { class: "role" }, role));
}

function notTraced({ t }: Say, reason: string | null): string {
  return reason === null ? t("lane.notTracedShort") : t("lane.notTraced", { reason: visibleText(reason) });
}
