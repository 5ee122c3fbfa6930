/** What each command of the keyboard (timeline/keys.ts), of a button or of the host does. */
import type { App } from "./app";
import type { Moving } from "./moving";
import type { Command } from "./timeline/keys";
import { showKeys, showSearch } from "./ui/dialogs";
import type { OpenParts } from "./ui/open-parts";

const ZOOM_STEP = 1.5;
const PAN_SHARE = 0.2;

type Act = (app: App, parts: OpenParts, moving: Moving) => void;

const zoomBy =
  (factor: number): Act =>
  ({ viewport, choice }) => {
    const facts = choice.selection?.facts;
    viewport.zoom(factor, viewport.anchorPx(facts ? (facts.startNs + facts.endNs) / 2 : null));
  };

const panBy =
  (share: number): Act =>
  ({ viewport }) =>
    viewport.pan(viewport.widthPx * share);

const ACTS: Record<Command, Act> = {
  zoomIn: zoomBy(ZOOM_STEP),
  zoomOut: zoomBy(1 / ZOOM_STEP),
  panLeft: panBy(PAN_SHARE),
  panRight: panBy(-PAN_SHARE),
  left: ({ choice }) => void choice.step("left"),
  right: ({ choice }) => void choice.step("right"),
  up: ({ choice }) => void choice.step("up"),
  down: ({ choice }) => void choice.step("down"),
  chainDeeper: ({ choice }) => choice.alongChain(1),
  chainBack: ({ choice }) => choice.alongChain(-1),
  layer: ({ choice }) => void choice.otherLayer(),
  fit: ({ viewport }) => viewport.fit(),
  fitSelection: ({ viewport, choice }, _, moving) => {
    if (moving.meansRange) {
      moving.range.zoom();
      return;
    }
    const facts = choice.selection?.facts;
    if (facts?.kind === "loss" || facts?.kind === "race") choice.showLoss(facts);
    else if (facts) viewport.zoomTo(facts.startNs, facts.endNs);
  },
  resources: ({ viewport }) => viewport.bringToTop((row) => row.kind === "group" && row.title.kind === "resources"),
  follow: ({ follow }) => follow.toggle(),
  search: (app, { say }) => showSearch(say, app.ask("usedSites", {}), (match) => void app.choice.goTo(match)),
  help: (_, { say }) => showKeys(say),
  back: (_, __, moving) => void moving.travel.go(-1),
  forward: (_, __, moving) => void moving.travel.go(1),
  stepNext: (_, __, { stepper }) => stepper.step(1),
  stepBack: (_, __, { stepper }) => stepper.step(-1),
  mark: (_, __, moving) => moving.mark(),
  extendLeft: (_, __, moving) => moving.extend(-1),
  extendRight: (_, __, moving) => moving.extend(1),
  filter: (_, { laneTools }) => laneTools.focusFilter(),
  pin: ({ arranger }) => void arranger.pin(),
  moveUp: ({ arranger }) => void arranger.move(-1),
  moveDown: ({ arranger }) => void arranger.move(1),
  fold: ({ arranger }) => void arranger.fold(),
  clear: ({ choice }, _, { range, stepper }) => {
    if (!stepper.leave() && !range.clear()) void choice.clear();
  },
  source: openChosen,
  details: (_, { details }) => {
    details.dock.show("selection");
    details.dock.focus();
  },
};

export function runCommand(command: Command, app: App, parts: OpenParts, moving: Moving): void {
  ACTS[command](app, parts, moving);
}

/** Enter: of a stretch of time, to it; else the source line where there is an editor, else the details. */
function openChosen(app: App, parts: OpenParts, moving: Moving): void {
  const { opensSource, t } = parts.say;
  if (moving.meansRange) moving.range.zoom();
  else if (!opensSource) ACTS.details(app, parts, moving);
  else if (app.choice.selection) {
    const { site } = app.choice;
    if (site > 0) app.home.host?.openSource(site);
    else app.announce(t("selection.noSource"));
  }
}
