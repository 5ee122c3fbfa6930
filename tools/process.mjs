/** Starting other programs, for the scripts of this folder. Needs no package: it runs before the install. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * Runs a program to its end and keeps what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options] after `timeoutMs` it is killed
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is stdout and stderr as they came;
 *   `code` is 127 when the program could not be started and 124 when its time was up
 */
export function run(command, args, { cwd = ROOT, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let output = "";
    let timedOut = false;
    const timer =
      timeoutMs &&
      setTimeout(() => {
        timedOut = true;
        child.kill("SIGKILL");
      }, timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
    child.on("error", (error) => resolve({ code: 127, stdout, output: `${output}${command}: ${error.message}\n` }));
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (timedOut) output += `\n${command}: ended after ${timeoutMs / 1000} s\n`;
      else if (signal) output += `\n${command}: ended by ${signal}\n`;
      resolve({ code: timedOut ? 124 : (code ?? 1), stdout, output });
    });
  });
}

/**
 * Runs `main` as the whole of a script: a failure is one message and exit code 2, a stack only for what nobody foresaw.
 * @param {() => Promise<number>} main gives the exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`${error instanceof ExpectedError ? error.message : (error?.stack ?? error)}\n`);
    process.exitCode = 2;
  }
}

/** A failure whose message already tells people what to do. */
export class ExpectedError extends Error {}
