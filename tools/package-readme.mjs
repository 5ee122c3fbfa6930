/** The README inside the package: the same words, but the editor that shows it has no clone beside it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} markdown of the repository's README
 * @param {string} root its folder
 * @returns {string} pictures are in the text itself; a link to a file of the repository is its words alone
 */
export function readmeForEditor(markdown, root) {
  return markdown
    .replace(/<source [^>]*>\s*/g, "")
    .replace(/(<img [^>]*src=")([^":]+\.png)"/g, (_, before, path) => `${before}${dataUri(join(root, path))}"`)
    .replace(/!\[([^\]]*)\]\(([^):]+\.png)\)/g, (_, words, path) => `![${words}](${dataUri(join(root, path))})`)
    .replace(/(?<!!)\[([^\]]+)\]\((?![a-z]+:|#)[^)]+\)/g, "$1");
}

function dataUri(file) {
  return `data:image/png;base64,${readFileSync(file).toString("base64")}`;
}
