/** The minimap: what all lanes together did, column by column, over the whole trace. */
import type { Model } from "./model";
import { columnShares } from "./shares";
import { TONE_COUNT } from "./tones";

export interface Overview {
  columns: number;
  /** timesNs[column · TONE_COUNT + tone], summed over the lanes that are not internal. */
  timesNs: Float64Array;
  /** Largest sum of a column: so much fills the height. */
  fullNs: number;
}

export function overview(model: Model, columns: number): Overview {
  const { trace } = model;
  const timesNs = new Float64Array(columns * TONE_COUNT);
  const one = new Float64Array(columns * TONE_COUNT);
  const columnNs = Math.max(trace.endNs, 1) / columns;
  trace.lanes.forEach(({ internal }, lane) => {
    if (internal) return;
    columnShares(model.lanes[lane], 0, columnNs, columns, one);
    for (let i = 0; i < one.length; i++) timesNs[i] += one[i];
  });
  let fullNs = 0;
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let tone = 0; tone < TONE_COUNT; tone++) sum += timesNs[column * TONE_COUNT + tone];
    fullNs = Math.max(fullNs, sum);
  }
  return { columns, timesNs, fullNs };
}
