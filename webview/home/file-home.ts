/** A page on its own: the trace is an element of it, and there is nobody to talk to. */
import { languageOf } from "../../core/l10n/fill";
import type { Home, HomeEvents } from "./home";

/** The element that carries the trace (core/export/html.ts). */
const DATA_ID = "raceway-trace";

export class FileHome implements Home {
  readonly language = languageOf(new URLSearchParams(location.search).get("lang") ?? navigator.language);
  readonly host = null;

  start(events: HomeEvents): void {
    const data = document.getElementById(DATA_ID);
    if (!data) return;
    events.embedded(data.textContent ?? "");
    // The text is several times the size of the trace; the engine has its own copy now.
    data.remove();
  }
}
