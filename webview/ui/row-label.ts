/** What the name of a row says, by its kind. Elements are filled again and again while a trace grows. */
import { formatDuration, formatShare } from "../../core/l10n/format";
import type { GroupRow, LaneRow, Row, TrackRow } from "../../core/layout/rows";
import { Tone } from "../../core/layout/tones";
import { family } from "../../core/layout/tracks";
import { h, replace } from "./dom";
import type { Say } from "./say";

export interface RowActions {
  toggleGroup(id: string): void;
  chooseRow(row: LaneRow | TrackRow): void;
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
    default:
      row satisfies never;
  }
}

function fillGroup(button: HTMLButtonElement, row: GroupRow, { t, opened }: Say, actions: RowActions): void {
  const process = "process" in row.title ? opened.header.processes[row.title.process] : null;
  const several = opened.header.processes.length > 1;
  const name = process
    ? t(`group.${row.title.kind}`, { name: process.name, pid: process.pid })
    : t(`group.${row.title.kind}`);
  const text = several && process && row.title.kind !== "process" ? `${name} · ${process.pid}` : name;
  button.setAttribute("aria-expanded", String(!row.collapsed));
  button.onclick = () => actions.toggleGroup(row.id);
  replace(
    button,
    h("span", { class: "twistie", attributes: { "aria-hidden": "true" } }, row.collapsed ? "▸" : "▾"),
    h("span", { class: "name" }, text),
    h("span", { class: "count" }, String(row.count)),
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
  const name = say.lane(row.lane);
  const label = t("lane.describe", { name, kind: t(`lane.kind.${lane.kind}`), shares: shares.join(", ") });
  const width = (tones: number[]) => ({
    width: `${(tones.reduce((sum, tone) => sum + times[tone], 0) / lifeNs) * 100}%`,
  });
  button.title = label;
  button.setAttribute("aria-label", label);
  button.onclick = () => actions.chooseRow(row);
  replace(
    button,
    h("span", { class: "name" }, name),
    h(
      "span",
      { class: "meter" },
      h("span", { class: "running", style: width([Tone.running, Tone.io]) }),
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
    other: () => t("track.waiters", { max: facts?.waitersMax ?? 0 }),
  }[family(kind)]();
  const waited = t("track.waited", { waited: formatDuration(opened.waitedNs[row.resource]) });
  const counted = say.onlyCounted(row.resource);
  const more = counted === null ? waited : `${waited} · ${t("fact.acquired")} ${t("fact.acquiredCounted", counted)}`;
  button.title = `${name}: ${more}`;
  button.onclick = () => actions.chooseRow(row);
  replace(
    button,
    h("span", { class: "name" }, name),
    h("span", { class: "role" }, `${t(`kind.${kind}`)} · ${counted === null ? role : t("track.counted", counted)}`),
    h("span", { class: "hidden" }, more),
  );
}
