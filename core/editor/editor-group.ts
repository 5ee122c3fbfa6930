/** In which group of editors a source file opens. */

/** One group of editors; `column` is its number from the left, from 1. */
export interface EditorGroup {
  column: number;
  /** A timeline is what it shows. */
  showsTimeline: boolean;
  /** What of the file it has: shown now, in a tab behind, nothing. */
  file: "shown" | "behind" | "none";
}

/**
 * Where the file is to be seen already, else where it has a tab, else the first group: but never over a timeline, which is
 * what the reader compares it with.
 *
 * @returns a column, or null where a new group has to be made beside the timeline
 */
export function columnFor(groups: readonly EditorGroup[]): number | null {
  const free = groups.filter(({ showsTimeline }) => !showsTimeline);
  const best = free.find(({ file }) => file === "shown") ?? free.find(({ file }) => file === "behind") ?? free[0];
  return best?.column ?? null;
}
