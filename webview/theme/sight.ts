/**
 * How far apart two colours are, for eyes of every kind. The simulation is Machado, Oliveira and Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1; the distance is ΔE of CIELAB
 * (1976); contrast is that of WCAG 2.2.
 */
import { lab, type RGBColor, rgb } from "d3";

type Matrix = readonly (readonly [number, number, number])[];

/** For linear light. */
const DEFICIENCIES: readonly Matrix[] = [
  // Protanopia, deuteranopia, tritanopia.
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
];

type Linear = [red: number, green: number, blue: number];

function linear({ r, g, b }: RGBColor): Linear {
  return [r, g, b].map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  ) as Linear;
}

function fromLinear(parts: readonly number[]): RGBColor {
  const [r, g, b] = parts.map((part) => {
    const inside = Math.min(1, Math.max(0, part));
    return 255 * (inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055);
  });
  return rgb(r, g, b);
}

function difference(a: RGBColor, b: RGBColor): number {
  const [one, other] = [lab(a), lab(b)];
  return Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}

/** The smallest ΔE between two colours among normal sight and the three kinds of colour blindness. */
export function leastDifference(a: string, b: string): number {
  const [one, other] = [rgb(a), rgb(b)];
  const [light, otherLight] = [linear(one), linear(other)];
  const mixed = (matrix: Matrix, parts: Linear) =>
    fromLinear(matrix.map((row) => row.reduce((sum, weight, i) => sum + weight * parts[i], 0)));
  const seen = DEFICIENCIES.map((matrix) => difference(mixed(matrix, light), mixed(matrix, otherLight)));
  return Math.min(difference(one, other), ...seen);
}

/** From 1 (the same) to 21 (black on white). */
export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = linear(rgb(color));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
