/** The bundle of webview/worker/main.ts as text; esbuild.mjs provides it. */
declare module "raceway:worker" {
  const source: string;
  export default source;
}
