/** By this event toolkit.js tells the page that it is there; `detail` is its `Controls`. */
export const TOOLKIT_EVENT = "raceway-toolkit";
