/** speedscope, which the timeline is measured beside: from npm, unpacked once below node_modules. Nothing of ours depends on it. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ROOT, run } from "./process.mjs";

const VERSION = "1.25.0";
const LONGEST_MS = 300_000;

/** @returns {Promise<NodeJS.ProcessEnv>} RACEWAY_SPEEDSCOPE: the package's folder; nothing where it cannot be had, which is said */
export async function speedscopeEnvironment() {
  const folder = join(ROOT, "node_modules/.cache/raceway", `speedscope-${VERSION}`);
  if (!existsSync(folder)) {
    const problem = await unpackInto(folder);
    if (problem !== null) {
      console.log(`Not measured beside speedscope: ${problem}`);
      return {};
    }
  }
  return { RACEWAY_SPEEDSCOPE: join(folder, "package") };
}

/** @returns {Promise<string | null>} what went wrong */
async function unpackInto(folder) {
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  const packed = await run("npm", ["pack", `speedscope@${VERSION}`, "--pack-destination", unfinished], {
    timeoutMs: LONGEST_MS,
  });
  const archive = readdirSync(unfinished).find((name) => name.endsWith(".tgz"));
  const unpacked =
    archive === undefined ? packed : await run("tar", ["-xzf", join(unfinished, archive), "-C", unfinished], {});
  if (archive !== undefined && unpacked.code === 0 && !existsSync(folder)) {
    renameSync(unfinished, folder);
    return null;
  }
  rmSync(unfinished, { recursive: true });
  return existsSync(folder) ? null : unpacked.output.trim().split("\n").at(-1);
}
