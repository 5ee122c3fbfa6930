/** What the rules about tasks say; see ../findings.ts. */
export const en = {} as const;

export const zh: Record<keyof typeof en, string> = {};
