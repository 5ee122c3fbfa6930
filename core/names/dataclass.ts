/** Fields that a dataclass fills by itself: the line that makes the instance creates them, the class names them. */
import type { SyntaxNode } from "@lezer/common";
import { isCreatorName } from "./creators";
import { childrenOf, type PythonSource } from "./source";

/** `@dataclass`, `@dataclasses.dataclass(slots=True)`, `@attr.s`, `@attrs.define` … */
const DECORATORS = new Set(["dataclass", "s", "attrs", "define", "frozen", "mutable"]);
/** The keyword that names a field's factory, in dataclasses and in attrs. */
const FACTORY = /\b(?:default_factory|factory)\s*=\s*(?:lambda\s*:\s*)?([\w.]+)/;

/**
 * What a call of a dataclass of this file creates: `Account.lock`; `Account` where several of its fields are made so; null
 * for every other call.
 */
export function nameOfFactoryField(source: PythonSource, call: SyntaxNode): string | null {
  const callee = call.firstChild;
  if (callee?.name !== "VariableName") return null;
  const definition = dataclassNamed(source, source.textOf(callee));
  if (definition === null) return null;
  const fields = (definition.getChild("Body")?.getChildren("AssignStatement") ?? []).filter((statement) => {
    const factory = FACTORY.exec(source.textOf(statement))?.[1];
    return factory !== undefined && isCreatorName(source, factory.slice(factory.lastIndexOf(".") + 1));
  });
  if (fields.length === 0) return null;
  const className = source.textOf(callee);
  return fields.length > 1 ? className : `${className}.${source.textOf(fields[0].firstChild!)}`;
}

function dataclassNamed(source: PythonSource, name: string): SyntaxNode | null {
  const definition = source.definitionOf(name);
  const decorators = definition?.name === "ClassDefinition" ? definition.parent?.getChildren("Decorator") : undefined;
  const isDataclass = decorators?.some((decorator) => DECORATORS.has(decoratorName(source, decorator))) ?? false;
  return isDataclass ? definition : null;
}

/** The last part of a decorator's name, without its arguments. */
function decoratorName(source: PythonSource, decorator: SyntaxNode): string {
  const names = childrenOf(decorator).filter(({ name }) => name === "VariableName" || name === "PropertyName");
  return names.length === 0 ? "" : source.textOf(names[names.length - 1]);
}
