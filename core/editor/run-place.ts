/** Where `Run with concurrency trace` stands in a Python file, and whether it stands there at all. */
import { type SyntaxNode, type Tree, TreeFragment } from "@lezer/common";
import { parser } from "@lezer/python";

/** The modules whose import says that a program uses concurrency; what is below them counts too. */
const MODULES = ["threading", "multiprocessing", "concurrent.futures", "asyncio", "queue"];
/** A file without any of these words cannot import one of them, and need not be parsed. */
const WORDS = ["threading", "multiprocessing", "concurrent", "asyncio", "queue"];

/** Nodes in which statements stand; nothing else has to be entered to find imports. */
const HOLD_STATEMENTS = new Set([
  "Script",
  "Body",
  "StatementGroup",
  "IfStatement",
  "TryStatement",
  "WithStatement",
  "ForStatement",
  "WhileStatement",
  "MatchStatement",
  "MatchBody",
  "MatchClause",
  "FunctionDefinition",
  "ClassDefinition",
  "DecoratedStatement",
]);

/**
 * Finds the place again after each edit of one file. Keeps the tree of the last text, so that an edit in a file of 10,000 lines
 * costs the parse of what changed.
 */
export class RunPlaceFinder {
  #text = "";
  #tree: Tree | null = null;

  /**
   * @param text the file as it is now, finished or half typed
   * @returns the 0-based line of the `__main__` guard, else of the first statement after the docstring; null where the file
   * imports nothing concurrent
   */
  find(text: string): number | null {
    if (!WORDS.some((word) => text.includes(word))) return null;
    const tree = this.#parse(text);
    if (!importsConcurrency(tree, text)) return null;
    const place = findGuard(tree, text) ?? firstStatement(tree);
    return place === null ? null : countLines(text, place.from);
  }

  #parse(text: string): Tree {
    const tree = parser.parse(text, this.#tree === null ? undefined : unchangedParts(this.#tree, this.#text, text));
    this.#text = text;
    this.#tree = tree;
    return tree;
  }
}

/** The parts of the old tree that an edit left alone: what stands before the first and behind the last difference. */
function unchangedParts(tree: Tree, before: string, after: string): readonly TreeFragment[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end++;
  }
  const change = { fromA: start, toA: before.length - end, fromB: start, toB: after.length - end };
  return TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
}

function importsConcurrency(tree: Tree, text: string): boolean {
  let found = false;
  tree.iterate({
    enter: ({ name, node }) => {
      if (found) return false;
      if (name === "ImportStatement") found = importedModules(node, text).some(isConcurrent);
      return HOLD_STATEMENTS.has(name);
    },
  });
  return found;
}

const isConcurrent = (module: string): boolean =>
  MODULES.some((each) => module === each || module.startsWith(`${each}.`));

/**
 * Full names of what a statement imports:
 *
 *   import os, concurrent.futures as cf      os · concurrent.futures
 *   from concurrent import futures as f, x   concurrent · concurrent.futures · concurrent.x
 *   from .queue import Job                   nothing: a module of the program's own package
 */
function importedModules(statement: SyntaxNode, text: string): string[] {
  const modules: string[] = [];
  let from = "";
  let current = "";
  let skip = false;
  const close = () => {
    if (current !== "") modules.push(from + current);
    current = "";
  };
  for (let node = statement.firstChild; node !== null; node = node.nextSibling) {
    switch (node.name) {
      case "VariableName":
        if (skip) skip = false;
        else current += text.slice(node.from, node.to);
        break;
      case ".":
        // A dot before any name: relative.
        if (current === "" && modules.length === 0) return [];
        current += ".";
        break;
      case "as":
        skip = true;
        break;
      case ",":
        close();
        break;
      case "import":
        if (current === "") break;
        from = `${current}.`;
        modules.push(current);
        current = "";
        break;
    }
  }
  close();
  return modules;
}

/** The first `if __name__ == "__main__":` outside of functions and classes. */
function findGuard(tree: Tree, text: string): SyntaxNode | null {
  let guard: SyntaxNode | null = null;
  tree.iterate({
    enter: ({ name, node }) => {
      if (guard !== null || name === "FunctionDefinition" || name === "ClassDefinition") return false;
      if (name === "IfStatement" && asksForMain(node, text)) guard = node;
      return HOLD_STATEMENTS.has(name);
    },
  });
  return guard;
}

/** Does a condition of this statement compare `__name__` with "__main__", in either order, alone or with more? */
function asksForMain(statement: SyntaxNode, text: string): boolean {
  for (let node = statement.firstChild; node !== null; node = node.nextSibling) {
    if (node.name !== "Body" && comparesWithMain(node, text)) return true;
  }
  return false;
}

function comparesWithMain(node: SyntaxNode, text: string): boolean {
  if (node.name === "ParenthesizedExpression" || node.name === "BinaryExpression") {
    const operator = node.getChild("CompareOp");
    const said = (child: SyntaxNode | null) => (child === null ? "" : text.slice(child.from, child.to));
    if (operator !== null && said(operator) === "==") {
      const sides = [said(node.firstChild), said(node.lastChild)];
      return sides.includes("__name__") && sides.some((side) => /^(['"])__main__\1$/.test(side));
    }
    for (let child = node.firstChild; child !== null; child = child.nextSibling) {
      if (comparesWithMain(child, text)) return true;
    }
  }
  return false;
}

/** Comments are no statements; the docstring is one that does nothing. Null for a file without any. */
function firstStatement(tree: Tree): SyntaxNode | null {
  let node = tree.topNode.firstChild;
  while (node !== null && (node.name === "Comment" || isDocstring(node))) node = node.nextSibling;
  return node;
}

function isDocstring({ name, firstChild, nextSibling }: SyntaxNode): boolean {
  const isText = firstChild?.name === "String" || firstChild?.name === "ContinuedString";
  return name === "ExpressionStatement" && isText && firstChild.nextSibling === null && nextSibling !== null;
}

/** How many lines end before an offset. A lone carriage return ends one too, as for Python and for editors. */
function countLines(text: string, offset: number): number {
  return text.slice(0, offset).match(/\r\n|\r|\n/g)?.length ?? 0;
}
