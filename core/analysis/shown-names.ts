/** Names as the timeline shows them: namesakes are numbered, threads of other processes say whose they are. */
import { laneNames } from "../layout/lane-names";
import { resourceNames } from "../layout/resource-names";
import { WAIT_TARGET } from "../trace/vocabulary";
import { once } from "./once";

/** By lane. */
export const shownLanes = once(laneNames);

/** By resource. One to which nothing happened has no row there and is not counted. */
export const shownResources = once(({ resources, holds, waits, events }) => {
  const isUsed = new Uint8Array(resources.length);
  for (let hold = 0; hold < holds.length; hold++) isUsed[holds.resource[hold]] = 1;
  for (let event = 0; event < events.length; event++)
    if (events.resource[event] >= 0) isUsed[events.resource[event]] = 1;
  for (let wait = 0; wait < waits.length; wait++)
    if (WAIT_TARGET[waits.op[wait]] === "resource" && waits.object[wait] >= 0) isUsed[waits.object[wait]] = 1;
  return resourceNames(
    resources,
    resources.flatMap((_, index) => (isUsed[index] ? [index] : [])),
  );
});
