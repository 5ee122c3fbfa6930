/** Names of what is created inside the arguments of a call. */
import type { SyntaxNode } from "@lezer/common";
import { element, operands, subscript } from "./parts";
import { childrenOf, type PythonSource } from "./source";
import { nameOfTarget } from "./targets";

/** Methods that put their argument into the object they are called on. */
const ADDING = new Set(["append", "appendleft", "add", "insert", "extend", "put", "put_nowait", "push"]);
/** Callables that hand their argument's elements on. */
const CONTAINERS = new Set([
  "list",
  "tuple",
  "set",
  "frozenset",
  "deque",
  "iter",
  "map",
  "filter",
  "sorted",
  "enumerate",
  "zip",
  "cycle",
  "dict",
]);
/** Keyword arguments that say how a field begins, not what it is called. */
const DEFAULTS = new Set(["default", "default_factory", "factory"]);

/**
 * The name of `argument`, which stands in this argument list.
 * @param outwards the name that the call itself is given, with a suffix
 */
export function nameInArguments(
  source: PythonSource,
  argument: SyntaxNode,
  list: SyntaxNode,
  suffix: string,
  outwards: (call: SyntaxNode, suffix: string) => string | null,
): string | null {
  const call = list.parent;
  const callee = call?.firstChild;
  if (call?.name !== "CallExpression" || !callee) return null;
  if (argument.prevSibling?.name === "AssignOp") {
    const keyword = argument.prevSibling.prevSibling;
    if (keyword === null) return null;
    const name = source.textOf(keyword);
    return DEFAULTS.has(name) ? outwards(call, suffix) : name + suffix;
  }
  const called = source.textOf(callee.name === "MemberExpression" ? callee.lastChild! : callee);
  if (CONTAINERS.has(called)) return outwards(call, element(suffix));
  const position = positionOf(argument, list);
  if (callee.name === "MemberExpression") {
    const receiver = callee.firstChild!;
    if (ADDING.has(called)) return join(nameOfTarget(source, receiver), element(suffix));
    if (called === "setdefault" && position === 1) {
      return join(nameOfTarget(source, receiver), subscript(source, operands(childrenOf(list))[0]) + suffix);
    }
  }
  if (called === "setattr" && position === 2) return attribute(source, operands(childrenOf(list)), suffix);
  // A condition's own argument is its lock.
  if (called === "Condition") return join(outwards(call, ""), ".lock");
  return join(parameterOf(source, called, position), suffix);
}

const join = (name: string | null, suffix: string): string | null => (name === null ? null : name + suffix);

/** Which positional argument it is, from 0; a comprehension in place of the arguments is the first. */
function positionOf(argument: SyntaxNode, list: SyntaxNode): number {
  return operands(childrenOf(list)).findIndex(({ from }) => from === argument.from);
}

function attribute(source: PythonSource, [object, name]: readonly SyntaxNode[], suffix: string): string | null {
  const key = name.name === "String" ? /^(['"])(\w+)\1$/.exec(source.textOf(name))?.[2] : undefined;
  return key === undefined ? null : join(nameOfTarget(source, object), `.${key}${suffix}`);
}

/** What a function or class of the same file calls its positional parameter. */
function parameterOf(source: PythonSource, called: string, position: number): string | null {
  const definition = source.definitionOf(called);
  if (definition === null) return null;
  return definition.name === "ClassDefinition"
    ? parameterOfInit(source, definition, position)
    : parameterAt(source, definition, position);
}

function parameterOfInit(source: PythonSource, definition: SyntaxNode, position: number): string | null {
  for (const method of definition.getChild("Body")?.getChildren("FunctionDefinition") ?? []) {
    const name = method.getChild("VariableName");
    if (name !== null && source.textOf(name) === "__init__") return parameterAt(source, method, position + 1);
  }
  return null;
}

function parameterAt(source: PythonSource, definition: SyntaxNode, position: number): string | null {
  const parameters = childrenOf(definition.getChild("ParamList") ?? definition).filter(
    ({ name, prevSibling }) => name === "VariableName" && (prevSibling?.name === "(" || prevSibling?.name === ","),
  );
  const parameter = parameters[position];
  return parameter === undefined ? null : source.textOf(parameter);
}
