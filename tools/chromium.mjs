/**
 * A Chromium for the page's tests, without anything to install by hand.
 *
 * Linux on x64: the npm package @sparticuz/chromium carries one. It is unpacked once, below node_modules, together with
 * the few shared libraries that a bare machine may lack. Elsewhere: an installed Chrome, Chromium or Edge.
 * RACEWAY_CHROMIUM=<path> says which browser to take and goes before both.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExpectedError, ROOT, run } from "./process.mjs";

/** @returns {Promise<NodeJS.ProcessEnv>} what a test has in its environment: RACEWAY_CHROMIUM, maybe a library path */
export async function chromiumEnvironment() {
  if (process.env.RACEWAY_CHROMIUM) return { RACEWAY_CHROMIUM: process.env.RACEWAY_CHROMIUM };
  const packed = process.platform === "linux" && process.arch === "x64";
  const env = packed ? await unpacked() : installed();
  const { code, output } = await run(env.RACEWAY_CHROMIUM, ["--version"], {
    env: { ...process.env, ...env },
    timeoutMs: 60_000,
  });
  if (code === 0) return env;
  throw new ExpectedError(`${output}Chromium does not start. On Debian and Ubuntu: apt-get install libnss3 libexpat1`);
}

/** Unpacks the package's browser below node_modules, a folder for each version. */
async function unpacked() {
  const version = JSON.parse(readFileSync(join(ROOT, "node_modules/@sparticuz/chromium/package.json"), "utf8")).version;
  const folder = join(ROOT, "node_modules/.cache/raceway", `chromium-${version}`);
  if (!existsSync(folder)) await unpackInto(folder);
  const executable = join(folder, "chromium");
  const env = { RACEWAY_CHROMIUM: executable, FONTCONFIG_PATH: join(folder, "fonts") };
  // The machine's own libraries are the better fit where they exist.
  const { output } = await run("ldd", [executable]);
  return output.includes("not found") ? { ...env, LD_LIBRARY_PATH: join(folder, "al2023/lib") } : env;
}

/** The package unpacks into the temp folder, and its libraries only where it believes to run in a cloud function. */
async function unpackInto(folder) {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const code = `import chromium from ${JSON.stringify(import.meta.resolve("@sparticuz/chromium"))}; await chromium.executablePath();`;
  const env = { ...process.env, TMPDIR: unfinished, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs20.x" };
  const result = await run(process.execPath, ["--input-type=module", "-e", code], { env });
  if (result.code !== 0)
    throw new ExpectedError(`${result.output}The Chromium of @sparticuz/chromium could not be unpacked.`);
  writeFileSync(join(unfinished, "fonts/fonts.conf"), fontsConf(join(folder, "fonts/fonts")));
  // Renamed when whole: a run that was broken off, or one beside this one, leaves no half a browser.
  if (existsSync(folder)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, folder);
}

/** A bare machine has no font at all, and the package's own list names a folder that is not ours. */
function fontsConf(folder) {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
}

const USUAL_PLACES = {
  darwin: ["Google Chrome", "Chromium", "Microsoft Edge"].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"]].flatMap((root) => [
    `${root}\\Google\\Chrome\\Application\\chrome.exe`,
    `${root}\\Microsoft\\Edge\\Application\\msedge.exe`,
  ]),
  linux: ["chromium", "chromium-browser", "google-chrome", "microsoft-edge"].map((name) => `/usr/bin/${name}`),
};

function installed() {
  const executable = USUAL_PLACES[process.platform]?.find(existsSync);
  if (executable) return { RACEWAY_CHROMIUM: executable };
  throw new ExpectedError(
    "No Chrome, Chromium or Edge was found for the page's tests. Install one, or set RACEWAY_CHROMIUM to its path.",
  );
}
