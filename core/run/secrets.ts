/** Arguments as they may be written down. The runtime masks what it records in the same way (runtime/_raceway/processes.py). */

const SECRET_WORD = /(password|passwd|pwd|passphrase|token|secret|key|credentials?)$/;
const MASK = "***";

/** `--token X`, `--token=X`, `token=X` and `user:X@host` in an address lose their X. */
export function maskSecrets(words: readonly string[]): string[] {
  let hideNext = false;
  return words.map((word) => {
    const isOption = word.startsWith("-");
    if (hideNext && !isOption) {
      hideNext = false;
      return MASK;
    }
    const equals = word.indexOf("=");
    const name = equals < 0 ? word : word.slice(0, equals);
    hideNext = isOption && equals < 0 && namesSecret(name);
    if (equals >= 0 && namesSecret(name)) return `${name}=${MASK}`;
    return word.replace(/^([a-z][a-z0-9+.-]*:\/\/[^/:@]*):[^/@]*@/i, `$1:${MASK}@`);
  });
}

/** `--api-key`, `--apikey`, `DB_PASSWORD`, but not `--keyboard`. */
function namesSecret(name: string): boolean {
  return name
    .toLowerCase()
    .split(/[-_]/)
    .some((part) => SECRET_WORD.test(part));
}
