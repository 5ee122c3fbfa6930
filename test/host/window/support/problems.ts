/** The Problems panel. */
import type { Locator, Page } from "playwright-core";

export class Problems {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    if (!(await this.page.locator(".markers-panel").isVisible())) await this.page.keyboard.press("Control+Shift+M");
    await this.page.locator(".markers-panel").waitFor();
  }

  /** What is listed: files, problems, and the places that belong to a problem. */
  get rows(): Locator {
    return this.page.locator(".markers-panel .monaco-list-row");
  }
}
