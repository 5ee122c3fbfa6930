/** A page on its own: the trace is an element of it, and there is nobody to talk to. */
import { languageOf } from "../../core/l10n/fill";
import type { Home, HomeEvents } from "./home";

/** The elements that carry the trace (core/export/html.ts). The second one, where there is one, is read after the page has begun. */
const FIRST_ID = "raceway-trace";
const REST_ID = "raceway-rest";

export class FileHome implements Home {
  readonly language = languageOf(new URLSearchParams(location.search).get("lang") ?? navigator.language);
  readonly host = null;

  start(events: HomeEvents): void {
    this.#handOver(FIRST_ID, events);
    const rest = () => this.#handOver(REST_ID, events);
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", rest, { once: true });
    else rest();
  }

  #handOver(id: string, events: HomeEvents): void {
    const data = document.getElementById(id);
    if (!data) return;
    events.embedded(data.textContent ?? "");
    // The text is several times the size of the trace; the engine has its own copy now.
    data.remove();
  }
}
