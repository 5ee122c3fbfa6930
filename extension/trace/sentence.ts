/** An expected failure that is told in the user's words already. */
export class Sentence extends Error {
  override name = "Sentence";
}
