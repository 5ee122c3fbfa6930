/** Elements without markup: text is always text, so a thread named `</script><img onerror=…>` is a thread with a long name. */

type Child = Node | string | null | undefined | false;
type Listeners = { [K in keyof HTMLElementEventMap as `on${K}`]?: (event: HTMLElementEventMap[K]) => void };
export interface Props extends Listeners {
  class?: string;
  id?: string;
  title?: string;
  hidden?: boolean;
  tabIndex?: number;
  type?: string;
  /** aria-…, role, data-… and other attributes by their own names. */
  attributes?: Record<string, string>;
  /** CSS properties, set through the object model: a page without inline styles allows that. */
  style?: Record<string, string>;
}

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  const { class: className, attributes = {}, style = {}, ...rest } = props;
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  for (const [name, value] of Object.entries(rest)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined) Object.assign(element, { [name]: value });
  }
  append(element, ...children);
  return element;
}

export function append(parent: Element, ...children: Child[]): void {
  for (const child of children) if (child) parent.append(child);
}

export function replace(parent: Element, ...children: Child[]): void {
  parent.replaceChildren(...children.filter((child): child is Node | string => Boolean(child)));
}

/** `exchange`, but where nothing has changed nothing is touched: a click that has begun would be lost. */
export function refill(parent: HTMLElement, ...children: Child[]): void {
  const next = children.filter((child): child is Node | string => Boolean(child));
  const shadow = parent.cloneNode(false) as HTMLElement;
  shadow.append(...next.map((child) => (typeof child === "string" ? child : child.cloneNode(true))));
  if (!shadow.isEqualNode(parent)) exchange(parent, ...next);
}

/** `replace` for what somebody may be in the middle of: the focus stays at the same place of the new content, the scroll where it was. */
export function exchange(parent: HTMLElement, ...children: Child[]): void {
  const path = pathTo(document.activeElement, parent);
  const { scrollTop, scrollLeft } = parent;
  replace(parent, ...children);
  if (parent.scrollTop !== scrollTop) parent.scrollTop = scrollTop;
  if (parent.scrollLeft !== scrollLeft) parent.scrollLeft = scrollLeft;
  const focus = path?.reduce<Element | undefined>((element, index) => element?.children[index], parent);
  if (focus instanceof HTMLElement && path && path.length > 0) focus.focus({ preventScroll: true });
}

/** Which child of which child …; null when it is not inside. */
function pathTo(element: Element | null, ancestor: Element): number[] | null {
  const path: number[] = [];
  for (let at = element; at && at !== ancestor; at = at.parentElement) {
    if (!at.parentElement) return null;
    path.unshift([...at.parentElement.children].indexOf(at));
  }
  return element && ancestor.contains(element) ? path : null;
}

export function swatch(tone: string): HTMLElement {
  return h("span", { class: `swatch ${tone}`, attributes: { "aria-hidden": "true" } });
}
