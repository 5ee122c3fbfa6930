/**
 * VS Code's window as a user sees it: what can be clicked, typed and read. Selectors live here and in the files beside, not
 * in the tests. Everything waits for what it needs on the screen; nothing waits for time.
 */
import type { Locator, Page } from "playwright-core";
import { Problems } from "./problems";
import { Terminal } from "./terminal";
import { TextEditor } from "./text-editor";
import { Timeline } from "./timeline";

/** A loaded machine may take this long for one step. */
const LONGEST_STEP_MS = 40_000;
/** After a failure the window may be in any state: the tests that follow find out sooner. */
const STEP_AFTER_FAILURE_MS = 5_000;
/** How long a key may go without an answer, and how often it is pressed then. */
const KEY_ANSWER_MS = 3_000;
const MOST_KEY_PRESSES = 10;

export class Workbench {
  readonly problems: Problems;
  readonly terminal: Terminal;
  readonly timeline: Timeline;
  readonly text: TextEditor;

  constructor(readonly page: Page) {
    page.setDefaultTimeout(LONGEST_STEP_MS);
    this.problems = new Problems(page);
    this.terminal = new Terminal(page);
    this.timeline = new Timeline(page);
    this.text = new TextEditor(page, this);
  }

  /** Closes what a failed test may have left open, for the next one to have a chance. */
  async recover(): Promise<void> {
    this.page.setDefaultTimeout(STEP_AFTER_FAILURE_MS);
    for (let time = 0; time < 3; time++) await this.page.keyboard.press("Escape");
  }

  /** Runs a command from the palette, by the words that it shows there. `asks`: it goes on in the palette's place. */
  async command(title: string, { asks = false } = {}): Promise<void> {
    // Not Enter: a command that was used before stands above one whose words it begins with.
    await (await this.palette(title)).click();
    if (!asks) await this.quickInput.waitFor({ state: "hidden" });
  }

  /** Answers the box with which a command asks for a text. */
  async answer(text: string): Promise<void> {
    const list = this.quickInput.locator(".quick-input-list .monaco-list-row");
    // The palette's own list is gone: the box is the command's.
    await list.first().waitFor({ state: "hidden" });
    await this.quickInput.locator("input").first().fill(text);
    await this.page.keyboard.press("Enter");
    await this.quickInput.waitFor({ state: "hidden" });
  }

  /** Opens the palette and gives the row of the command with exactly these words. */
  async palette(title: string): Promise<Locator> {
    const label = this.page.locator(".label-name", { hasText: new RegExp(`^${escapeRegExp(title)}$`) });
    return this.offered("F1", `>${title}`, this.quickInput.locator(".monaco-list-row", { has: label }).first());
  }

  /** Opens a box by its key, types, and gives the row that was wanted. */
  private async offered(key: string, text: string, wanted: Locator): Promise<Locator> {
    const nothing = this.quickInput.locator(".monaco-list-row", { hasText: /^No matching (commands|results)$/ });
    // A list is as old as its box: one that was opened before VS Code knew its extensions or its files is opened again.
    for (;;) {
      await this.openQuickInput(key);
      await this.quickInput.locator("input").first().fill(text);
      await wanted.or(nothing).first().waitFor();
      if (await wanted.isVisible()) return wanted;
      await this.page.keyboard.press("Escape");
      await this.quickInput.waitFor({ state: "hidden" });
    }
  }

  /** Opens a file of the folder; with a line, the cursor goes there. */
  async open(name: string, line?: number): Promise<void> {
    const row = this.quickInput.locator(".monaco-list-row.focused", { hasText: name });
    await this.offered("Control+P", name, row);
    await this.page.keyboard.press("Enter");
    await this.text.shows(name);
    if (line !== undefined) await this.text.goTo(line);
  }

  /** A key that is pressed while VS Code moves the focus gets lost: then it is pressed again. */
  private async openQuickInput(key: string): Promise<void> {
    const input = this.quickInput.locator("input").first();
    for (let tries = 0; tries < MOST_KEY_PRESSES; tries++) {
      await this.page.keyboard.press(key);
      const isOpen = await input.waitFor({ timeout: KEY_ANSWER_MS }).then(
        () => true,
        () => false,
      );
      if (isOpen) return;
    }
    throw new Error(`${key} opened nothing, ${MOST_KEY_PRESSES} times.`);
  }

  /** Opens a file by a double-click in the explorer: one that was just written is there sooner than in the quick open. */
  async openFromExplorer(name: string): Promise<void> {
    await this.page.locator(`.explorer-folders-view .monaco-list-row[aria-label^=${quoted(name)}]`).dblclick();
  }

  /** Answers VS Code's question for a file's name, whose box comes with a proposal that has this ending. */
  async saveAs(path: string, ending: string): Promise<void> {
    const input = this.quickInput.locator("input").first();
    await this.page.waitForFunction(
      (proposed) => document.querySelector<HTMLInputElement>(".quick-input-widget input")?.value.endsWith(proposed),
      ending,
    );
    await input.fill(path);
    await this.page.keyboard.press("Enter");
    await this.quickInput.waitFor({ state: "hidden" });
  }

  get quickInput(): Locator {
    return this.page.locator(".quick-input-widget");
  }

  /** The tab of a text file. */
  tab(label: string): Locator {
    return this.anyTab(label).filter({ has: this.page.locator(".file-icon") });
  }

  /** The tab of a run's timeline; it is called as the program. */
  timelineTab(label: string): Locator {
    return this.anyTab(label).filter({ hasNot: this.page.locator(".file-icon") });
  }

  private anyTab(label: string): Locator {
    // With more than one group of editors, a label goes on with the group.
    return this.page.locator(`.tab[aria-label=${quoted(label)}], .tab[aria-label^=${quoted(`${label}, `)}]`);
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
}

/** As a string of a selector. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

export function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
