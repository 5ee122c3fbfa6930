/** Keys of the timeline. They work wherever the focus is, except where one writes. */

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
  | "fit"
  | "fitSelection"
  | "resources"
  | "search"
  | "help"
  | "clear"
  | "details";

const COMMANDS: Record<string, Command> = {
  w: "zoomIn",
  "+": "zoomIn",
  "=": "zoomIn",
  s: "zoomOut",
  "-": "zoomOut",
  a: "panLeft",
  d: "panRight",
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  "]": "chainDeeper",
  "[": "chainBack",
  f: "fit",
  F: "fitSelection",
  l: "resources",
  "/": "search",
  "?": "help",
  Escape: "clear",
  Enter: "details",
};

/** For the help: which keys do what, in reading order. */
export const KEY_HELP = [
  { keys: ["W", "S"], text: "keys.zoom" },
  { keys: ["A", "D"], text: "keys.pan" },
  { keys: ["↑", "↓"], text: "keys.lanes" },
  { keys: ["←", "→"], text: "keys.spans" },
  { keys: ["[", "]"], text: "keys.chain" },
  { keys: ["F"], text: "keys.fit" },
  { keys: ["Shift F"], text: "keys.fitSelection" },
  { keys: ["Enter"], text: "keys.enter" },
  { keys: ["L"], text: "keys.resources" },
  { keys: ["/"], text: "keys.search" },
  { keys: ["?"], text: "keys.help" },
  { keys: ["Esc"], text: "keys.clear" },
] as const;

export function listenForKeys(run: (command: Command) => void): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const command = COMMANDS[event.key] ?? COMMANDS[event.key.toLowerCase()];
    if (!command || !belongsToTimeline(event.target, command)) return;
    event.preventDefault();
    run(command);
  });
}

/** Writing, dialogs and tabs have their own use of keys; Enter and arrows on a button of the details stay there. */
function belongsToTimeline(target: EventTarget | null, command: Command): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest("input, textarea, select, dialog")) return false;
  const arrow = command === "left" || command === "right" || command === "up" || command === "down";
  if (arrow && target.closest("[role=tablist], .dock")) return false;
  return command !== "details" || !target.closest("button:not(.row), a");
}
