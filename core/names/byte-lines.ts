/** Where a file makes a pipe or a pair of sockets, sends bytes, and has functions that receive some. */
import type { SyntaxNode } from "@lezer/common";
import type { ByteLines } from "../trace/signal-lines";
import { PythonSource } from "./source";

const MENTIONS =
  /\bsocketpair\b|\bos\s*\.\s*pipe|\bpipe2?\s*\(|\brecv|\bos\s*\.\s*(read|write)\b|\.\s*(send|sendall|select)\b/;
const MAKES = new Set(["socketpair", "os.pipe", "os.pipe2", "pipe", "pipe2"]);
const SENDS = /(^|\.)(send|sendall|sendmsg)$|^os\.write$/;
const RECEIVES = /(^|\.)(recv|recv_into|recvmsg|recvfrom|select)$|^os\.read$/;

/** Undefined: there is none of all that. */
export function byteLinesIn(text: string): ByteLines | undefined {
  if (!MENTIONS.test(text)) return undefined;
  const source = new PythonSource(text);
  const found: ByteLines = { pipes: [], sends: [], receivers: [] };
  const receiving = new Map<number, SyntaxNode>();
  source.tree.iterate({
    enter: ({ node }) => {
      if (node.name !== "CallExpression") return;
      const callee = source.textOf(node.firstChild!).replace(/\s+/g, "");
      const line = source.lineOf(node.from);
      if (MAKES.has(callee) || callee.endsWith(".socketpair")) found.pipes.push(line);
      if (SENDS.test(callee)) found.sends.push(line);
      if (RECEIVES.test(callee)) {
        const around = functionAround(node);
        receiving.set(around.from, around);
      }
    },
  });
  for (const node of receiving.values()) found.receivers.push(...ownLines(source, node));
  found.receivers.sort((a, b) => a - b);
  return found.pipes.length + found.sends.length + found.receivers.length === 0 ? undefined : found;
}

function functionAround(node: SyntaxNode): SyntaxNode {
  let around = node;
  while (around.parent !== null && around.name !== "FunctionDefinition") around = around.parent;
  return around;
}

/** The lines of a function, or of a file outside of all functions; what is defined inside has lines of its own. */
function ownLines(source: PythonSource, around: SyntaxNode): number[] {
  const lines = new Set<number>();
  for (let line = source.lineOf(around.from); line <= source.lineOf(Math.max(around.from, around.to - 1)); line++)
    lines.add(line);
  around.cursor().iterate(({ node }) => {
    if (node.name !== "FunctionDefinition" || node.from === around.from) return;
    for (let line = source.lineOf(node.from); line <= source.lineOf(node.to - 1); line++) lines.delete(line);
  });
  return [...lines];
}
