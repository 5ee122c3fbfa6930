/** The header of a trace, checked at the edge: only what the timeline relies on; fields that it does not know pass through. */
import * as v from "valibot";
import { type Header, ProtocolError } from "./messages";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const index = v.pipe(v.number(), v.integer(), v.minValue(-1));
const text = v.string();

const headerSchema = v.looseObject({
  program: v.looseObject({ argv: v.array(text), python: text, durationNs: v.number() }),
  processes: v.array(v.looseObject({ pid: v.number(), name: text })),
  lanes: v.array(
    v.looseObject({
      kind: v.picklist(["thread", "process", "task"]),
      name: text,
      process: count,
      startNs: v.number(),
      endNs: v.number(),
      parent: index,
    }),
  ),
  resources: v.array(v.looseObject({ kind: text, name: text, site: count, parameter: v.number() })),
  sites: v.array(v.looseObject({ file: text, line: count, function: text })),
  findings: v.array(
    v.looseObject({
      id: text,
      rule: text,
      severity: v.picklist(["error", "warning", "info"]),
      message: text,
      advice: text,
      locations: v.array(v.looseObject({ site: count })),
      focus: v.nullable(v.looseObject({ lane: count, startNs: v.number(), endNs: v.number() })),
    }),
  ),
  stuck: v.array(
    v.looseObject({
      lane: count,
      resource: v.nullable(count),
      sinceNs: v.number(),
      site: count,
      holder: v.nullable(count),
      holderSite: count,
      cycle: v.nullable(v.array(count)),
    }),
  ),
  endNs: v.number(),
  losses: v.array(text),
  overheadNs: v.number(),
});

/** Throws ProtocolError. */
export function checkHeader(header: Header): void {
  const checked = v.safeParse(headerSchema, header);
  if (checked.success) return;
  const { message, path } = checked.issues[0];
  const where = path?.map((step) => String(step.key)).join(".") ?? "";
  throw new ProtocolError(`The header of the trace is damaged (${where}: ${message}). Write the page again.`);
}
