import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The content of a .raceway file: a program as the command line saves its trace. */
export function savedTrace(program: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "raceway-saved-"));
  try {
    const file = join(folder, "saved.raceway");
    execFileSync(process.execPath, ["dist/cli.js", "run", "--quiet", "--trace", file, program], { stdio: "pipe" });
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
