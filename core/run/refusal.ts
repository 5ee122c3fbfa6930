/** What ends an undertaking before it did anything: an expected failure with its sentence, never a stack trace. */
import type { MessageKey, MessageParams, Translate } from "../l10n/index";

export class Refusal extends Error {
  /** `translated`: parameters whose value is itself a text of the table. */
  constructor(
    readonly key: MessageKey,
    readonly params: MessageParams = {},
    readonly translated: Record<string, MessageKey> = {},
  ) {
    super(key);
    this.name = "Refusal";
  }

  explain(say: Translate): string {
    const texts = Object.entries(this.translated).map(([name, key]) => [name, say(key)]);
    return say(this.key, { ...this.params, ...Object.fromEntries(texts) });
  }
}

/** `EACCES: permission denied, open '/x'` → `permission denied (EACCES)`: the path is said elsewhere. */
export function causeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code !== "string") return String(message ?? error);
  const words = /^[A-Z0-9]+: ([^,]*)/.exec(message)?.[1];
  return words === undefined ? code : `${words} (${code})`;
}
