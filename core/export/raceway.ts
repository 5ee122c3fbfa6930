/** Saved traces: `writeRaceway(path, recording)` and `readRaceway(path)`. */
export { readRaceway } from "./raceway-read";
export { writeRaceway } from "./raceway-write";
