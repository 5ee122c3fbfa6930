/** `# raceway: ignore[data-race, lost-update] reason`: a line whose findings are known, and why they may stay. */
const COMMENT = /#\s*raceway:\s*ignore\[([\w\s,-]+)\]\s*(.*?)\s*$/;

export interface Ignore {
  line: number;
  rules: string[];
  /** "" = nobody said why. */
  reason: string;
}

/** The lines of a source that say so. */
export function ignoresIn(source: string): Ignore[] {
  if (!source.includes("raceway:")) return [];
  return source.split(/\r\n|\r|\n/).flatMap((text, index) => {
    const found = COMMENT.exec(text);
    if (found === null) return [];
    return [{ line: index + 1, rules: found[1].split(",").map((rule) => rule.trim()), reason: found[2] }];
  });
}
