/** package.json and its texts name exactly what extension/ids.ts names, in both languages. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { RULES } from "../../core/analysis/finding";
import { en as editorTexts } from "../../core/l10n/editor";
import { en as lossTexts } from "../../core/l10n/line-losses";
import { en as timelineTexts } from "../../core/l10n/timeline";
import { RACES } from "../../core/run/run-file";
import {
  COLORS,
  COMMANDS,
  CONTEXT_KEYS,
  INTERNAL_COMMANDS,
  PUBLISHER,
  RESTRICTED_SETTINGS,
  SETTING_DEFAULTS,
  SETTINGS_SECTION,
  TRACE_ENDING,
  VIEWS,
} from "../../extension/ids";
import { contrast } from "../../webview/theme/sight";

const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const manifest = read("package.json");
const { contributes } = manifest;
const english: Record<string, string> = read("package.nls.json");
const chinese: Record<string, string> = read("package.nls.zh-cn.json");

const sorted = (values: Iterable<string>) => [...values].sort();
const stringsIn = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
};
const everywhere = stringsIn(manifest);
const sources = ["extension", "core"].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => `${folder}/${path}`)
    .filter((path) => path.endsWith(".ts") && path !== "extension/ids.ts")
    .map((path) => readFileSync(path, "utf8")),
);

test("commands", () => {
  const contributed: { command: string; category: string; title: string }[] = contributes.commands;
  assert.deepEqual(sorted(contributed.map(({ command }) => command)), sorted(Object.values(COMMANDS)));
  for (const { command, category, title } of contributed) {
    assert.equal(category, "Raceway");
    assert.equal(title, `%${command.replace(/^raceway/, "command")}%`);
  }
});

test("the command of the card has its exact title", () => {
  assert.equal(english["command.run"], "Run with concurrency trace");
});

test("its words in the palette are met by no other command of ours: what was used last would come first", () => {
  const others = Object.values(COMMANDS).filter((command) => command !== COMMANDS.run);
  const keys = others.map((command) => command.replace(/^raceway/, "command"));
  for (const key of keys) {
    assert.doesNotMatch(english[key], /concurrency/i);
    assert.ok(!chinese[key].includes(chinese["command.run"]), key);
  }
});

test("the title bar of a timeline goes by that timeline's run", () => {
  const items: { command: string; when: string }[] = contributes.menus["editor/title"];
  const inFront = `activeWebviewPanelId == ${VIEWS.timeline}`;
  assert.deepEqual(
    items.map(({ command, when }) => [command, when]),
    [
      [COMMANDS.stop, `${inFront} && ${CONTEXT_KEYS.shownRuns}`],
      [COMMANDS.runAgain, `${inFront} && !${CONTEXT_KEYS.shownRuns}`],
      [COMMANDS.save, `${inFront} && ${CONTEXT_KEYS.shownCanSave}`],
    ],
  );
});

test("menus show commands that exist, under conditions that are set", () => {
  const commands = new Set<string>(Object.values(COMMANDS));
  const known = new Set<string>([...Object.values(CONTEXT_KEYS), ...Object.values(VIEWS)]);
  const used = new Set<string>();
  for (const [menu, items] of Object.entries<{ command: string; when?: string }[]>(contributes.menus)) {
    for (const { command, when = "" } of items) {
      assert.ok(commands.has(command), `${menu}: ${command}`);
      for (const [key] of when.matchAll(/raceway\.\w+/g)) {
        assert.ok(known.has(key), `${menu}: ${key}`);
        used.add(key);
      }
    }
  }
  for (const key of Object.values(CONTEXT_KEYS)) assert.ok(used.has(key), `nothing depends on ${key}`);
});

test("a palette without a run or a mark offers only what can be done then", () => {
  const conditional = contributes.menus.commandPalette.map(({ command }: { command: string }) => command);
  const always = Object.values(COMMANDS).filter((command) => !conditional.includes(command));
  assert.deepEqual(sorted(always), sorted([COMMANDS.run, COMMANDS.runWithArguments]));
});

test("settings: names, defaults, scopes", () => {
  const { properties } = contributes.configuration;
  const names = Object.keys(SETTING_DEFAULTS).map((name) => `${SETTINGS_SECTION}.${name}`);
  assert.deepEqual(sorted(Object.keys(properties)), sorted(names));
  for (const [name, value] of Object.entries(SETTING_DEFAULTS)) {
    const property = properties[`${SETTINGS_SECTION}.${name}`];
    assert.deepEqual(property.default, value, name);
    assert.equal(
      property.type,
      typeof value === "number" ? "integer" : Array.isArray(value) ? "array" : typeof value,
      name,
    );
    assert.equal(property.markdownDescription, `%configuration.${name}%`);
  }
});

test("raceway.races has the choices that a run knows, each with its price, and may differ from folder to folder", () => {
  const races = contributes.configuration.properties[`${SETTINGS_SECTION}.races`];
  assert.deepEqual(races.enum, RACES);
  assert.deepEqual(
    races.enumDescriptions,
    RACES.map((choice) => `%configuration.races.${choice}%`),
  );
  assert.equal(races.scope, "resource");
});

test("raceway.findings.off knows every rule", () => {
  const off = contributes.configuration.properties[`${SETTINGS_SECTION}.findings.off`];
  assert.deepEqual(off.items.enum, RULES);
});

test("settings that choose what runs are not taken from a workspace that is not trusted, nor from another machine", () => {
  const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
  const restricted = RESTRICTED_SETTINGS.map((name) => `${SETTINGS_SECTION}.${name}`);
  assert.deepEqual(sorted(untrustedWorkspaces.restrictedConfigurations), sorted(restricted));
  assert.equal(untrustedWorkspaces.supported, "limited");
  assert.equal(virtualWorkspaces.supported, false);
  for (const name of restricted) assert.match(contributes.configuration.properties[name].scope, /^machine/);
});

test("views, colours and the ending of traces", () => {
  const [editor, ...others] = contributes.customEditors;
  assert.deepEqual(others, []);
  assert.equal(editor.viewType, VIEWS.trace);
  assert.deepEqual(editor.selector, [{ filenamePattern: `*${TRACE_ENDING}` }]);
  const colours = (contributes.colors ?? []).map(({ id }: { id: string }) => id);
  assert.deepEqual(sorted(colours), sorted(stringsIn(COLORS)));
});

test("what is lost can be read in every theme", () => {
  const { defaults } = contributes.colors.find(({ id }: { id: string }) => id === COLORS.lost.text);
  // Backgrounds of VS Code's own themes, and what WCAG 2.2 asks of text, more of it in high contrast.
  const themes = {
    dark: ["#1f1f1f", 4.5],
    light: ["#ffffff", 4.5],
    highContrast: ["#000000", 7],
    highContrastLight: ["#ffffff", 7],
  };
  for (const [theme, [background, least]] of Object.entries(themes) as [string, [string, number]][])
    assert.ok(contrast(defaults[theme], background) >= least, theme);
});

test("the extension runs where the program does, and only when it is needed", () => {
  assert.equal(manifest.publisher, PUBLISHER);
  assert.deepEqual(manifest.extensionKind, ["workspace"]);
  assert.deepEqual(manifest.activationEvents, ["onLanguage:python"]);
  assert.match(manifest.engines.vscode, /^\^1\.\d+\.0$/);
  assert.ok(existsSync(manifest.icon));
});

test("every text of the manifest is there in both languages, and none is left over", () => {
  const wanted = everywhere.flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);
  assert.deepEqual(sorted(Object.keys(english)), sorted(new Set(wanted)));
  assert.deepEqual(sorted(Object.keys(chinese)), sorted(Object.keys(english)));
  for (const [key, text] of Object.entries(chinese)) {
    if (key !== "configuration.title") assert.match(text, /[\u4e00-\u9fff]/, `${key} is not translated`);
  }
});

test("every text of the extension is said somewhere", () => {
  // Those of files that cannot be read are named after the code of the failure.
  const keys = Object.keys({ ...editorTexts, ...lossTexts, ...timelineTexts }).filter(
    (key) => !key.startsWith("editor.input."),
  );
  const said = sources.filter((text) => !text.includes("export const zh:"));
  for (const key of keys)
    assert.ok(
      said.some((text) => text.includes(`"${key}"`)),
      `${key} is said nowhere`,
    );
});

test("no id is written out anywhere else", () => {
  const ids = [COMMANDS, INTERNAL_COMMANDS, VIEWS, CONTEXT_KEYS].flatMap((table) => Object.values<string>(table));
  for (const id of ids) assert.ok(!sources.some((text) => text.includes(`"${id}"`)), `${id} is written out`);
});
