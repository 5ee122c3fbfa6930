/** Neighbouring columns that look the same are one rectangle: thousands of columns cost a few calls of the canvas. */
export function eachRun(
  length: number,
  valueAt: (x: number) => number,
  draw: (left: number, right: number, value: number) => void,
): void {
  let left = 0;
  let value = length > 0 ? valueAt(0) : 0;
  for (let x = 1; x <= length; x++) {
    const next = x < length ? valueAt(x) : Number.NaN;
    if (next === value) continue;
    draw(left, x, value);
    left = x;
    value = next;
  }
}
