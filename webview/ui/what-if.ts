/** Which model fits what the program did, and what each pool would have taken with another number of workers. */
import { formatDuration, formatShare } from "../../core/l10n/format";
import type { SentWhatIf } from "../../core/protocol/messages";
import { h } from "./dom";
import type { Say } from "./say";

/** As the summary in the terminal says it; null where no other model is recommended. */
export function modelSection(say: Say): HTMLElement | null {
  const { model } = say.opened.header.run;
  if (model === null || model.fits === "as-it-is" || model.fits === "unknown") return null;
  const { fits, runNs, cpuNs, aloneNs, aloneWaits, wouldTakeNs } = model;
  const told = say.t(`report.model.${fits}`, {
    cpu: formatShare(cpuNs / runNs),
    alone: formatShare(aloneNs / runNs),
    waits: aloneWaits,
    run: formatDuration(runNs),
    would: formatDuration(wouldTakeNs ?? runNs),
  });
  return h(
    "section",
    { class: "finding stuck info model" },
    h("h2", {}, h("span", { class: "rule" }, say.t("report.model"))),
    ...told.split("\n").map((line) => h("p", {}, line)),
  );
}

/** A table a pool; null where nothing can be said of any. */
export function whatIfSection(say: Say): HTMLElement | null {
  const pools = say.opened.header.run.whatIf.filter(({ plays }) => plays.length > 1);
  if (pools.length === 0) return null;
  const title = h("h2", {}, h("span", { class: "rule" }, say.t("whatIf.title")));
  return h("section", { class: "finding stuck info what-if" }, title, ...pools.flatMap((pool) => ofPool(say, pool)));
}

function ofPool(say: Say, { pool, workers, measuredNs, units, processors, assumes, plays, isNear }: SentWhatIf) {
  const { t } = say;
  const about = t("whatIf.about", {
    pool: say.names.pool(pool),
    duration: formatDuration(measuredNs),
    count: workers,
    units,
  });
  const own = plays.find((play) => play.workers === workers);
  // Who cannot tell what was cannot tell what would be.
  if (!isNear)
    return [h("p", {}, about), h("p", {}, t("whatIf.far", { duration: formatDuration(own?.durationNs ?? 0) }))];
  const longestNs = Math.max(1, ...plays.map(({ durationNs }) => durationNs));
  const rows = plays.map((play) => {
    const isOwn = play.workers === workers;
    const width = `${((100 * play.durationNs) / longestNs).toFixed(1)}%`;
    return h(
      "tr",
      { class: isOwn ? "own" : "" },
      h(
        "th",
        { class: "number", attributes: { scope: "row" } },
        isOwn ? t("whatIf.own", { count: play.workers }) : String(play.workers),
      ),
      h("td", { class: "number" }, formatDuration(play.durationNs)),
      h(
        "td",
        { class: "time", attributes: { "aria-hidden": "true" } },
        h("span", { class: "time-bar", style: { width } }),
      ),
      h("td", { class: "number" }, formatShare(play.utilization)),
    );
  });
  const number = (text: string) => h("th", { class: "number", attributes: { scope: "col" } }, text);
  const head = h(
    "tr",
    {},
    number(t("whatIf.workers")),
    number(t("whatIf.time")),
    h("td", { attributes: { "aria-hidden": "true" } }),
    number(t("whatIf.busy")),
  );
  const assumed = assumes.map((each) => h("li", {}, t(`whatIf.assumes.${each}`, { count: processors ?? 0 })));
  return [
    h("p", {}, about),
    h("table", {}, h("caption", { class: "hidden" }, about), h("thead", {}, head), h("tbody", {}, ...rows)),
    h("details", {}, h("summary", {}, t("whatIf.assumed")), h("ul", {}, ...assumed)),
  ];
}
