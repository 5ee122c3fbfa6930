/** What the rules about deadlocks say; see ../findings.ts. */
export const en = {} as const;

export const zh: Record<keyof typeof en, string> = {};
