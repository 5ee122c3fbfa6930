/** Holds a SARIF file to the schema of the standard. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import AjvModule from "ajv-draft-04";
import addFormatsModule from "ajv-formats";

const SCHEMA = "node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json";
// Both are CommonJS: what an ES module gets of them is the module itself.
const Ajv = (AjvModule as unknown as { default: typeof AjvModule }).default ?? AjvModule;
const addFormats = (addFormatsModule as unknown as { default: typeof addFormatsModule }).default ?? addFormatsModule;

const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats(ajv as never);
const validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, "utf8")));

export function assertSarif(log: unknown): void {
  const isValid = validate(log);
  assert.ok(isValid, ajv.errorsText(validate.errors, { separator: "\n" }));
}
