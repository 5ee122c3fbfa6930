/** The trace for Perfetto and other tools, in parts. */
import { renderChrome } from "../core/export/chrome";
import { version } from "../package.json";
import type { Results } from "./results";

export function chromeOf({ trace, findings }: Results): Iterable<string> {
  return renderChrome(trace, findings, version);
}
