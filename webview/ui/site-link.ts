/** `file.py:27` as a button: opens the line where an editor is around the page, else copies the whole path. */
import { h } from "./dom";
import type { Say } from "./say";

export type UseSite = (site: number) => void;

/** "" where the line is not known. */
export function siteLink(say: Say, site: number, use: UseSite): HTMLElement | string {
  const path = say.path(site);
  if (path === "") return "";
  const title = say.t(say.opensSource ? "selection.open" : "selection.copy", { path });
  return h(
    "button",
    {
      class: "site",
      type: "button",
      title,
      attributes: { "aria-label": title },
      onclick: (event) => {
        // Inside of something that is a button itself, it is the line that was meant.
        event.stopPropagation();
        use(site);
      },
    },
    say.site(site),
  );
}
