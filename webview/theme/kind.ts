/** Dark or light, and with how much contrast: the editor says so by the body's class, elsewhere the system does. */

/** `hc`: high contrast. */
export type ThemeKind = "dark" | "light" | "hc-dark" | "hc-light";

/** VS Code's classes; a high-contrast light theme has both of the first two. */
const BODY_CLASSES: readonly (readonly [name: string, kind: ThemeKind])[] = [
  ["vscode-high-contrast-light", "hc-light"],
  ["vscode-high-contrast", "hc-dark"],
  ["vscode-light", "light"],
  ["vscode-dark", "dark"],
];

export function themeKind(): ThemeKind {
  const found = BODY_CLASSES.find(([name]) => document.body.classList.contains(name));
  if (found) return found[1];
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function isHighContrast(): boolean {
  return themeKind().startsWith("hc") || matchMedia("(forced-colors: active)").matches;
}
