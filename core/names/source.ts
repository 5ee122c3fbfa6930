/** Python source with its syntax tree, and places as CPython counts them. */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";

export class PythonSource {
  readonly tree: Tree;
  private readonly lineStarts: number[] = [0];
  private aliases: Map<string, string> | null = null;
  private definitions: Map<string, SyntaxNode> | null = null;

  constructor(readonly text: string) {
    this.tree = parser.parse(text);
    for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) this.lineStarts.push(index + end.length);
  }

  /** What a name was before `import … as` renamed it; the name itself where nothing did. */
  originalName(name: string): string {
    this.aliases ??= new Map(Array.from(this.text.matchAll(/\b(\w+)\s+as\s+(\w+)/g), ([, from, to]) => [to, from]));
    return this.aliases.get(name) ?? name;
  }

  /** The first class or function of this name in the file; null when there is none. */
  definitionOf(name: string): SyntaxNode | null {
    this.definitions ??= this.findDefinitions();
    return this.definitions.get(name) ?? null;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private findDefinitions(): Map<string, SyntaxNode> {
    const definitions = new Map<string, SyntaxNode>();
    this.tree.iterate({
      enter: ({ node }) => {
        if (node.name !== "ClassDefinition" && node.name !== "FunctionDefinition") return;
        const name = node.getChild("VariableName");
        if (name !== null && !definitions.has(this.textOf(name))) definitions.set(this.textOf(name), node);
      },
    });
    return definitions;
  }

  /** Where a line (1-based) begins, or the end of the text when there is no such line. */
  lineStart(line: number): number {
    return line >= 1 && line <= this.lineStarts.length ? this.lineStarts[line - 1] : this.text.length;
  }

  /** The line (1-based) of an offset. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.lineStarts.length;
    while (low + 1 < high) {
      const middle = (low + high) >>> 1;
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** The offset of a place given by line and 1-based column in UTF-8 bytes. */
  offsetOf(line: number, column: number): number {
    let offset = this.lineStart(line);
    const end = this.lineStart(line + 1);
    for (let bytes = column - 1; bytes > 0 && offset < end; ) {
      const point = this.text.codePointAt(offset)!;
      bytes -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      offset += point < 0x10000 ? 1 : 2;
    }
    return offset;
  }
}

/** The children of a node, punctuation included. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

export const sameNode = (a: SyntaxNode, b: SyntaxNode): boolean =>
  a.from === b.from && a.to === b.to && a.type === b.type;

/** The nearest node of this type around `node`; null when there is none. */
export function enclosing(node: SyntaxNode, type: string): SyntaxNode | null {
  for (let around = node.parent; around !== null; around = around.parent) if (around.name === type) return around;
  return null;
}
