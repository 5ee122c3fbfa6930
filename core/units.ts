/** Branded numbers: the only place with casts. A name carries its unit or its table. */

declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]?: Name };

/** Nanoseconds since the start of the trace (an integer, exact below 2^53). */
export type Ns = Branded<"Ns">;
/** CSS pixels. */
export type Px = Branded<"Px">;
/** Index into `Trace.lanes`; also the lane's `id` in the report. -1 = none. */
export type LaneIndex = Branded<"LaneIndex">;
/** Index into `Trace.resources`; also the resource's `id` in the report. -1 = none. */
export type ResourceIndex = Branded<"ResourceIndex">;
/** Index into `Trace.sites`; 0 = unknown. */
export type SiteIndex = Branded<"SiteIndex">;
/** Index into the columns of `Trace.waits`. -1 = none. */
export type WaitIndex = Branded<"WaitIndex">;
/** Index into the columns of `Trace.holds`. -1 = none. */
export type HoldIndex = Branded<"HoldIndex">;
