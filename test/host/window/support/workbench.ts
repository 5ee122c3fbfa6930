/**
 * VS Code's window as a user sees it: what can be clicked, typed and read. Selectors live here and in the files beside, not
 * in the tests. Everything waits for what it needs on the screen; nothing waits for time.
 */
import { once } from "node:events";
import { watch } from "node:fs";
import { dirname } from "node:path";
import type { Locator, Page } from "playwright-core";
import { Terminal } from "./terminal";
import { TextEditor } from "./text-editor";
import { Timeline } from "./timeline";

/** A loaded machine may take this long for one step. */
const LONGEST_STEP_MS = 45_000;

export class Workbench {
  readonly terminal: Terminal;
  readonly timeline: Timeline;
  readonly text: TextEditor;

  constructor(readonly page: Page) {
    page.setDefaultTimeout(LONGEST_STEP_MS);
    this.terminal = new Terminal(page);
    this.timeline = new Timeline(page);
    this.text = new TextEditor(page, this);
  }

  /** Runs a command from the palette, by the words that it shows there. */
  async command(title: string): Promise<void> {
    await this.palette(title);
    await this.page.keyboard.press("Enter");
    await this.quickInput.waitFor({ state: "hidden" });
  }

  /** Opens the palette and waits until the command with exactly these words is the one that Enter runs. */
  async palette(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.quickPick(`>${title}`, title);
  }

  /** What the palette offers for these words. */
  async paletteOffers(words: string): Promise<string[]> {
    await this.page.keyboard.press("F1");
    await this.quickInput.locator("input").first().fill(`>${words}`);
    await this.quickInput.locator(".monaco-list-row").first().waitFor();
    const labels = await this.quickInput.locator(".monaco-list-row .label-name").allInnerTexts();
    await this.page.keyboard.press("Escape");
    return labels;
  }

  /** Opens a file of the folder; with a line, the cursor goes there. */
  async open(name: string, line?: number): Promise<void> {
    await this.page.keyboard.press("Control+P");
    await this.quickPick(name, name);
    await this.page.keyboard.press("Enter");
    await this.tab(name).waitFor();
    if (line !== undefined) await this.text.goTo(line);
  }

  /** Fills the open quick input and waits until the row with these words is focused. */
  async quickPick(text: string, row: string): Promise<void> {
    await this.quickInput.locator("input").first().fill(text);
    await this.quickInput.locator(".monaco-list-row.focused", { hasText: row }).waitFor();
  }

  /** The input box that a command asks with: its prompt is on the screen when this returns. */
  async answer(text: string): Promise<void> {
    const input = this.quickInput.locator("input").first();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press("Enter");
  }

  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget");
  }

  /** The tab of an editor, by its label. */
  tab(label: string): Locator {
    return this.page.locator(".tabs-container .tab", { has: this.page.locator(`.label-name:text-is("${label}")`) });
  }

  async closeTab(label: string): Promise<void> {
    await this.tab(label).click({ button: "middle" });
    await this.tab(label).waitFor({ state: "detached" });
  }

  /** An item of the status bar by the id that its extension gave it. */
  statusBar(id: string): Locator {
    return this.page.locator(`.statusbar-item[id="raceway.raceway.${id}"]`);
  }

  /** The text of every notification toast on the screen. */
  get toasts(): Locator {
    return this.page.locator(".notification-toast .notification-list-item-message");
  }

  /** A button in the editor's title bar, by the words of its command. */
  titleButton(label: string): Locator {
    return this.page.locator(`.editor-actions a[aria-label^="${label}"]`);
  }

  /** Waits until a file that the window writes is there. */
  async saved(path: string, isThere: () => boolean): Promise<void> {
    const folder = watch(dirname(path));
    try {
      while (!isThere()) await once(folder, "change", { signal: AbortSignal.timeout(LONGEST_STEP_MS) });
    } finally {
      folder.close();
    }
  }

  async focusEditor(): Promise<void> {
    await this.page.locator(".editor-instance .monaco-editor .view-lines").first().click();
  }
}
