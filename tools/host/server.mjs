/** Starts a real VS Code whose window is a web page, with folders of its own, and ends all of it again. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ExpectedError, run } from "../process.mjs";
import { ensureServer } from "./install.mjs";
import { writeLanguagePack, writeSettings } from "./settings.mjs";

const GUARD = fileURLToPath(new URL("guard.mjs", import.meta.url));
const LONGEST_START_MS = 60_000;

/**
 * @typedef {object} Editor
 * @property {string} origin "http://127.0.0.1:41234"
 * @property {string} folder its own folder: data, extensions and logs are in it, and `stop` removes it
 * @property {(options?: { folder?: string, payload?: [string, string][] }) => string} address of a window
 * @property {(path: string) => string} remote a file or folder as the window names it
 * @property {() => string} logs of the server and the newest extension host, the end of each
 * @property {() => Promise<void>} stop
 *
 * @param {object} [options]
 * @param {string} [options.locale] "en" or "zh-cn"
 * @param {Record<string, unknown>} [options.settings] on top of those in settings.mjs
 * @param {string} [options.vsix] installed before the start, as a user would
 * @param {string | string[]} [options.linked] folders of extensions that count as installed, without a package: for quick
 *   tries; not together with `vsix`
 * @param {boolean} [options.development] allows extensions under development and suites in the extension host; VS Code then
 *   shows no notification toasts
 * @param {Record<string, string>} [options.env] for the server and all that it starts
 * @param {string} [options.token] needed to open a window; without it, any local user may
 * @returns {Promise<Editor>}
 */
export async function startEditor({
  locale = "en",
  settings = {},
  vsix,
  linked,
  development = false,
  env = {},
  token,
} = {}) {
  const server = await ensureServer();
  const folder = mkdtempSync(join(tmpdir(), "raceway-vscode-"));
  const data = join(folder, "data");
  const folders = ["--server-data-dir", data, "--extensions-dir", join(folder, "extensions")];
  const temporary = join(folder, "tmp");
  for (const path of [temporary, join(folder, "extensions")]) mkdirSync(path);
  writeSettings(data, settings);
  if (locale !== "en") writeLanguagePack(data, locale);
  if (vsix) await installExtension(server, folders, vsix);
  for (const path of [linked ?? []].flat()) symlinkSync(path, join(folder, "extensions", nameOf(path)));
  const flags = [
    ...["--host", "127.0.0.1", "--port", "0", "--accept-server-license-terms", "--telemetry-level", "off"],
    ...["--locale", locale, ...folders],
    ...(token ? ["--connection-token", token] : ["--without-connection-token"]),
    ...(development ? ["--enable-smoke-test-driver"] : []),
  ];
  const child = spawn(process.execPath, [GUARD, folder, server.node, server.main, ...flags], {
    // Ctrl-C in a terminal is for us, who then end it in order.
    detached: true,
    env: { ...cleanEnvironment(), TMPDIR: temporary, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const output = { text: "" };
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output.text += text;
    });
  const stop = async () => {
    child.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const port = await portOf(child, output);
    return editorAt(port, { folder, token, stop, output });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs VS Code's own installer, the one behind `code --install-extension`. */
async function installExtension({ node, main }, folders, vsix) {
  const flags = ["--install-extension", vsix, "--force", ...folders];
  const { code, output } = await run(node, [main, ...flags], { env: cleanEnvironment(), timeoutMs: LONGEST_START_MS });
  if (code !== 0 || !output.includes("was successfully installed"))
    throw new ExpectedError(`${output}\n${vsix} could not be installed.`);
}

/** VS Code takes a folder of this name for an installed extension. */
function nameOf(extension) {
  const { publisher, name, version } = JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  return `${publisher}.${name}-${version}`;
}

/** The server says in one line on which port it listens. */
function portOf(child, output) {
  return new Promise((resolve, reject) => {
    const fail = (why) => reject(new ExpectedError(`${output.text}\nVS Code's server ${why}.`));
    const timer = setTimeout(() => fail(`did not start within ${LONGEST_START_MS / 1000} s`), LONGEST_START_MS);
    child.once("close", () => fail("ended at its start"));
    child.stdout.on("data", () => {
      const port = /listening on (\d+)/.exec(output.text)?.[1];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

/** @returns {Editor} */
function editorAt(port, { folder, token, stop, output }) {
  const authority = `127.0.0.1:${port}`;
  return {
    origin: `http://${authority}`,
    folder,
    address({ folder: opened, payload = [] } = {}) {
      const query = new URLSearchParams();
      if (token) query.set("tkn", token);
      if (opened) query.set("folder", opened);
      if (payload.length > 0) query.set("payload", JSON.stringify(payload));
      return `http://${authority}/?${query}`;
    },
    remote: (path) => `vscode-remote://${authority}${path}`,
    logs: () => [endOf(output.text), ...logFiles(join(folder, "data"))].join("\n"),
    stop,
  };
}

/** The ends of the log files under the server's data folder, each with its name. */
function logFiles(data) {
  const names = readdirSync(data, { recursive: true }).map(String);
  return names
    .filter((name) => name.endsWith(".log"))
    .sort()
    .map((name) => `── ${name}\n${endOf(readFileSync(join(data, name), "utf8"))}`);
}

function endOf(text) {
  return text.slice(-8_000);
}

/** Nothing of an editor or of npm that may run around this one reaches it; tests say themselves what the extension gets. */
function cleanEnvironment() {
  const env = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_TEST|INIT_CWD$|RACEWAY_)/.test(name),
  );
  return { ...Object.fromEntries(env), EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "" }) };
}
