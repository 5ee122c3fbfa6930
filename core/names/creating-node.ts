/** From a place that an interpreter reports to the expression that created a resource there. */
import type { SyntaxNode } from "@lezer/common";
import { isCreatorName } from "./creators";
import type { Creation } from "./index";
import type { PythonSource } from "./source";

/** The expression at this place; null when there is none that could create anything. */
export function creatingNode(source: PythonSource, creation: Creation, all: readonly Creation[]): SyntaxNode | null {
  return creation.column > 0 ? nodeAtColumn(source, creation) : nodeOnLine(source, creation, all);
}

/** From 3.11 on the place has both ends, which tell `Lock()` from `Lock().acquire()`. */
function nodeAtColumn(source: PythonSource, { line, column, endLine, endColumn }: Creation): SyntaxNode | null {
  const from = source.offsetOf(line, column);
  const to = endColumn > 0 ? source.offsetOf(endLine, endColumn) : from;
  let best: SyntaxNode | null = null;
  source.tree.iterate({
    from,
    to: Math.max(from, to),
    enter: ({ node }) => {
      if (node.from !== from || (node.to !== to && to > from)) return;
      if (node.name === "CallExpression" || (best === null && node.name === "MemberExpression")) best = node;
    },
  });
  return best;
}

/**
 * Before 3.11 only the line is known. Of the calls that begin on it, those of known constructors come first; the k-th place
 * of the line, by offset in the bytecode, is the k-th call to be evaluated, which is the order of their ends.
 */
function nodeOnLine(source: PythonSource, creation: Creation, all: readonly Creation[]): SyntaxNode | null {
  const calls = callsOnLine(source, creation.line);
  const creators = calls.filter((call) => isCreator(source, call));
  const candidates = creators.length > 0 ? creators : calls;
  const places = all
    .filter(({ line, column }) => line === creation.line && column === 0)
    .sort((a, b) => a.code - b.code || a.lasti - b.lasti);
  const rank = places.findIndex(({ code, lasti }) => code === creation.code && lasti === creation.lasti);
  return candidates[Math.min(rank, candidates.length - 1)] ?? null;
}

function callsOnLine(source: PythonSource, line: number): SyntaxNode[] {
  const from = source.lineStart(line);
  const to = source.lineStart(line + 1);
  const calls: SyntaxNode[] = [];
  source.tree.iterate({
    from,
    to,
    enter: ({ node }) => {
      if (node.name === "CallExpression" && node.from >= from && node.from < to) calls.push(node);
    },
  });
  return calls.sort((a, b) => a.to - b.to);
}

/** A constructor of a resource, or the constructor of a base class called by a subclass. */
function isCreator(source: PythonSource, call: SyntaxNode): boolean {
  const callee = call.firstChild;
  if (callee === null) return false;
  const name = source.textOf(callee.name === "MemberExpression" ? callee.lastChild! : callee);
  return name === "__init__" || isCreatorName(source, name);
}
