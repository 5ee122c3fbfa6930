/** Looks the names of resources up in the program's source, once for each place that creates any. */
import { readFileSync, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { type Creation, namesOfCreations } from "../names";
import { signalLinesIn } from "../names/signal-lines";
import type { TraceBuilder } from "../trace/builder";
import { codeOf } from "../trace/derive/sites";
import { ignoresIn } from "../trace/ignores";
import { positionOf } from "../trace/lines";
import type { ProcessTables } from "../trace/process-tables";

/** A larger file is generated code: nobody reads its names. */
const LARGEST_SOURCE_BYTES = 4 << 20;

interface Place extends Creation {
  process: ProcessTables;
  file: string;
}

export class SourceNames {
  private readonly done = new Set<string>();
  private readonly lookedThrough = new Set<string>();
  /** Process → rows of its tables when they were looked through last. */
  private readonly rowsSeen = new Map<string, number>();

  /** Gives the builder a name for each creation that has none yet. A file that cannot be read gives none. */
  resolve(builder: TraceBuilder): void {
    this.lookThrough(builder);
    const places = [...placesOf(builder)];
    const files = new Map<string, Place[]>();
    for (const place of places) {
      const key = `${place.process.name} ${place.code} ${place.lasti}`;
      if (this.done.has(key)) continue;
      this.done.add(key);
      // All of the file's places, not only the new ones: before 3.11 a place is told by its rank among those of its line.
      files.set(
        place.file,
        places.filter(({ file }) => file === place.file),
      );
    }
    for (const [file, placesInFile] of files) {
      const source = readSource(file);
      if (source === null) continue;
      namesOfCreations(source, placesInFile).forEach((name, i) => {
        const { process, code, lasti } = placesInFile[i];
        if (name !== null) process.nameSite(code, lasti, name);
      });
    }
  }

  /** Comments, and lines that wait and acquire, in the files of the program that did anything worth a record. */
  private lookThrough(builder: TraceBuilder): void {
    for (const { name, races, codes, signalLines } of builder.processTables) {
      const rows = races.accesses.size + codes.size;
      if (this.rowsSeen.get(name) === rows) continue;
      this.rowsSeen.set(name, rows);
      for (const { file } of [...races.accesses.values(), ...[...codes.values()].filter(({ program }) => program)]) {
        const key = `${name} ${file}`;
        if (this.lookedThrough.has(key)) continue;
        this.lookedThrough.add(key);
        const source = readSource(file);
        if (source === null) continue;
        signalLines.set(file, signalLinesIn(source));
        const ignores = ignoresIn(source);
        if (ignores.length > 0) races.ignores.set(file, ignores);
      }
    }
  }
}

function* placesOf(builder: TraceBuilder): Generator<Place> {
  const processes = builder.processTables;
  for (const { process, code, lasti } of builder.creations()) {
    const row = codeOf(process, code, processes);
    if (row === undefined) continue;
    yield { process, code, lasti, file: row.file, ...positionOf(row, lasti) };
  }
}

function readSource(file: string): string | null {
  try {
    if (!isAbsolute(file)) return null;
    const { size } = statSync(file);
    return size > LARGEST_SOURCE_BYTES ? null : readFileSync(file, "utf8");
  } catch {
    // The program may have been moved or deleted since: its resources go by file and line.
    return null;
  }
}
