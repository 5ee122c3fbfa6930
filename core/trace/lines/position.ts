/** Where an instruction stands in its source file. */
export interface Position {
  /** 1-based; 0 = the instruction belongs to no line. */
  line: number;
  /** 1-based, in UTF-8 bytes; 0 = unknown. */
  column: number;
  /** 1-based; equals `line` where the table knows no better. */
  endLine: number;
  /** 1-based, the column after the last one; 0 = unknown. */
  endColumn: number;
}

export const NOWHERE: Position = { line: 0, column: 0, endLine: 0, endColumn: 0 };

/** A position of which only the line is known. */
export const onLine = (line: number): Position =>
  line > 0 ? { line, column: 0, endLine: line, endColumn: 0 } : NOWHERE;

/** The signed value of a byte. */
export const signed = (byte: number): number => (byte << 24) >> 24;
