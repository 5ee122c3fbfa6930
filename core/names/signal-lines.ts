/** Lines that acquire what their function does not release, and lines that wait for a condition and do not look again. */
import type { SyntaxNode } from "@lezer/common";
import type { SignalLines } from "../trace/signal-lines";
import { byteLinesIn } from "./byte-lines";
import { coroutineLinesIn } from "./coroutine-lines";
import { mutexLinesIn } from "./mutex-lines";
import { childrenOf, PythonSource } from "./source";

export function signalLinesIn(text: string): SignalLines {
  const found: SignalLines = {
    pairedAcquires: [],
    unpairedAcquires: [],
    triedAcquires: [],
    looseWaits: [],
    untestedWaits: [],
    lateClears: [],
  };
  const bytes = byteLinesIn(text);
  if (bytes !== undefined) found.bytes = bytes;
  const underMutex = mutexLinesIn(text);
  if (underMutex.length > 0) found.underMutex = underMutex;
  const coroutines = coroutineLinesIn(text);
  if (coroutines.length > 0) found.coroutines = coroutines;
  if (HANDLES_SIGNALS.test(text)) found.handlesSignals = true;
  // Most files have neither: no tree is made for them.
  if (!/\.\s*(acquire|wait|clear)\b/.test(text)) return found;
  const source = new PythonSource(text);
  const released = releasesIn(source);
  const signals = signalsIn(source);
  const guarded: number[] = [];
  source.tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "CallExpression") return;
      const method = methodOf(source, node);
      const lines = linesOf(source, node);
      if (method === "acquire") {
        const isGuarded = isReleasedAtLast(source, node);
        if (isGuarded) guarded.push(...lines);
        const isPaired =
          isGuarded ||
          (released.has(placeOf(source, node.firstChild!)) && !signals.has(objectOf(source, node.firstChild!)));
        if (source.textOf(node.lastChild!).replace(/\s/g, "") !== "()") found.triedAcquires.push(...lines);
        (isPaired ? found.pairedAcquires : found.unpairedAcquires).push(...lines);
      }
      if (method === "wait" && isLoose(source, node)) found.looseWaits.push(...lines);
      if (method === "wait" && isUntested(node)) found.untestedWaits.push(...lines);
      if (method === "clear" && isLateClear(source, node)) found.lateClears.push(...lines);
    },
  });
  if (guarded.length > 0) found.guardedAcquires = guarded;
  return found;
}

const HANDLES_SIGNALS = /\bsignal\s*\.\s*signal\b|\badd_signal_handler\b|\bfrom\s+signal\s+import\b/;

/** `wait` of `a.b.wait(…)`; null for another call. */
function methodOf(source: PythonSource, call: SyntaxNode): string | null {
  const callee = call.firstChild;
  const name = callee?.name === "MemberExpression" ? callee.lastChild : null;
  return name?.name === "PropertyName" ? source.textOf(name) : null;
}

/** Where the call begins, and where its method's name stands: Python's versions differ in which is the line of a call. */
function linesOf(source: PythonSource, call: SyntaxNode): number[] {
  return [...new Set([source.lineOf(call.from), source.lineOf(call.firstChild!.to)])];
}

/** The nearest function around, or the whole file. */
function functionAround(node: SyntaxNode): SyntaxNode {
  let around = node;
  while (around.parent !== null) {
    around = around.parent;
    if (around.name === "FunctionDefinition" || around.name === "LambdaExpression") return around;
  }
  return around;
}

/** `x.release()` anywhere in a function speaks for its `x.acquire()`; what a function inside of it does is another matter. */
function releasesIn(source: PythonSource): Set<string> {
  const released = new Set<string>();
  source.tree.iterate({
    enter: ({ node }) => {
      if (node.name === "CallExpression" && methodOf(source, node) === "release")
        released.add(placeOf(source, node.firstChild!));
    },
  });
  return released;
}

/**
 * What others give: names of locks whose `release` is handed on instead of called, or is called by a function that does not acquire
 * them. By their last names: `self.done` of one function is the `server.done` of another.
 */
function signalsIn(source: PythonSource): Set<string> {
  const signals = new Set<string>();
  const acquired = new Set<string>();
  const releases: SyntaxNode[] = [];
  source.tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "MemberExpression") return;
      const name = source.textOf(node.lastChild!);
      if (name === "acquire") acquired.add(placeOf(source, node));
      if (name === "release") releases.push(node);
    },
  });
  for (const member of releases) {
    const isCalled = member.parent?.name === "CallExpression" && member.parent.firstChild!.from === member.from;
    if (!isCalled || !acquired.has(placeOf(source, member))) signals.add(objectOf(source, member));
  }
  return signals;
}

/** `done` of `self.server.done.release`. */
function objectOf(source: PythonSource, member: SyntaxNode): string {
  return source.textOf(member.firstChild!).replace(/\s+/g, "").replace(/^.*\./, "");
}

