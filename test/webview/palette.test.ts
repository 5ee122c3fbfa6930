/** What an editor's theme may do to the colours of the states: real themes, and random ones. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { hcl } from "d3";
import fc from "fast-check";
import { choosePalette, inkOn, type Palette, TOUCHING, type TouchingTone } from "../../webview/theme/palette";
import { contrast, leastDifference } from "../../webview/theme/sight";
import themes from "./support/editor-themes.json";

const css = readFileSync("webview/styles/theme.css", "utf8");
const [lightCss, darkCss] = css.split("/* Dark. */");

function ownIn(block: string): Palette {
  const color = (tone: TouchingTone) => block.match(new RegExp(`--${tone}: (#[0-9a-f]{6});`))![1];
  return Object.fromEntries(TOUCHING.map((tone) => [tone, color(tone)])) as Palette;
}
const OWN = { light: ownIn(lightCss), dark: ownIn(darkCss) };
const OFFERS = { running: "green", blocked: "red", gil: "purple", io: "blue", held: "yellow" } as const;
const MAGENTA = "--vscode-terminal-ansiMagenta";

/** The smallest ΔE of all pairs, for every kind of sight. */
function worstPair(palette: Palette): number {
  const pairs = TOUCHING.flatMap((one, i) => TOUCHING.slice(i + 1).map((other) => [palette[one], palette[other]]));
  return Math.min(...pairs.map(([one, other]) => leastDifference(one, other)));
}

function offersOf(theme: "dark" | "light"): Partial<Palette> {
  const variables: Record<string, string> = themes[theme].variables;
  const charts = Object.entries(OFFERS).map(([tone, name]) => [tone, variables[`--vscode-charts-${name}`]]);
  return { ...Object.fromEntries(charts), ...(MAGENTA in variables && { race: variables[MAGENTA] }) };
}

for (const theme of ["dark", "light"] as const) {
  test(`the editor's own ${theme} theme gives hues, and all states stay apart`, () => {
    const background = themes[theme].variables["--vscode-editor-background"];
    const palette = choosePalette(OWN[theme], offersOf(theme), background);
    assert.ok(worstPair(palette) >= 15, `worst pair ${worstPair(palette).toFixed(1)}`);
    const taken = TOUCHING.filter((tone) => palette[tone] !== OWN[theme][tone]);
    assert.ok(taken.length >= 2, `taken: ${taken}`);
    for (const tone of taken) {
      const [theirs, ours] = [hcl(offersOf(theme)[tone]!).h, hcl(palette[tone]).h];
      const apart = Math.abs(((theirs - ours + 540) % 360) - 180);
      assert.ok(apart < 12, `${tone} has the theme's hue: ${apart.toFixed(0)}° off`);
    }
  });
}

const color = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map((parts) => `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`);

test("whatever a theme offers, states stay apart and words can be read", () => {
  const offers = fc.record({ running: color, blocked: color, gil: color, io: color, held: color, race: color });
  fc.assert(
    fc.property(offers, fc.constantFrom("dark", "light" as const), (offered, theme) => {
      const background = theme === "dark" ? "#1f1f1f" : "#ffffff";
      const own = OWN[theme as "dark" | "light"];
      const palette = choosePalette(own, offered, background);
      assert.ok(worstPair(palette) >= 15);
      for (const tone of TOUCHING) {
        if (palette[tone] === own[tone]) continue;
        assert.ok(contrast(palette[tone], inkOn(palette[tone])) >= 3.9);
        assert.ok(contrast(palette[tone], background) >= 1.9);
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});

test("greys say nothing: ours stay", () => {
  const grey = { running: "#777777", blocked: "#888888", held: "#999999" };
  assert.deepEqual(choosePalette(OWN.dark, grey, "#1f1f1f"), OWN.dark);
});
