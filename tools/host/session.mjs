/** One VS Code with one window, for as long as `use` needs it. */
import { launchBrowser, openWindow } from "./browser.mjs";
import { startEditor } from "./server.mjs";

/**
 * @param {object} options those of startEditor, and:
 * @param {string} [options.open] the folder that the window opens
 * @param {import("playwright-core").BrowserContextOptions} [options.context]
 * @param {(session: { editor: import("./server.mjs").Editor, page: import("playwright-core").Page,
 *   browser: import("playwright-core").Browser }) => Promise<Result>} use
 * @template Result
 * @returns {Promise<Result>}
 */
export async function withEditor({ open, context, ...options }, use) {
  const editor = await startEditor(options);
  try {
    const browser = await launchBrowser();
    try {
      const page = await openWindow(browser, editor.address({ folder: open }), context);
      return await use({ editor, page, browser });
    } finally {
      await browser.close();
    }
  } finally {
    await editor.stop();
  }
}
