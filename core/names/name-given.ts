/**
 * From the expression that creates something outwards to what gives it a name:
 *
 *   counter_lock = Lock()                 counter_lock        self.lock = Lock()  in class Account      Account.lock
 *   forks = [Lock() for _ in range(5)]    forks[]             locks = {"a": Lock()}                     locks['a']
 *   a, b = Lock(), Lock()                 a · b               Account(lock=Lock())                      lock
 */
import type { SyntaxNode } from "@lezer/common";
import { nameInArguments } from "./arguments";
import { nameOfFactoryField } from "./dataclass";
import { element, operands, subscript } from "./parts";
import { childrenOf, enclosing, type PythonSource, sameNode } from "./source";
import { isTarget, nameOfTarget } from "./targets";

const LONGEST_NAME = 80;

/** The name, or null where the source gives none. */
export function nameGivenTo(source: PythonSource, node: SyntaxNode): string | null {
  // defaultdict(Lock) creates at the subscript that misses.
  if (node.name === "MemberExpression") return limited(isTarget(node) ? nameOfTarget(source, node) : null);
  return limited(ownName(source, node) ?? nameOfFactoryField(source, node) ?? climb(source, node, ""));
}

const limited = (name: string | null): string | null => (name === null || name.length > LONGEST_NAME ? null : name);

/** `super().__init__()` and `Queue.__init__(self)` create the instance of the class that they stand in. */
function ownName(source: PythonSource, call: SyntaxNode): string | null {
  const callee = call.firstChild;
  if (callee === null || callee.name !== "MemberExpression" || source.textOf(callee.lastChild!) !== "__init__")
    return null;
  const className = enclosing(call, "ClassDefinition")?.getChild("VariableName");
  return className ? source.textOf(className) : null;
}

/** @param suffix what the way up has added so far: `[]` for an element of a container */
function climb(source: PythonSource, node: SyntaxNode, suffix: string): string | null {
  const parent = node.parent;
  if (parent === null) return null;
  switch (parent.name) {
    case "ParenthesizedExpression":
    case "AwaitExpression":
    case "ConditionalExpression":
    case "BinaryExpression":
    case "LambdaExpression":
      return climb(source, parent, suffix);
    case "NamedExpression":
      return named(source, parent.firstChild!, suffix);
    case "ArrayExpression":
    case "TupleExpression":
    case "SetExpression":
      return inDisplay(source, node, parent, suffix);
    case "ArrayComprehensionExpression":
    case "SetComprehensionExpression":
    case "DictionaryComprehensionExpression":
    case "ComprehensionExpression":
      return climb(source, parent, element(suffix));
    case "DictionaryExpression":
      return climb(source, parent, keyOf(source, node) + suffix);
    case "ArgList":
      return nameInArguments(source, node, parent, suffix, (call, more) => climb(source, call, more));
    case "ParamList":
      return named(source, beforeAssignment(node), suffix);
    case "AssignStatement":
    case "UpdateStatement":
      return inAssignment(source, node, parent, suffix);
    case "WithStatement":
      return named(source, afterAs(node), suffix);
    case "ForStatement":
      // The loop variable takes the elements one by one.
      return named(source, parent.getChild("VariableName"), suffix === "[]" ? "" : suffix);
    default:
      return null;
  }
}

const named = (source: PythonSource, target: SyntaxNode | null, suffix: string): string | null => {
  const name = target === null ? null : nameOfTarget(source, target);
  return name === null ? null : name + suffix;
};

/** In a list that is taken apart at once, `a, b = [Lock(), Lock()]`, the place in it tells the name; else it is an element. */
function inDisplay(source: PythonSource, node: SyntaxNode, display: SyntaxNode, suffix: string): string | null {
  const around = display.parent;
  if (around?.name === "AssignStatement" && display.name !== "SetExpression") {
    const { targets } = sides(around);
    const inner = targets.length === 1 && isSequence(targets[0]) ? operands(childrenOf(targets[0])) : targets;
    const isTakenApart = inner.length > 1 || (targets.length === 1 && hasTrailingComma(around));
    if (isTakenApart) return named(source, pick(inner, operands(childrenOf(display)), node), suffix);
  }
  return climb(source, display, element(suffix));
}

const isSequence = ({ name }: SyntaxNode): boolean => name === "TupleExpression" || name === "ArrayExpression";
const hasTrailingComma = (statement: SyntaxNode): boolean => statement.firstChild?.nextSibling?.name === ",";

function inAssignment(source: PythonSource, node: SyntaxNode, statement: SyntaxNode, suffix: string): string | null {
  const { targets, values } = sides(statement);
  if (targets.length === 0) return null;
  if (targets.length === 1) {
    // `pair = Lock(), Lock()` makes a tuple.
    return named(source, targets[0], values.length > 1 ? element(suffix) : suffix);
  }
  // One value for several targets is taken apart: all its elements come from one place.
  if (values.length === 1) {
    const names = targets.map((target) => nameOfTarget(source, target));
    return names.includes(null) ? null : names.join(", ");
  }
  return named(source, pick(targets, values, node), suffix);
}

/** Targets and values of an assignment; of `a = b = value` the first target counts. */
function sides(statement: SyntaxNode): { targets: SyntaxNode[]; values: SyntaxNode[] } {
  const parts: SyntaxNode[][] = [[]];
  for (const child of childrenOf(statement)) {
    if (child.name === "AssignOp" || child.name === "UpdateOp") parts.push([]);
    else if (child.name !== "TypeDef") parts[parts.length - 1].push(child);
  }
  return { targets: operands(parts[0]), values: operands(parts[parts.length - 1]) };
}

/** The target that takes this value; null where a starred target makes the count differ. */
function pick(targets: readonly SyntaxNode[], values: readonly SyntaxNode[], value: SyntaxNode): SyntaxNode | null {
  const index = values.findIndex((candidate) => sameNode(candidate, value));
  return index >= 0 && targets.length === values.length ? targets[index] : null;
}

/** `['a']` for a short literal key, else `[]`. */
function keyOf(source: PythonSource, value: SyntaxNode): string {
  const key = value.prevSibling?.name === ":" ? value.prevSibling.prevSibling : null;
  return key === null || key === undefined ? "[]" : subscript(source, key);
}

/** `name=value` in parameters: the name before the value, annotated or not. */
function beforeAssignment(value: SyntaxNode): SyntaxNode | null {
  let before = value.prevSibling;
  if (before?.name !== "AssignOp") return null;
  before = before.prevSibling;
  return before?.name === "TypeDef" ? before.prevSibling : before;
}

const afterAs = (value: SyntaxNode): SyntaxNode | null =>
  value.nextSibling?.name === "as" ? value.nextSibling.nextSibling : null;
