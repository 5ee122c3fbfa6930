/** Sentences of findings as the page shows them: code as code. */
import { codeParts } from "../../core/l10n/code-parts";
import { h } from "./dom";

export const prose = (sentence: string): (string | HTMLElement)[] =>
  codeParts(sentence).map(({ text, isCode }) => (isCode ? h("code", {}, text) : text));
