/** The text editor in front: lines, code lenses, marks in the gutter, hovers, the cursor. */
import type { Locator, Page } from "playwright-core";
import type { Workbench } from "./workbench";

export class TextEditor {
  constructor(
    private readonly page: Page,
    private readonly workbench: Workbench,
  ) {}

  /** Waits until the text of this file is on the screen and has the cursor. */
  async shows(name: string): Promise<void> {
    await this.page
      .locator(`.monaco-editor.focused[data-uri$="/${asInUri(name)}"] .view-line`)
      .first()
      .waitFor();
  }

  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press("Control+G");
    await this.workbench.quickInput.locator("input").first().fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.workbench.quickInput.waitFor({ state: "hidden" });
    await this.cursorAt(line, column);
  }

  /** Waits until the status bar says that the cursor is there. */
  async cursorAt(line: number, column: number): Promise<void> {
    await this.page
      .locator('.statusbar-item[id="status.editor.selection"]', {
        hasText: new RegExp(`\\b${line}\\b.*\\b${column}\\b`),
      })
      .waitFor();
  }

  /** The code lens with these words. One that is below the window is in the document, but cannot be clicked. */
  codeLens(words: string): Locator {
    return this.page
      .locator(".editor-group-container.active .codelens-decoration a", { hasText: words })
      .filter({ visible: true });
  }

  /** Marks in the margin beside the lines that are on the screen. */
  get gutterMarks(): Locator {
    return this.page.locator(".glyph-margin-widgets .cgmr, .margin-view-overlays .cgmr");
  }

  /** Waits for such a text behind a line, and gives it. It is none of the document's: a style draws it. */
  async behindLine(text: RegExp): Promise<string> {
    const found = await this.page.waitForFunction(textBehindLine, [BEHIND_LINES, text.source] as const);
    return (await found.jsonValue())!;
  }

  /** Waits until no text stands behind a line any more. */
  async nothingBehindLines(): Promise<void> {
    await this.page.waitForFunction(
      ([selector, text]) =>
        [...document.querySelectorAll(selector)].every(
          (each) => !new RegExp(text).test(getComputedStyle(each, "::after").content),
        ),
      [BEHIND_LINES, '[^"]'] as const,
    );
  }

  /** Shows the hover of the place where the cursor is. */
  async hover(): Promise<Locator> {
    await this.page.keyboard.press("Control+K");
    await this.page.keyboard.press("Control+I");
    const hover = this.page.locator(".monaco-hover:visible .hover-contents").first();
    await hover.waitFor();
    return this.page.locator(".monaco-hover:visible").first();
  }
}

const BEHIND_LINES = '.view-line span[class*="ced-"]';

/** Runs in the page. */
function textBehindLine([selector, text]: readonly [string, string]): string | null {
  for (const element of document.querySelectorAll(selector)) {
    const shown = getComputedStyle(element, "::after").content.slice(1, -1);
    if (element.getBoundingClientRect().width > 0 && new RegExp(text).test(shown)) return shown;
  }
  return null;
}

/** VS Code encodes more than JavaScript does. */
function asInUri(name: string): string {
  return encodeURIComponent(name).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
