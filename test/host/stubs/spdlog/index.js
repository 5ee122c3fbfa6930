/**
 * Stands in for the native module, which npm would have to compile: the same calls, each line appended to the file at once.
 * Tests wait for lines of these logs.
 */
const { appendFileSync, mkdirSync } = require("node:fs");
const { dirname } = require("node:path");

const LEVELS = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(path) {
    this.path = path;
    this.level = LEVELS.indexOf("info");
    this.raw = false;
    mkdirSync(dirname(path), { recursive: true });
  }

  setLevel(level) {
    this.level = level;
  }

  /** Without formatters a line is the message alone. */
  clearFormatters() {
    this.raw = true;
  }

  setPattern() {}
  flush() {}
  drop() {}

  write(level, message) {
    if (level < this.level) return;
    const line = this.raw ? message : `${new Date().toISOString()} [${LEVELS[level]}] ${message}\n`;
    appendFileSync(this.path, line);
  }
}

for (const [level, name] of LEVELS.entries())
  Logger.prototype[name] = function log(message) {
    this.write(level, message);
  };

exports.setFlushOn = () => {};
exports.createRotatingLogger = async (_name, path) => new Logger(path);
exports.createAsyncRotatingLogger = exports.createRotatingLogger;
