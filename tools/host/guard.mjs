/**
 * node guard.mjs FOLDER COMMAND ARG…: runs a command in a process group of its own. When stdin closes, whoever started this
 * has ended, in whatever way, or wants an end: then the group is killed and FOLDER removed. A handler in the starter would
 * not see its own SIGKILL.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const [folder, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { detached: true, stdio: ["ignore", "inherit", "inherit"] });
child.on("error", (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(1);
});
// An end of its own leaves the folder, and the logs in it, to the starter.
child.on("exit", () => {
  killGroup();
  process.exit(1);
});
process.stdin.on("close", () => {
  killGroup();
  // The killed may still be writing for a moment.
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  process.exit();
});
process.stdin.resume();

function killGroup() {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
