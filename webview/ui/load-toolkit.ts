/** Brings the editor's controls once there is a picture to look at: they are of no use before, and it takes a while to read them. */
import type { Host } from "../home/home";
import { type Controls, useControls } from "./controls";
import { TOOLKIT_EVENT } from "./toolkit-event";

let asked = false;

export function loadToolkit(host: Host): void {
  if (asked || host.toolkitUrl === "") return;
  asked = true;
  // It finds out by an empty style whether the browser knows :focus-visible, and looks here for the leave to put it in.
  const leave = document.createElement("meta");
  leave.setAttribute("property", "csp-nonce");
  leave.content = host.scriptNonce;
  const script = document.createElement("script");
  script.src = host.toolkitUrl;
  // The policy lets only scripts with its nonce run; the page's own script has it.
  script.nonce = host.scriptNonce;
  script.onerror = () => {
    leave.remove();
    host.problem("toolkit.js could not be loaded: the page keeps the browser's own controls.");
  };
  const take = (event: Event) => {
    leave.remove();
    useControls((event as CustomEvent<Controls>).detail);
  };
  addEventListener(TOOLKIT_EVENT, take, { once: true });
  document.head.append(leave, script);
}
