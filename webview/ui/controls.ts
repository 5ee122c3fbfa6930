/**
 * Buttons, boxes and fields that an editor has its own look for. The page makes them with these functions only; in the editor
 * ui/toolkit.ts, which comes after the first picture, puts its own in their place, and whoever made one makes it again.
 */
import { h } from "./dom";
import { type IconName, icon } from "./icons";

export interface ButtonSpec {
  text: string;
  title?: string;
  /** With it the text is left out where there is little room. */
  icon?: IconName;
  /** `icon`: the sign alone, the text for those who do not see it. */
  look?: "secondary" | "icon";
  onclick(): void;
}
export interface CheckboxSpec {
  text: string;
  title?: string;
  checked: boolean;
  onchange(checked: boolean): void;
}
export interface DropdownSpec {
  label: string;
  options: readonly { value: string; text: string }[];
  value: string;
  onchange(value: string): void;
}
export interface TextFieldSpec {
  label: string;
  value: string;
  oninput(value: string): void;
}

export interface Controls {
  button(spec: ButtonSpec): HTMLElement;
  checkbox(spec: CheckboxSpec): HTMLElement;
  dropdown(spec: DropdownSpec): HTMLElement;
  textField(spec: TextFieldSpec): HTMLElement;
  /** Something is under way; `label` says what to those who do not see it turn. */
  progressRing(label: string): HTMLElement;
}

const native: Controls = {
  button: ({ text, title, icon: sign, look, onclick }) =>
    h(
      "button",
      {
        class: look === "icon" ? "control tool" : "control button",
        type: "button",
        title: title ?? text,
        attributes: { "aria-label": text },
        onclick,
      },
      sign && icon(sign),
      look !== "icon" && h("span", { class: sign ? "word" : "" }, text),
    ),
  checkbox: ({ text, title, checked, onchange }) => {
    const box = h("input", { type: "checkbox", onchange: () => onchange(box.checked) });
    box.checked = checked;
    return h("label", { class: "control checkbox", title }, box, text);
  },
  dropdown: ({ label, options, value, onchange }) => {
    const items = options.map((option) => h("option", { attributes: { value: option.value } }, option.text));
    const select = h("select", { onchange: () => onchange(select.value) }, ...items);
    select.value = value;
    return h("label", { class: "control dropdown" }, h("span", {}, label), select);
  },
  textField: ({ label, value, oninput }) => {
    const attributes = { placeholder: label, "aria-label": label, spellcheck: "false" };
    const field = h("input", { class: "control", type: "text", attributes, oninput: () => oninput(field.value) });
    field.value = value;
    return field;
  },
  progressRing: (label) =>
    h("span", { class: "control ring", attributes: { role: "progressbar", "aria-label": label } }),
};

let current: Controls = native;
const users = new Set<() => void>();

/** Those to use now. Not to be kept: ask each time. */
export function controls(): Controls {
  return current;
}

/** `rebuild` is called when other controls have come. */
export function onControls(rebuild: () => void): void {
  users.add(rebuild);
}

export function useControls(other: Controls): void {
  current = other;
  // Whose controls these are: tests wait for it.
  document.documentElement.dataset.controls = "editor";
  for (const rebuild of users) rebuild();
}
