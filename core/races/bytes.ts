/**
 * Bytes through a pipe or a pair of sockets hand things over, and are written by C code that leaves no record. Where the program makes
 * such a pair, the later access stands in a function that receives and the earlier one in a file that sends, nobody can tell: then
 * nothing is said.
 */
import type { Accesses } from "../trace/accesses";
import type { Trace } from "../trace/types";
import type { RacingPair } from "./detector";

export function bytesHandedOver(trace: Trace, { site, sites }: Accesses): (pair: RacingPair) => boolean {
  const files = [...(trace.signalLines ?? [])].flatMap(([file, { bytes }]) =>
    bytes === undefined ? [] : [[file, bytes] as const],
  );
  if (!files.some(([, { pipes }]) => pipes.length > 0)) return () => false;
  const receivers = new Map(files.map(([file, bytes]) => [file, new Set(bytes.receivers)]));
  const senders = new Set(files.filter(([, { sends }]) => sends.length > 0).map(([file]) => file));
  const placeOf = (row: number) => trace.sites[sites[site[row]].site];
  return ({ examples }) =>
    examples.every(([first, second]) => {
      const { file, line } = placeOf(second);
      return senders.has(placeOf(first).file) && (receivers.get(file)?.has(line) ?? false);
    });
}
