/** A sentence in parts: what stands between backticks is code. */
export interface TextPart {
  text: string;
  isCode: boolean;
}

/** A backtick without a second one stays as it is. */
export function codeParts(sentence: string): TextPart[] {
  const pieces = sentence.split("`");
  if (pieces.length % 2 === 0) pieces.splice(-2, 2, pieces.slice(-2).join("`"));
  return pieces.map((text, at) => ({ text, isCode: at % 2 === 1 })).filter(({ text }) => text !== "");
}
