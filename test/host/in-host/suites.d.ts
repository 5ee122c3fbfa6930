/** All *.suite.ts of this folder; esbuild.mjs makes the list. */
declare module "raceway:suites" {}
