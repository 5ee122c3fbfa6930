/**
 * A growing trace from records to the picture's model: what one generation costs when a hundredth is new. Time is that of the
 * processor, the garbage collector's included: that of the clock would tell of the machine's other work too.
 */
import { RulesPace } from "../../core/analysis/rules-pace";
import { momentOfStop, whoWaitsForWhom } from "../../core/analysis/who-waits";
import { GrowingModel } from "../../core/layout/growing-model";
import { longestWaits } from "../../core/layout/model";
import { Assembler, type Committed } from "../../core/protocol/assemble";
import { LivePacker } from "../../core/protocol/live-packer";
import type { HostMessage } from "../../core/protocol/messages";
import { TraceBuilder } from "../../core/trace/builder";
import { BusyLock } from "../core/support/busy-lock";

const LANES = 4;
const RECORDS = 1_000_000;
const NEW_RECORDS = RECORDS / 100;
const GENERATIONS = 25;

const NAMES = {
  snapshot: ["host: snapshot of 1 M records", "ms of CPU"],
  findings: ["host: findings, who waits", "ms of CPU"],
  difference: ["host: difference", "ms of CPU"],
  generation: ["host: generation in all", "ms of CPU", "≤ 150"],
  bytes: ["bytes of a generation, 1 % new", "KB"],
  first: ["both: first generation", "ms of CPU"],
  assemble: ["engine: append", "ms of CPU"],
  model: ["engine: model", "ms of CPU"],
  engine: ["engine: append and model", "ms of CPU", "≤ 16"],
} as const;
const values = Object.fromEntries(Object.keys(NAMES).map((name) => [name, [] as number[]])) as Record<
  keyof typeof NAMES,
  number[]
>;

function timed<T>(name: keyof typeof NAMES, run: () => T): T {
  const began = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(began);
  values[name].push((user + system) / 1000);
  return result;
}

const builder = new TraceBuilder();
const program = new BusyLock(LANES, builder);
for (let records = 0; records < RECORDS; records += NEW_RECORDS) program.grow(NEW_RECORDS);
const packer = new LivePacker();
// As in the editor: the rules do not run each time.
const pace = new RulesPace([], () => performance.now());
const assembler = new Assembler();

function generation(): HostMessage[] {
  return timed("generation", () => {
    const trace = timed("snapshot", () => builder.snapshot());
    const [findings, stuck] = timed("findings", () => [
      pace.findings(trace, false),
      whoWaitsForWhom(trace, momentOfStop(trace)),
    ]);
    return timed("difference", () => packer.next(trace, findings, stuck, false));
  });
}

const bytesOf = (messages: HostMessage[]): number =>
  messages.reduce((sum, message) => {
    const columns = message.type === "append" ? Object.values(message.columns) : [];
    return sum + columns.reduce((bytes, { byteLength }) => bytes + byteLength, 0);
  }, 0);

const growing = timed("first", () => {
  for (const message of generation()) assembler.accept(message);
  return new GrowingModel(assembler.trace);
});
growing.model([]).track(0);
for (const name of ["snapshot", "findings", "difference", "generation"] as const) values[name].length = 0;
for (let i = 0; i < GENERATIONS; i++) {
  program.grow(NEW_RECORDS);
  const messages = generation();
  values.bytes.push(bytesOf(messages) / 1000);
  timed("engine", () => {
    let committed: Committed | null = null;
    timed("assemble", () => {
      for (const message of messages) committed = assembler.accept(message);
    });
    timed("model", () => {
      growing.grow(assembler.trace, (committed as Committed | null)?.growth ?? raise());
      const model = growing.model(assembler.findings);
      model.track(0);
      longestWaits(model, 12);
    });
  });
}
function raise(): never {
  throw new Error("The generation did not grow.");
}
const rows = Object.entries(NAMES).map(([key, [name, unit, aim]]) => ({
  name,
  unit,
  aim,
  values: values[key as keyof typeof NAMES],
}));
process.stdout.write(JSON.stringify({ rows }));
