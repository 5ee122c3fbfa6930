/** The timeline in the editor: panels of runs, `.raceway` files, and the way from a place of a trace to its source. */
import { commands, Disposable, EventEmitter, window } from "vscode";
import type { RegisterTimeline } from "../host";
import { COMMANDS, VIEWS } from "../ids";
import type { TraceSource } from "../trace/trace-source";
import { SourceOpener } from "./open-source";
import { Panels } from "./panels";
import type { ViewActions } from "./timeline-view";
import { TraceEditor } from "./trace-editor";

export const registerTimeline: RegisterTimeline = (host, openFile) => {
  const opener = new SourceOpener(host);
  let active: TraceSource | null = null;
  const onActive = new EventEmitter<TraceSource | null>();
  const setActive = (source: TraceSource | null) => {
    if (source === active) return;
    active = source;
    onActive.fire(source);
  };
  const gone = (source: TraceSource) => {
    if (active === source) setActive(null);
  };
  const known = new WeakSet<TraceSource>();
  const focused = (source: TraceSource) => {
    setActive(source);
    if (known.has(source)) return;
    known.add(source);
    source.onDisposed(() => gone(source));
  };
  const actionsFor = (source: TraceSource): ViewActions => ({
    // The page names a place by its number only: what it may open is what the trace has.
    openSite: (site, follows) => {
      const place = source.header?.sites[site];
      if (place) void (follows ? opener.follow(place, source) : opener.open(place, source));
      else host.log.warn(`${source.name}: there is no place ${site} in this trace.`);
    },
    save: () => void commands.executeCommand(COMMANDS.save, source.id),
  });
  const panels = new Panels(host, actionsFor, focused);
  const editor = window.registerCustomEditorProvider(
    VIEWS.trace,
    new TraceEditor(host, openFile, actionsFor, focused),
    { supportsMultipleEditorsPerDocument: false, webviewOptions: { retainContextWhenHidden: false } },
  );
  const parts = Disposable.from(panels, editor, panels.onClosed(gone), onActive);
  return {
    show: (source) => panels.show(source, true),
    reveal: (source, target) => panels.reveal(source, target),
    isOpen: (source) => panels.isOpen(source),
    openPlace: (place, run) => void opener.open(place, run),
    onClosed: panels.onClosed,
    get active() {
      return active;
    },
    onActive: onActive.event,
    dispose: () => parts.dispose(),
  };
};
