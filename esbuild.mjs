/**
 * Builds everything that runs:
 *
 *   cli/main.ts            → dist/cli.js          one ES module for Node 20; it finds the Python runtime at ../runtime and
 *                                                 the page at ./page, both relative to itself
 *   webview/main.ts        → dist/page/page.js    one classic script. The CLI inlines page.js and page.css into its HTML
 *                            dist/page/page.css
 *   webview/worker/main.ts → inside page.js       as text, by `import source from "raceway:worker"`: a webview's worker has
 *                                                 to be one classic script from a Blob URL
 *   extension/main.ts      → dist/extension.cjs   what VS Code loads (CommonJS: its oldest version knows nothing else)
 *   extension/trace/trace-worker.ts → dist/trace-worker.cjs  the thread that reads traces
 *   webview/ui/toolkit.ts  → dist/page/toolkit.js the editor's controls, which only the page in the editor loads, and late
 *   test/**\/*.test.ts     → dist/test/**\/*.test.js  one ES module a test file; packages stay outside
 *   test/host/in-host      → dist/test/host/in-host.cjs  its *.suite.ts in one file, for VS Code's extension host
 *
 * Fails when a bundle is over its size budget. `--no-tests` leaves the tests out (npm start needs none).
 */
import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));

/** Largest size in bytes of what a user downloads. Raise one only with a reason in the commit message. */
const BUDGETS = {
  "dist/extension.cjs": 400_000,
  "dist/trace-worker.cjs": 680_000,
  "dist/cli.js": 1_200_000,
  "dist/page/page.js": 660_000,
  "dist/page/toolkit.js": 200_000,
  "dist/page/page.css": 40_000,
};

/** @type {import("esbuild").BuildOptions} */
const COMMON = { bundle: true, logLevel: "warning", charset: "utf8", legalComments: "none" };

/** @type {import("esbuild").BuildOptions} */
const FOR_NODE = {
  ...COMMON,
  platform: "node",
  target: "node20",
  format: "esm",
  // CommonJS packages inside an ES module still ask for `require` of Node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
};

/** @type {import("esbuild").BuildOptions} */
const FOR_BROWSER = { ...COMMON, platform: "browser", target: "es2022", format: "iife", minify: true };

async function buildCli() {
  // Not minified: an error's stack has to be readable in a bug report.
  const shebang = `#!/usr/bin/env node\n${FOR_NODE.banner?.js}`;
  await build({ ...FOR_NODE, entryPoints: ["cli/main.ts"], outfile: "dist/cli.js", banner: { js: shebang } });
  chmodSync("dist/cli.js", 0o755);
}

async function buildExtension() {
  await build({
    ...COMMON,
    platform: "node",
    // The Node of VS Code 1.100.
    target: "node20",
    format: "cjs",
    entryPoints: { extension: "extension/main.ts", "trace-worker": "extension/trace/trace-worker.ts" },
    outdir: "dist",
    outExtension: { ".js": ".cjs" },
    external: ["vscode"],
    // Names stay as they are: an error's stack has to be readable in a bug report.
    minifyWhitespace: true,
    minifySyntax: true,
  });
}

async function buildPage() {
  const bundle = await build({
    ...FOR_BROWSER,
    entryPoints: ["webview/worker/main.ts"],
    write: false,
  });
  const source = bundle.outputFiles[0].text;
  await build({
    ...FOR_BROWSER,
    entryPoints: { page: "webview/main.ts", toolkit: "webview/ui/toolkit.ts" },
    outdir: "dist/page",
    plugins: [workerText(source)],
  });
}

/** Makes `import source from "raceway:worker"` the text of the worker's bundle (declared in webview/raceway-worker.d.ts). */
function workerText(source) {
  return {
    name: "worker-text",
    setup(build) {
      build.onResolve({ filter: /^raceway:worker$/ }, ({ path }) => ({ path, namespace: "raceway" }));
      build.onLoad({ filter: /.*/, namespace: "raceway" }, () => ({ contents: source, loader: "text" }));
    },
  };
}

async function buildTests() {
  mkdirSync("dist/test", { recursive: true });
  const entryPoints = readdirSync("test", { recursive: true })
    .map((path) => join("test", String(path)))
    .filter((path) => path.endsWith(".test.ts"));
  await build({
    ...FOR_NODE,
    entryPoints,
    outbase: "test",
    outdir: "dist/test",
    packages: "external",
    sourcemap: "inline",
  });
  removeStaleTests(entryPoints);
}

/** The suites that run inside VS Code: one file, because an extension host loads one. */
async function buildInHostSuites() {
  const folder = "test/host/in-host";
  const suites = readdirSync(folder).filter((name) => name.endsWith(".suite.ts"));
  const contents = suites.map((name) => `import "./${name}";`).join("\n");
  const list = {
    name: "suites",
    setup(build) {
      build.onResolve({ filter: /^raceway:suites$/ }, ({ path }) => ({ path, namespace: "raceway" }));
      build.onLoad({ filter: /.*/, namespace: "raceway" }, () => ({
        contents,
        resolveDir: resolve(folder),
        loader: "ts",
      }));
    },
  };
  await build({
    ...COMMON,
    platform: "node",
    target: "node20",
    format: "cjs",
    entryPoints: [`${folder}/main.ts`],
    outfile: "dist/test/host/in-host.cjs",
    external: ["vscode", "mocha"],
    sourcemap: "inline",
    plugins: [list],
  });
}

/** A test whose source is gone must not go on passing. */
function removeStaleTests(entryPoints) {
  const wanted = new Set(entryPoints.map((path) => join("dist", path.replace(/\.ts$/, ".js"))));
  for (const path of readdirSync("dist/test", { recursive: true })) {
    const file = join("dist/test", String(path));
    if (file.endsWith(".js") && !wanted.has(file)) rmSync(file);
  }
}

function checkBudgets() {
  for (const [file, budget] of Object.entries(BUDGETS)) {
    const { size } = statSync(file);
    console.log(`${file}  ${(size / 1000).toFixed(0)} of ${budget / 1000} kB`);
    if (size > budget) {
      console.error(
        `${file} is over its size budget: look for a new import, or raise the budget in esbuild.mjs with a reason.`,
      );
      process.exitCode = 1;
    }
  }
}

const parts = [buildCli(), buildExtension(), buildPage()];
if (!process.argv.includes("--no-tests")) parts.push(buildTests(), buildInHostSuites());
await Promise.all(parts);
checkBudgets();
