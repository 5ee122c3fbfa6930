/** The minimap: all lanes' states stacked, blocked time at the bottom where it adds up before one's eyes. */
import type { Overview } from "../../core/layout/overview";
import { THIN_TONES, Tone } from "../../core/layout/tones";
import type { PixelPass } from "./pixels";
import type { Canvas2d, Tiles } from "./tiles";

const ORDER = [
  Tone.blocked,
  Tone.gil,
  Tone.ready,
  Tone.unknown,
  Tone.running,
  Tone.io,
  Tone.condition,
  Tone.waiting,
  Tone.sleeping,
] as const;
/** Passive waiting is only hinted at: activity is what a minimap is for. */
const PASSIVE_ALPHA = 0.3;

export function drawOverview(context: Canvas2d, pass: PixelPass, data: Overview, heightPx: number, tiles: Tiles): void {
  pass.begin(data.columns, heightPx, 1, tiles.plain.band);
  if (data.fullNs > 0) pass.stack(data.timesNs, data.fullNs, ORDER, 0, heightPx, withPalePassive(tiles));
  pass.end(context);
}

function withPalePassive(tiles: Tiles): Tiles {
  const pale = { ...tiles.tones[Tone.waiting], pixels: faded(tiles.tones[Tone.waiting].pixels, tiles.plain.band) };
  return { ...tiles, tones: tiles.tones.map((tile, tone) => (THIN_TONES.includes(tone) ? pale : tile)) };
}

/** Each of the four bytes of a pixel moved towards the background. */
function faded(pixels: Uint32Array, background: number): Uint32Array {
  return pixels.map((pixel) => {
    let mixed = 0;
    for (let shift = 0; shift < 32; shift += 8) {
      const byte = ((pixel >>> shift) & 255) * PASSIVE_ALPHA + ((background >>> shift) & 255) * (1 - PASSIVE_ALPHA);
      mixed |= Math.round(byte) << shift;
    }
    return mixed >>> 0;
  });
}
