/** A window of VS Code with the packaged extension, on a folder of its own, for the tests of one file. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import { loadTool } from "../../../tools/load";
import { Workbench } from "./workbench";

type BrowserTool = typeof import("../../../../tools/host/browser.mjs");
type ServerTool = typeof import("../../../../tools/host/server.mjs");
type Editor = Awaited<ReturnType<ServerTool["startEditor"]>>;

/** Pictures and logs of failed tests. */
const FAILURES = join(process.cwd(), "dist/test-host");

export interface SessionOptions {
  locale?: "en" | "zh-cn";
  settings?: Record<string, unknown>;
  /** Of the folder that the window opens, beside the samples: name → content. */
  files?: Record<string, string | Uint8Array>;
}

export class Session {
  private constructor(
    readonly editor: Editor,
    readonly browser: Browser,
    /** The folder that is open. */
    readonly folder: string,
    readonly workbench: Workbench,
  ) {}

  static async start({ locale, settings, files = {} }: SessionOptions = {}): Promise<Session> {
    const { startEditor } = await loadTool<ServerTool>("host/server");
    const { launchBrowser, openWindow } = await loadTool<BrowserTool>("host/browser");
    const folder = mkdtempSync(join(tmpdir(), "raceway-window-"));
    cpSync("samples", folder, { recursive: true });
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const editor = await startEditor({ locale, settings, vsix: packageToTest() });
    try {
      const browser = await launchBrowser();
      const page = await openWindow(browser, editor.address({ folder }));
      return new Session(editor, browser, folder, new Workbench(page));
    } catch (error) {
      await editor.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.browser.close();
    await this.editor.stop();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Keeps what the window shows and what VS Code logged, and says where. */
  async keepEvidence(name: string): Promise<string> {
    mkdirSync(FAILURES, { recursive: true });
    const base = join(FAILURES, name.replace(/[^\w-]+/g, "_").slice(0, 80));
    await this.workbench.page.screenshot({ path: `${base}.png` });
    writeFileSync(`${base}.log`, this.editor.logs());
    return `${base}.png and .log`;
  }
}

/** Is there a process with this id? */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** tools/test.mjs makes the package and names it. */
function packageToTest(): string {
  const vsix = process.env.RACEWAY_VSIX;
  if (!vsix) throw new Error("These tests need the packaged extension: run them with `npm run test:host`.");
  return vsix;
}
