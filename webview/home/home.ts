/** What the page needs from where it lives, and which home this is. */
import type { Language } from "../../core/l10n/fill";
import type { RunStatus, Target, ViewState } from "../../core/protocol/host-view";
import type { HostMessage } from "../../core/protocol/messages";
import { EditorHome } from "./editor-home";
import { FileHome } from "./file-home";

export interface HomeEvents {
  /** The trace, as core/export/html.ts embeds it: at once, or in two parts. */
  embedded(base64: string): void;
  trace(message: HostMessage): void;
  run(status: RunStatus): void;
  reveal(target: Target): void;
  /** It will not come: a sentence for the reader. */
  failed(reason: string): void;
}

/** An editor around the page. What it can do, a file on its own cannot. */
export interface Host {
  /** Where the second script with the editor's controls lies (ui/toolkit.ts); "" for none. */
  readonly toolkitUrl: string;
  /** With which the policy lets scripts run. */
  readonly scriptNonce: string;
  /** The generation that ended with message `seq` is on the screen. */
  taken(seq: number): void;
  /** `site`: index into the header's sites. `keepsFocus`: shown beside, while one goes on here; without a word where it cannot be. */
  openSource(site: number, keepsFocus?: boolean): void;
  stop(): void;
  save(): void;
  /** For the log of whoever looks for the reason. */
  problem(reason: string): void;
  /** Kept while the page is unloaded; only for the same trace. */
  keep(state: Omit<ViewState, "trace">): void;
  kept(): ViewState | null;
}

export interface Home {
  readonly language: Language;
  /** Null for a file on its own. */
  readonly host: Host | null;
  /** From now on the events come. */
  start(events: HomeEvents): void;
}

/** The editor's page says so itself (extension/timeline); every other page is on its own. */
export function findHome(): Home {
  return document.body.dataset.home === "vscode" ? new EditorHome() : new FileHome();
}
