/**
 * Draws a recording from text: one step a line, `time lane verb …`, in the order in which things happened.
 *
 *   draw(`
 *     0  Main  creates lock L
 *     5  Main  starts T1
 *     10 Main  acquires L        @7
 *     12 T1    wants L           @7
 *     20 Main  releases L
 *     21 T1    gets L
 *     25 T1    releases L
 *     30 T1    ends
 *   `).trace()
 *
 * Times are microseconds. `@7` is the line of the step in /project/app.py (`@other.py:7` in another file); without it the
 * line is the step's own line in the text. A lane begins with its first step; `child/Main` is lane Main of process `child`.
 * A resource is named as in the text. What each verb writes follows docs/trace-format.md:
 *
 *   creates KIND NAME [PARAMETER]     KIND as in RESOURCE_KINDS and POOL_KINDS, `asyncio.lock`, `multiprocessing.queue`; a condition's parameter is the name of its lock
 *   lock, rlock, condition            acquires · wants, gets · re-enters, leaves · releases
 *   condition                         awaits, wakes · notifies NAME [N|all]
 *   semaphore                         acquires · wants, gets · releases NAME [N]
 *   event                             awaits, passes · sets · clears
 *   barrier                           awaits, passes (the last party only passes) · of several processes: passes NAME INDEX
 *   queue                             awaits (an item), gets NAME [PUT] · stalls (no room), puts · finishes · joins, joined
 *   any wait                          gives-up (timed out) · fails · interrupted
 *   any resource                      misses · over-releases · counts NAME TOTAL…
 *   pools                             submits NAME JOB ITEMS [CHUNK] · hands NAME JOB INDEX [ITEMS] · cancels, likewise
 *                                     works-for · idles, goes-on · runs NAME JOB INDEX [OFFSET [ITEMS]], returns, raises
 *                                     reads-result NAME JOB · reads-error NAME JOB [INDEX ITEMS]
 *                                     receives NAME JOB INDEX ITEMS [failed] · needs-result NAME [JOB], joins-pool, goes-on
 *   tasks, by their loop's lane       creates-task NAME [BY] · steps NAME [READY [BY]] · suspends NAME [OP [TARGET]]
 *                                     ends-task NAME [raised|cancelled]
 *   several processes                 shares NAME [KEY] · feeds QUEUE PUT · a pipe's puts and gets: NAME END
 *                                     launches PID NAME [REASON…] · learns-exit PID CODE · joins-process, joined-process PID
 *   the lane named sampler            samples LANE CPU [FOUND]
 *   lanes                             starts LANE [daemon] [internal] · joins, joined LANE · sleeps MICROSECONDS · ends · loses N
 */
import { Drawing } from "./drawing";
import { Stage, type Step } from "./stage";
import { VERBS } from "./verbs";

export function draw(text: string): Drawing {
  const drawing = new Drawing();
  const stage = new Stage(drawing);
  text.split("\n").forEach((line, index) => {
    const step = parseStep(line, index + 1);
    if (step === null) return;
    const verb = VERBS[step.verb];
    if (verb === undefined) throw new Error(`line ${index + 1}: no such verb: ${step.verb}`);
    verb(stage, stage.enter(step), step);
  });
  stage.finish();
  return drawing;
}

function parseStep(line: string, lineNumber: number): Step | null {
  const words = line.replace(/#.*/, "").trim().split(/\s+/);
  if (words[0] === "") return null;
  const at = words.findIndex((word) => word.startsWith("@"));
  const place = at < 0 ? null : /^@(?:(.+):)?(\d+)$/.exec(words.splice(at, 1)[0]);
  const [time, lane, verb, ...rest] = words;
  return {
    timeNs: Number(time) * 1000,
    lane,
    verb,
    rest,
    file: `/project/${place?.[1] ?? "app.py"}`,
    line: place === null ? lineNumber : Number(place[2]),
  };
}
