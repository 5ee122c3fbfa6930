/** What an assignment's target is called, seen from outside its class. */
import type { SyntaxNode } from "@lezer/common";
import { subscript } from "./parts";
import { enclosing, type PythonSource } from "./source";

export const isTarget = ({ name }: SyntaxNode): boolean => name === "VariableName" || name === "MemberExpression";

/**
 * `lock` · `Account.lock` for `self.lock` in a method and for `lock` in the class body · `pool.lock` · `locks[]`.
 * Null for what is no name.
 */
export function nameOfTarget(source: PythonSource, target: SyntaxNode): string | null {
  if (target.name === "VariableName") {
    const className = classOfBody(source, target);
    return className === null ? source.textOf(target) : `${className}.${source.textOf(target)}`;
  }
  if (target.name === "PropertyName") return source.textOf(target);
  if (target.name !== "MemberExpression") return null;
  const object = target.firstChild!;
  const owner = nameOfOwner(source, object);
  if (owner === null) return null;
  const property = target.getChild("PropertyName");
  if (property !== null) return `${owner}.${source.textOf(property)}`;
  const key = target.getChild("[")?.nextSibling;
  // `d[i][j]` is an element like `d[i]`.
  const keyText = key === null || key === undefined ? "[]" : subscript(source, key);
  return owner.endsWith("]") ? owner : owner + keyText;
}

function nameOfOwner(source: PythonSource, object: SyntaxNode): string | null {
  if (object.name !== "VariableName") return nameOfTarget(source, object);
  return classOfSelf(source, object) ?? source.textOf(object);
}

/** The class whose method calls this variable its first parameter; closures inside the method see it too. */
function classOfSelf(source: PythonSource, variable: SyntaxNode): string | null {
  const name = source.textOf(variable);
  for (
    let method = enclosing(variable, "FunctionDefinition");
    method !== null;
    method = enclosing(method, "FunctionDefinition")
  ) {
    const first = method.getChild("ParamList")?.getChild("VariableName");
    if (!first || source.textOf(first) !== name) continue;
    const body = method.parent?.name === "DecoratedStatement" ? method.parent.parent : method.parent;
    const around = body?.name === "Body" ? body.parent : null;
    const className = around?.name === "ClassDefinition" ? around.getChild("VariableName") : null;
    return className ? source.textOf(className) : null;
  }
  return null;
}

/** The class in whose body, outside any function, the node stands. */
function classOfBody(source: PythonSource, node: SyntaxNode): string | null {
  for (let around = node.parent; around !== null; around = around.parent) {
    if (around.name === "FunctionDefinition" || around.name === "LambdaExpression") return null;
    // A keyword argument's name and a class's bases are no names of the class body.
    if (around.name === "ArgList" || around.name === "ParamList") return null;
    if (around.name === "ClassDefinition") {
      const className = around.getChild("VariableName");
      return className === null || className.from === node.from ? null : source.textOf(className);
    }
  }
  return null;
}
