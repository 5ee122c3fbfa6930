/** The same work in another order: of what is submitted without a wait in between, the longest units first. */
import type { PoolWork } from "./pool-work";
import type { Step, Submitter } from "./simulate";

export function longestFirst(work: PoolWork): PoolWork {
  return { ...work, submitters: work.submitters.map((submitter) => reordered(submitter, work.needsNs)) };
}

function reordered(submitter: Submitter, needsNs: ArrayLike<number>): Submitter {
  const steps = [...submitter.steps];
  for (let from = 0; from < steps.length; ) {
    let to = from;
    while (to < steps.length && steps[to].does === "submit") to++;
    const units = steps.slice(from, to).map((step) => (step as Step & { does: "submit" }).unit);
    units.sort((a, b) => needsNs[b] - needsNs[a] || a - b);
    units.forEach((unit, i) => {
      steps[from + i] = { ...(steps[from + i] as Step & { does: "submit" }), unit };
    });
    from = to + 1;
  }
  return { ...submitter, steps };
}
