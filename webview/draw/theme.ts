/** Colours as the painter needs them. The page reads them from CSS (ui/read-theme.ts); the engine never sees CSS. */
import type { ToneName } from "../../core/layout/tones";

/** CSS colour strings that a canvas understands. */
export interface Theme {
  background: string;
  /** Behind a lane while it lives. */
  band: string;
  grid: string;
  text: string;
  muted: string;
  accent: string;
  accentInk: string;
  tones: Record<ToneName, string>;
  /** Of the hatch or the dots on a tone. */
  marks: Record<ToneName, string>;
  /** Text on a tone. */
  inks: Record<ToneName, string>;
  held: string;
  heldInk: string;
  /** A hold that nobody waits for. */
  heldQuiet: string;
  /** Behind an item's name, and its edge. */
  itemGround: string;
  itemRaised: string;
  itemEdge: string;
  /** Updates that were lost, and the ink on it. */
  race: string;
  raceInk: string;
  level: string;
  levelLight: string;
  severities: { error: string; warning: string; info: string };
  font: string;
  /** Forced colours: outlines around everything. */
  highContrast: boolean;
}
