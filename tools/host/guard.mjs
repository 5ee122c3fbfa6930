/**
 * node guard.mjs COMMAND ARG…: runs a command in this process's group and ends the whole group when stdin closes: whoever
 * started it has ended, in whatever way, or wants it to end. A handler in the starter would not see its own SIGKILL.
 */
import { spawn } from "node:child_process";

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.on("exit", endAll);
child.on("error", (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  endAll();
});
process.stdin.on("close", endAll).resume();

function endAll() {
  // Started detached, this process leads its group and has its id.
  process.kill(-process.pid, "SIGKILL");
}
