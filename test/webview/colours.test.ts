/**
 * Tones stay apart for every eye: with normal sight and with each kind of colour blindness, in both themes. The simulation is
 * Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1;
 * the distance is ΔE of CIELAB (1976).
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { lab, rgb } from "d3";

const LEAST_DIFFERENCE = 15;
/** Those that fill a lane or a track, and so may touch, and the diamonds on them. Thin lines differ by their height as well. */
const TOUCHING = ["running", "blocked", "gil", "io", "ready", "unknown", "held", "race"];

const SIGHTS: Record<string, number[][] | null> = {
  normal: null,
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const css = readFileSync("webview/styles/theme.css", "utf8");
const [lightCss, darkCss] = css.split("/* Dark. */");

function colorIn(block: string, name: string): string {
  const value = block.match(new RegExp(`--${name}: (?:var\\(--[\\w-]+, )?(#[0-9a-f]{6})\\)?;`))?.[1];
  if (!value) throw new Error(`--${name} has no plain colour`);
  return value;
}

/** As an eye of that kind sees it. The matrices are for linear light. */
function seen(color: string, matrix: number[][] | null): string {
  if (!matrix) return color;
  const { r, g, b } = rgb(color);
  const linear = [r, g, b].map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  const mixed = matrix.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, weight, i) => sum + weight * linear[i], 0),
      ),
    ),
  );
  const [red, green, blue] = mixed.map(
    (part) => 255 * (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055),
  );
  return rgb(red, green, blue).formatHex();
}

function difference(a: string, b: string): number {
  const [one, other] = [lab(a), lab(b)];
  return Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}

for (const [theme, block] of [
  ["light", lightCss],
  ["dark", darkCss],
]) {
  for (const [sight, matrix] of Object.entries(SIGHTS)) {
    test(`every pair of tones is told apart (${theme}, ${sight})`, () => {
      for (const [i, one] of TOUCHING.entries()) {
        for (const other of TOUCHING.slice(i + 1)) {
          const distance = difference(seen(colorIn(block, one), matrix), seen(colorIn(block, other), matrix));
          assert.ok(distance >= LEAST_DIFFERENCE, `${one} and ${other}: ${distance.toFixed(1)}`);
        }
      }
    });
  }
}

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (color: string) => {
    const { r, g, b: blue } = rgb(color);
    const [x, y, z] = [r, g, blue].map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

for (const [theme, block] of [
  ["light", lightCss],
  ["dark", darkCss],
]) {
  test(`words inside tones can be read (${theme})`, () => {
    for (const tone of [
      "running",
      "blocked",
      "gil",
      "io",
      "ready",
      "unknown",
      "held",
      "race",
      "error",
      "warning",
      "info",
    ]) {
      const ratio = contrast(colorIn(block, tone), colorIn(block, `${tone}-ink`));
      assert.ok(ratio >= 3.9, `${tone}: ${ratio.toFixed(2)}`);
    }
  });
}

for (const [theme, block] of [
  ["light", lightCss],
  ["dark", darkCss],
]) {
  test(`a diamond is told from the thin lines that it lies on, and from the ground (${theme})`, () => {
    const race = colorIn(block, "race");
    for (const under of ["waiting", "condition", "sleeping"]) {
      const distance = difference(race, colorIn(block, under));
      assert.ok(distance >= LEAST_DIFFERENCE, `${under}: ${distance.toFixed(1)}`);
    }
    assert.ok(contrast(race, colorIn(block, "bg")) >= 4.5);
  });
}
