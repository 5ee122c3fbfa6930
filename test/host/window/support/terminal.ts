/** The terminal panel: what the program printed, and a keyboard for it. */
import type { Locator, Page } from "playwright-core";

export class Terminal {
  constructor(private readonly page: Page) {}

  /** Waits until the visible terminal shows this text. */
  async shows(text: string | RegExp): Promise<void> {
    await this.rows.filter({ hasText: text }).first().waitFor();
  }

  async type(text: string): Promise<void> {
    await this.page.locator(".terminal-wrapper.active textarea").focus();
    await this.page.keyboard.type(text);
  }

  async press(key: string): Promise<void> {
    await this.page.locator(".terminal-wrapper.active textarea").focus();
    await this.page.keyboard.press(key);
  }

  async text(): Promise<string> {
    return (await this.rows.first().innerText()).replaceAll(" ", " ");
  }

  private get rows(): Locator {
    return this.page.locator(".terminal-wrapper.active .xterm-rows");
  }
}
