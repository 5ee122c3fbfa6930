/** The arguments of a program, as somebody types them into one line. */
import { split } from "shlex";

/**
 * The words of a line by the rules of Python's shlex, which are those of a POSIX shell without its substitutions; null where
 * a quote or a backslash at the end leaves it unfinished. On Windows a backslash is part of a path, not a quote.
 */
export function splitArguments(line: string, platform: NodeJS.Platform = process.platform): string[] | null {
  try {
    return split(platform === "win32" ? line.replaceAll("\\", "\\\\") : line);
  } catch {
    // shlex throws for this only: "No closing quotation", "No escaped character".
    return null;
  }
}