/** In the `finally` of a try that follows, or that it stands in. */
function isReleasedAtLast(source: PythonSource, call: SyntaxNode): boolean {
  const object = source.textOf(call.firstChild!.firstChild!).replace(/\s+/g, "");
  const releases = (node: SyntaxNode | null): boolean => {
    if (node?.name !== "TryStatement") return false;
    const text = source.textOf(node).replace(/\s+/g, "");
    return text.slice(text.lastIndexOf("finally:")).includes(`${object}.release()`) && text.includes("finally:");
  };
  for (let node = call; node.parent !== null; node = node.parent) {
    if (node.name === "FunctionDefinition" || node.name === "LambdaExpression") return false;
    if (releases(node)) return true;
    if (STATEMENT_LISTS.includes(node.parent.name) && releases(nextStatement(node))) return true;
  }
  return false;
}

/** The object of a member expression, and the function that it stands in. */
function placeOf(source: PythonSource, member: SyntaxNode): string {
  return `${functionAround(member).from} ${source.textOf(member.firstChild!).replace(/\s+/g, "")}`;
}

const STATEMENT_LISTS = ["Body", "Script"];
const LOOPS = ["WhileStatement", "ForStatement"];
const TESTS = [
  "IfStatement",
  "WhileStatement",
  "AssertStatement",
  "ContinueStatement",
  "BreakStatement",
  "MatchStatement",
  // It may fail, and is ready for that.
  "TryStatement",
];

/**
 * `x.wait()` as a statement of its own, in no loop with a condition, after which something is done that is no test. In an endless
 * loop the end of the body is as good as a test: the loop begins anew and looks.
 */
function isLoose(source: PythonSource, call: SyntaxNode): boolean {
  let statement = call.parent;
  if (statement?.name === "AwaitExpression") statement = statement.parent;
  if (statement?.name !== "ExpressionStatement") return false;
  let following: SyntaxNode | null = null;
  for (let node: SyntaxNode = statement; node.parent !== null; node = node.parent) {
    const { parent } = node;
    if (node.name === "FunctionDefinition" || node.name === "LambdaExpression") break;
    if (LOOPS.includes(parent.name)) {
      if (!isEndless(source, parent)) return false;
      break;
    }
    if (STATEMENT_LISTS.includes(parent.name)) following ??= nextStatement(node);
  }
  return following !== null && !isTest(source, following);
}

/** `return len(items) > 0` tests too. */
function isTest(source: PythonSource, statement: SyntaxNode): boolean {
  return (
    TESTS.includes(statement.name) ||
    (statement.name === "ReturnStatement" && /[<>=]=|[<>]|\b(not|in|is)\b/.test(source.textOf(statement)))
  );
}

/** Whatever decides whether it is waited, in its own function; `x.wait() or y` and the like do. */
const DECIDES = [
  ...LOOPS,
  "IfStatement",
  "ConditionalExpression",
  "MatchStatement",
  "TryStatement",
  "ArrayComprehensionExpression",
];

function isUntested(call: SyntaxNode): boolean {
  let statement: SyntaxNode | null = call;
  while (statement !== null && !STATEMENT_LISTS.includes(statement.parent?.name ?? "")) statement = statement.parent;
  for (let before = statement?.prevSibling ?? null; before !== null; before = before.prevSibling)
    if (before.name === "IfStatement") return false;
  for (let node: SyntaxNode = call; node.parent !== null; node = node.parent) {
    if (DECIDES.includes(node.name)) return false;
    if (node.name === "FunctionDefinition" || node.name === "LambdaExpression") break;
  }
  return true;
}

/** Nothing stands behind it in the loop's own body, a wait for the same object before it, and something in between. */
function isLateClear(source: PythonSource, call: SyntaxNode): boolean {
  const statement = call.parent;
  const body = statement?.parent;
  if (statement?.name !== "ExpressionStatement" || body?.name !== "Body") return false;
  const loop = body.parent!;
  if (!LOOPS.includes(loop.name) || nextStatement(statement) !== null) return false;
  const wait = `${source.textOf(call.firstChild!.firstChild!)}.wait(`;
  const before = childrenOf(body).filter(
    ({ name, to }) => /[A-Z]/.test(name) && name !== "Comment" && to <= statement.from,
  );
  const head = source.text.slice(loop.from, body.from);
  const at = before.findIndex((each) => source.textOf(each).includes(wait));
  return at >= 0 ? at < before.length - 1 : head.includes(wait) && before.length > 0;
}

function isEndless(source: PythonSource, loop: SyntaxNode): boolean {
  if (loop.name !== "WhileStatement") return false;
  const test = childrenOf(loop)[1];
  return test !== undefined && ["True", "1"].includes(source.textOf(test));
}

function nextStatement(node: SyntaxNode): SyntaxNode | null {
  let next = node.nextSibling;
  while (next !== null && (next.name === "Comment" || next.name === "PassStatement" || !/[A-Z]/.test(next.name)))
    next = next.nextSibling;
  return next;
}
