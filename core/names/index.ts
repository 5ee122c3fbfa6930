/**
 * The name that the program gives to what a line creates: `counter_lock`, `Account.lock`, `forks[]`.
 * Pure functions over source text; core/collect/source-names.ts reads the files.
 */
import { creatingNode } from "./creating-node";
import { nameGivenTo } from "./name-given";
import { PythonSource } from "./source";

/** A place in a source file at which a resource was created. */
export interface Creation {
  /** Number of the code object, and offset in it: tell the places of one line apart where columns are unknown. */
  code: number;
  lasti: number;
  /** 1-based. */
  line: number;
  /** 1-based, in UTF-8 bytes; 0 = unknown (before Python 3.11). */
  column: number;
  endLine: number;
  endColumn: number;
}

/**
 * @param creations all known places of this file; before 3.11 their order on a line says which call is whose
 * @returns for each place its name, null where the source gives none
 */
export function namesOfCreations(text: string, creations: readonly Creation[]): (string | null)[] {
  const source = new PythonSource(text);
  return creations.map((creation) => {
    const node = creatingNode(source, creation, creations);
    return node === null ? null : nameGivenTo(source, node);
  });
}
