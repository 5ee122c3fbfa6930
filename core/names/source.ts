/** Python source with its syntax tree, and places as CPython counts them. */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser } from "@lezer/python";

export class PythonSource {
  readonly tree: Tree;
  private readonly lineStarts: number[] = [0];

  constructor(readonly text: string) {
    this.tree = parser.parse(text);
    for (const { index, 0: end } of text.matchAll(/\r\n|\r|\n/g)) this.lineStarts.push(index + end.length);
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
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
