/** Small parts of names and of syntax trees. */
import type { SyntaxNode } from "@lezer/common";
import type { PythonSource } from "./source";

/** An element of an element is still written with one pair of brackets: nobody's name is `x[][]`. */
export const element = (suffix: string): string => (suffix.startsWith("[]") ? suffix : `[]${suffix}`);

/** The operands of a comma list, in order. */
export const operands = (nodes: readonly SyntaxNode[]): SyntaxNode[] =>
  nodes.filter(
    ({ name }) => name !== "," && name !== "(" && name !== ")" && name !== "[" && name !== "]" && name !== "*",
  );

const LONGEST_KEY = 24;

/** `['a']` and `[0]` for a short literal key, else `[]`. */
export function subscript(source: PythonSource, key: SyntaxNode): string {
  const text = source.textOf(key);
  if (key.name === "Number" && text.length <= LONGEST_KEY) return `[${text}]`;
  const literal = key.name === "String" ? /^(['"])([^'"\\]*)\1$/.exec(text)?.[2] : undefined;
  return literal !== undefined && literal.length <= LONGEST_KEY ? `['${literal}']` : "[]";
}
