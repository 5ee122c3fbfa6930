/** What the VS Code of the tests is told before it starts, so that it asks nothing, fetches nothing and draws what can be read. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "telemetry.telemetryLevel": "off",
  "git.enabled": false,
  "remote.autoForwardPorts": false,
  "files.simpleDialog.enable": true,
  // The DOM renderer has the terminal's text in elements, where a test can read it.
  "terminal.integrated.gpuAcceleration": "off",
  "editor.minimap.enabled": false,
};

/**
 * @param {string} dataFolder of the server
 * @param {Record<string, unknown>} extra settings on top
 */
export function writeSettings(dataFolder, extra) {
  write(join(dataFolder, "data/User/settings.json"), { ...SETTINGS, ...extra });
}

/**
 * Makes VS Code speak a language without its language pack: its own texts stay English, an extension's are those of its
 * package.nls.<locale>.json and its own tables.
 */
export function writeLanguagePack(dataFolder, locale) {
  const translations = join(dataFolder, "data/main.i18n.json");
  write(translations, { version: "1.0.0", contents: {} });
  write(join(dataFolder, "data/languagepacks.json"), {
    [locale]: {
      hash: "raceway",
      label: locale,
      extensions: [{ extensionIdentifier: { id: "raceway.language-pack" }, version: "1.0.0" }],
      translations: { vscode: translations },
    },
  });
}

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content, null, 2));
}
