/** The native module copies by a clone of the blocks where the disk can. Node's own copy does as well here. */
const { copyFile, cp } = require("node:fs/promises");

exports.copyFile = copyFile;
exports.cp = cp;
