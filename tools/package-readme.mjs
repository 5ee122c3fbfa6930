/** The README inside the package: what concerns those who have the extension, but no clone. */

/** In the README, around what only a clone has: its commands, and pictures, of which an editor shows those on the web alone. */
const CLONE_ONLY = /<!-- clone only -->.*?<!-- \/clone only -->\n/gs;

/**
 * @param {string} markdown of the repository's README
 * @returns {string} a link to a file of the repository is its words alone
 */
export function readmeForEditor(markdown) {
  return markdown.replace(CLONE_ONLY, "").replace(/\[([^\]]+)\]\((?![a-z]+:|#)[^)]+\)/g, "$1");
}
