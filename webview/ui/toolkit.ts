/**
 * The controls of @vscode/webview-ui-toolkit. The package is archived: this is the only file that imports it or names one of
 * its tags, so that another one can take its place here alone. It is a script of its own (dist/page/toolkit.js) that the page
 * loads in the editor, after its first picture (load-toolkit.ts).
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeTextField,
} from "@vscode/webview-ui-toolkit";
import type { Controls } from "./controls";
import { h } from "./dom";
import { icon } from "./icons";
import { TOOLKIT_EVENT } from "./toolkit-event";

provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeProgressRing(),
  vsCodeTextField(),
);

function make<Extra extends object>(tag: string, attributes: Record<string, string>): HTMLElement & Extra {
  const element = document.createElement(tag);
  element.classList.add("control");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element as HTMLElement & Extra;
}

/** Some of them name themselves when they come into the page ("Text field"): what they are for is said after that. */
function named<Element extends HTMLElement>(element: Element, label: string): Element {
  queueMicrotask(() => element.setAttribute("aria-label", label));
  return element;
}

const toolkit: Controls = {
  button({ text, title, icon: sign, look = "secondary", onclick }) {
    const button = make("vscode-button", { appearance: look, "aria-label": text });
    button.title = title ?? text;
    // A slot of its own would keep its room when the word is left out (styles/small.css).
    if (sign) button.append(icon(sign));
    if (look !== "icon") button.append(h("span", { class: sign ? "word" : "" }, text));
    button.addEventListener("click", onclick);
    return button;
  },

  checkbox({ text, title, checked, onchange }) {
    const box = make<{ checked: boolean }>("vscode-checkbox", checked ? { checked: "" } : {});
    if (title) box.title = title;
    box.append(text);
    // It also tells of the state that it is given when it comes into the page.
    let told = checked;
    box.addEventListener("change", () => {
      if (box.checked === told) return;
      told = box.checked;
      onchange(told);
    });
    return box;
  },

  dropdown({ label, options, value, onchange }) {
    const list = make<{ value: string }>("vscode-dropdown", { "aria-label": label });
    for (const option of options) {
      const item = make("vscode-option", { value: option.value });
      if (option.value === value) item.setAttribute("selected", "");
      item.append(option.text);
      list.append(item);
    }
    let told = value;
    list.addEventListener("change", () => {
      if (list.value === told) return;
      told = list.value;
      onchange(told);
    });
    return h("div", { class: "control dropdown" }, h("span", { attributes: { "aria-hidden": "true" } }, label), list);
  },

  textField({ label, value, oninput }) {
    const field = make<{ value: string }>("vscode-text-field", { placeholder: label, value });
    field.addEventListener("input", () => oninput(field.value));
    return named(field, label);
  },

  progressRing: (label) => named(make("vscode-progress-ring", {}), label),
};

// The toolkit waits for the window's load event to read the theme's colours. That is over when this script comes so late.
if (document.readyState === "complete") dispatchEvent(new Event("load"));
dispatchEvent(new CustomEvent(TOOLKIT_EVENT, { detail: toolkit }));
