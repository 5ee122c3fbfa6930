/** Keys of the timeline. They work wherever the focus is, except where one writes. */
import type { ViewKey } from "../view-text";

export type Command =
  | "zoomIn"
  | "zoomOut"
  | "panLeft"
  | "panRight"
  | "left"
  | "right"
  | "up"
  | "down"
  | "chainDeeper"
  | "chainBack"
  | "layer"
  | "fit"
  | "fitSelection"
  | "resources"
  | "search"
  | "help"
  | "clear"
  | "source"
  | "follow"
  | "details"
  | "stepNext"
  | "stepBack"
  | "filter"
  | "pin"
  | "moveUp"
  | "moveDown"
  | "fold"
  | "mark"
  | "extendLeft"
  | "extendRight"
  | "back"
  | "forward";

const COMMANDS: Record<string, Command> = {
  w: "zoomIn",
  "+": "zoomIn",
  "=": "zoomIn",
  s: "zoomOut",
  "-": "zoomOut",
  a: "panLeft",
  d: "panRight",
  "Shift+ArrowLeft": "extendLeft",
  "Shift+ArrowRight": "extendRight",
  "Alt+ArrowLeft": "back",
  "Alt+ArrowRight": "forward",
  Backspace: "back",
  "Shift+Backspace": "forward",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  "]": "chainDeeper",
  "[": "chainBack",
  Space: "stepNext",
  "Shift+Space": "stepBack",
  "Alt+ArrowUp": "moveUp",
  "Alt+ArrowDown": "moveDown",
  n: "filter",
  p: "pin",
  c: "fold",
  t: "layer",
  m: "mark",
  f: "fit",
  F: "fitSelection",
  z: "fitSelection",
  e: "follow",
  i: "details",
  l: "resources",
  "/": "search",
  "?": "help",
  Escape: "clear",
  Enter: "source",
};

/** For the help: which keys do what, in reading order; `in`: only where there is an editor, or only where there is none. */
export const KEY_HELP: readonly { keys: readonly string[]; text: ViewKey; in?: "editor" | "file" }[] = [
  { keys: ["W", "S"], text: "keys.zoom" },
  { keys: ["A", "D"], text: "keys.pan" },
  { keys: ["↑", "↓"], text: "keys.lanes" },
  { keys: ["←", "→"], text: "keys.spans" },
  { keys: ["[", "]"], text: "keys.chain" },
  { keys: ["T"], text: "keys.layer" },
  { keys: ["M"], text: "keys.mark" },
  { keys: ["Shift ←", "Shift →"], text: "keys.extend" },
  { keys: ["Space", "Shift Space"], text: "keys.steps" },
  { keys: ["Home", "End"], text: "keys.stepEnds" },
  { keys: ["F"], text: "keys.fit" },
  { keys: ["Z"], text: "keys.fitSelection" },
  { keys: ["Alt ←", "Alt →"], text: "keys.travel" },
  { keys: ["E"], text: "keys.follow", in: "editor" },
  { keys: ["Enter"], text: "keys.enterSource", in: "editor" },
  { keys: ["Enter"], text: "keys.enter", in: "file" },
  { keys: ["I"], text: "keys.details", in: "editor" },
  { keys: ["L"], text: "keys.resources" },
  { keys: ["N"], text: "keys.filter" },
  { keys: ["P"], text: "keys.pin" },
  { keys: ["Alt ↑", "Alt ↓"], text: "keys.move" },
  { keys: ["C"], text: "keys.fold" },
  { keys: ["/"], text: "keys.search" },
  { keys: ["?"], text: "keys.help" },
  { keys: ["Esc"], text: "keys.clear" },
];

export function listenForKeys(run: (command: Command) => void): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.altKey && !event.key.startsWith("Arrow")) return;
    // A held key that opens a file would open it many times.
    if (event.repeat && event.key === "Enter") return;
    const command = COMMANDS[nameOf(event)] ?? COMMANDS[event.key.toLowerCase()];
    if (!command || !belongsToTimeline(event.composedPath(), command)) return;
    event.preventDefault();
    run(command);
  });
}

/** On the arrow keys. */
const ARROWS: ReadonlySet<Command> = new Set([
  "left",
  "right",
  "up",
  "down",
  "extendLeft",
  "extendRight",
  "moveUp",
  "moveDown",
]);

/** Space presses buttons, opens lists and turns pages. */
const STEPS: ReadonlySet<Command> = new Set(["stepNext", "stepBack"]);

/** Letters say by themselves whether Shift is held. */
function nameOf({ key, shiftKey, altKey }: KeyboardEvent): string {
  if (key === " ") return shiftKey ? "Shift+Space" : "Space";
  if (!key.startsWith("Arrow") && key !== "Backspace") return key;
  return `${altKey ? "Alt+" : ""}${shiftKey ? "Shift+" : ""}${key}`;
}

/**
 * Writing, dialogs and tabs have their own use of keys; Enter and arrows on a button of the details stay there. `path`: from
 * the innermost element out, also through those that a control hides inside (the field in a text field of the toolkit).
 */
function belongsToTimeline(path: EventTarget[], command: Command): boolean {
  const isIn = (selector: string) => path.some((each) => each instanceof Element && each.matches(selector));
  // A list of the toolkit looks for the words that one types; it is no select.
  if (isIn("input:not([type=checkbox]), textarea, select, dialog, [role=combobox], [role=listbox]")) return false;
  const arrow = ARROWS.has(command);
  if (arrow && isIn("[role=tablist], .dock")) return false;
  if (STEPS.has(command)) return !isIn("button, a, input, summary, .control, .dock, [role=tab], [role=button]");
  return command !== "source" || !isIn("button:not(.row), a, .control");
}
