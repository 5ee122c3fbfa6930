/** Does this machine give a program two processors at a time, now? */
import { spawn } from "node:child_process";

/** Of two children that compute side by side: their processor time, divided by how long it took. */
export const FEWEST_PROCESSORS = 1.7;
const COMPUTE_MS = 1000;
const CHILD = `
const begin = process.hrtime.bigint();
while (process.hrtime.bigint() - begin < ${COMPUTE_MS}000000n);
console.log(process.cpuUsage().user + process.cpuUsage().system, Number(process.hrtime.bigint() - begin) / 1000);
`;

/** Why not, with the measurement; null where it does. */
export async function whyNotTwoProcessors(): Promise<string | null> {
  const children = await Promise.all([child(), child()]);
  const processors = children.reduce((sum, { cpuUs, wallUs }) => sum + cpuUs / wallUs, 0);
  return processors < FEWEST_PROCESSORS
    ? `two programs that compute side by side got ${processors.toFixed(2)} processors`
    : null;
}

function child(): Promise<{ cpuUs: number; wallUs: number }> {
  return new Promise((done, fail) => {
    const { stdout } = spawn(process.execPath, ["-e", CHILD], { stdio: ["ignore", "pipe", "inherit"] }).on(
      "error",
      fail,
    );
    let text = "";
    stdout.on("data", (piece) => {
      text += piece;
    });
    stdout.on("end", () => {
      const [cpuUs, wallUs] = text.trim().split(" ").map(Number);
      if (wallUs > 0) done({ cpuUs, wallUs });
      else fail(new Error(`The child said ${JSON.stringify(text)}`));
    });
  });
}
