/** Tables with no rows. */
import type { Items } from "./pool-types";
import type { Samples } from "./types";

export const noItems = (): Items => ({
  length: 0,
  pool: new Uint32Array(0),
  job: new Float64Array(0),
  index: new Uint32Array(0),
  offset: new Uint32Array(0),
  count: new Uint32Array(0),
  submitLane: new Int32Array(0),
  submitNs: new Float64Array(0),
  submitSite: new Uint32Array(0),
  lane: new Int32Array(0),
  startNs: new Float64Array(0),
  endNs: new Float64Array(0),
  result: new Uint8Array(0),
  functionSite: new Uint32Array(0),
});

export const noSamples = (): Samples => ({
  length: 0,
  lane: new Uint32Array(0),
  startNs: new Float64Array(0),
  endNs: new Float64Array(0),
  cpuNs: new Float64Array(0),
});
