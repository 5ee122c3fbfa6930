/** The words of `raceway run`, taken apart: its options, then the program with all that is the program's own. */

/** Options of `run` that take the next word for their value. A test holds this list to the command line. */
export const OPTIONS_WITH_VALUE = [
  "--trace",
  "--json",
  "--html",
  "--sarif",
  "--chrome",
  "--python",
  "--stop-after",
  "--budget",
  "--recording-dir",
  "--children",
  "--fail-on",
  "--off",
];

/**
 * @param {readonly string[]} words
 * @returns {{ options: string[], program: string[] }} `program` begins with the script or with `-m`; empty where there is none
 */
export function splitWords(words) {
  let at = 0;
  while (at < words.length && words[at].startsWith("-") && !words[at].startsWith("-m")) {
    if (words[at] === "--") return { options: words.slice(0, at), program: words.slice(at + 1) };
    at += OPTIONS_WITH_VALUE.includes(words[at]) ? 2 : 1;
  }
  return { options: words.slice(0, at), program: words.slice(at) };
}
