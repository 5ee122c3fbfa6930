/** The page begins here: words, skeleton, engine, then the trace that the page carries inside. */
import { languageOf } from "../core/l10n/index";
import { App } from "./app";
import { buildSkeleton } from "./ui/skeleton";
import { viewTranslator } from "./view-text";
import "./page.css";

/** The element that carries the trace (core/export/html.ts). */
const DATA_ID = "raceway-trace";

const parameters = new URLSearchParams(location.search);
const language = languageOf(parameters.get("lang") ?? navigator.language);
document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
const parts = buildSkeleton(viewTranslator(language));
document.body.append(parts.root);
const app = new App(parts, language);
const data = document.getElementById(DATA_ID);
if (data) {
  app.port.send({ type: "embedded", base64: data.textContent ?? "" });
  // The text is several times the size of the trace; the engine has its own copy now.
  data.remove();
}
