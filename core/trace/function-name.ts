/** `main.<locals>.fetch` → `fetch`, `Client.fetch` stays: what stands in a call of it, and what older Pythons tell too. */
export const functionName = (qualname: string): string => qualname.split("<locals>.").pop() ?? qualname;
