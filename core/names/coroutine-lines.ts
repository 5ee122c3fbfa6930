/** Lines that stand in a coroutine, where `await` may be written: not those of plain functions inside of it. */
import { PythonSource } from "./source";

/** First and last line of each stretch, one behind the other; ascending. */
export function coroutineLinesIn(text: string): number[] {
  if (!/\basync\s+def\b/.test(text)) return [];
  const source = new PythonSource(text);
  const isInside = new Map<number, boolean>();
  // An inner function comes after the one around it, and has the last word.
  source.tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "FunctionDefinition") return;
      const isCoroutine = node.firstChild?.name === "async";
      for (let line = source.lineOf(node.from); line <= source.lineOf(node.to - 1); line++)
        isInside.set(line, isCoroutine);
    },
  });
  const lines = [...isInside].flatMap(([line, inside]) => (inside ? [line] : [])).sort((a, b) => a - b);
  const ranges: number[] = [];
  for (const line of lines) {
    if (ranges.at(-1) === line - 1) ranges[ranges.length - 1] = line;
    else ranges.push(line, line);
  }
  return ranges;
}
