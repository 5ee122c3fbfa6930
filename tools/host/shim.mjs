#!/usr/bin/env node
/**
 * Stands in for VS Code's executable where @vscode/test-electron wants one: takes the same arguments, and runs the suite in
 * the extension host of the server with a headless Chromium for a window. What the suite prints goes to stdout; the exit
 * code is 0 when it passed.
 *
 * VS Code in a browser reports both through two functions that whoever drives the browser provides: codeAutomationLog and
 * codeAutomationExit.
 */
import { parseArgs } from "node:util";
import { runScript } from "../process.mjs";
import { launchBrowser } from "./browser.mjs";
import { startEditor } from "./server.mjs";

const LONGEST_MS = 240_000;

await runScript(async () => {
  const { values, positionals } = parseArgs({
    // Electron's own flags come along; they mean nothing here.
    strict: false,
    allowPositionals: true,
    options: {
      extensionTestsPath: { type: "string" },
      extensionDevelopmentPath: { type: "string", multiple: true, default: [] },
      locale: { type: "string", default: "en" },
    },
  });
  // In a window's address each name can stand once only: what is not itself under test counts as installed.
  const [tested, ...linked] = values.extensionDevelopmentPath;
  const editor = await startEditor({ development: true, linked, locale: String(values.locale), env: testVariables() });
  try {
    const browser = await launchBrowser();
    try {
      return await runSuite(editor, browser, tested, values.extensionTestsPath, positionals[0]);
    } finally {
      await browser.close();
    }
  } finally {
    await editor.stop();
  }
});

/** What a suite is told through its environment: runTests' extensionTestsEnv, by our convention of this prefix. */
function testVariables() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("RACEWAY_TEST_")));
}

/** @returns {Promise<number>} the exit code of the suite */
async function runSuite(editor, browser, tested, suite, folder) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const exited = new Promise((resolve, reject) => {
    page.exposeFunction("codeAutomationExit", resolve);
    page.on("crash", () => reject(new Error("The window crashed.")));
    setTimeout(() => reject(new Error(`The suite did not end within ${LONGEST_MS / 1000} s.`)), LONGEST_MS).unref();
  });
  await page.exposeFunction("codeAutomationLog", (_type, args) => {
    process.stdout.write(`${args.map(asText).join(" ")}\n`);
  });
  const payload = [
    ["extensionDevelopmentPath", editor.remote(tested)],
    ["extensionTestsPath", editor.remote(String(suite))],
  ];
  await page.goto(editor.address({ folder, payload }));
  try {
    return await exited;
  } catch (error) {
    process.stdout.write(`${editor.logs()}\n`);
    throw error;
  }
}

function asText(value) {
  return typeof value === "string" ? value : JSON.stringify(value);
}
