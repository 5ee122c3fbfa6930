/** The run whose lines are marked: what it said of them, and all that is needed of it when its trace is gone. */
import { type LineFacts, NO_LINES } from "../../core/analysis/line-facts";
import type { LinePlace } from "../../core/analysis/line-losses";
import { type MarkKind, worstOfKinds } from "../../core/editor/heat";
import type { MarkedLine } from "../../core/editor/line-mark";
import type { PlaceOrigin } from "../host";
import type { TraceSource } from "../trace/trace-source";
import { fileKey } from "./file-key";
import { RanFiles } from "./ran-files";

export class MarkedRun implements PlaceOrigin {
  readonly id: string;
  readonly folders: readonly string[];
  readonly startedAtMs: number;
  readonly files: RanFiles;
  facts: LineFacts = NO_LINES;
  worstNs: Record<MarkKind, number> = worstOfKinds([]);
  durationNs = 0;
  /** By file key, then by line. */
  #lines = new Map<string, Map<number, MarkedLine>>();
  /** Lines that links of hovers lead to. Only ever added, so that a link keeps its number. */
  readonly #places: LinePlace[] = [];

  /** To be made when the run begins. */
  constructor({ id, folders, startedAtMs }: TraceSource) {
    this.id = id;
    this.folders = folders;
    this.startedAtMs = startedAtMs ?? Date.now();
    this.files = new RanFiles(this.startedAtMs);
  }

  take(facts: LineFacts, durationNs: number): void {
    this.facts = facts;
    this.durationNs = durationNs;
    this.worstNs = worstOfKinds(facts.waits);
    this.#lines = new Map();
    for (const waits of facts.waits) this.#lineOf(waits).waits = waits;
    for (const losses of facts.losses) this.#lineOf(losses).losses = losses;
    for (const findings of facts.findings) this.#lineOf(findings).findings = findings;
  }

  get hasLines(): boolean {
    return this.#lines.size > 0 || this.facts.problems.length > 0;
  }

  /** @param key of the file */
  linesOf(key: string): MarkedLine[] {
    return [...(this.#lines.get(key)?.values() ?? [])];
  }

  /** Whether this file stands in anything that was said. */
  tellsOf(key: string): boolean {
    return (
      this.#lines.has(key) || this.facts.problems.some(({ places }) => places.some(({ file }) => fileKey(file) === key))
    );
  }

  /** The number by which a link names a line: none carries a path. */
  numberOf({ file, line }: LinePlace): number {
    const known = this.#places.findIndex((place) => place.file === file && place.line === line);
    return known >= 0 ? known : this.#places.push({ file, line }) - 1;
  }

  placeOf(number: number): LinePlace | undefined {
    return this.#places[number];
  }

  #lineOf({ file, line }: LinePlace): MarkedLine {
    const key = fileKey(file);
    const ofFile = this.#lines.get(key) ?? new Map<number, MarkedLine>();
    this.#lines.set(key, ofFile);
    const known = ofFile.get(line) ?? { line, waits: null, losses: null, findings: null };
    ofFile.set(line, known);
    return known;
  }
}
