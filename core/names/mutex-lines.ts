/** Lines that run under the mutex of a `queue.Queue`: blocks of `with q.mutex`, and the methods that a subclass is asked to write. */
import { PythonSource } from "./source";

const METHODS = new Set(["_put", "_get", "_init", "_qsize"]);
const WITH = /^with\s+[\w.[\]]+\.(mutex|not_empty|not_full|all_tasks_done)\s*:/;

export function mutexLinesIn(text: string): number[] {
  if (!/\.\s*(mutex|not_empty|not_full|all_tasks_done)\b|\bdef\s+_(put|get)\b/.test(text)) return [];
  const source = new PythonSource(text);
  const found = new Set<number>();
  source.tree.iterate({
    enter: ({ node }) => {
      const name = node.getChild("VariableName");
      const isMethod =
        node.name === "FunctionDefinition" &&
        name !== null &&
        METHODS.has(source.textOf(name)) &&
        /Queue\w*\s*[,)]/.test(headOf(source.textOf(node.parent?.parent ?? node)));
      if (!isMethod && !(node.name === "WithStatement" && WITH.test(source.textOf(node)))) return;
      for (let line = source.lineOf(node.from); line <= source.lineOf(node.to - 1); line++) found.add(line);
    },
  });
  return [...found].sort((a, b) => a - b);
}

/** `class A(B):` */
const headOf = (text: string): string => (text.startsWith("class") ? text.slice(0, text.indexOf(":")) : "");
