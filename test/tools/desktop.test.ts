/** Which program shows a timeline: decided from facts about the machine, none of which this machine has to have. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTool } from "./load";

type Desktop = typeof import("../../tools/desktop.mjs");
type Machine = ReturnType<Desktop["thisMachine"]>;

const { codeArguments, desktopCode, desktopOpener } = await loadTool<Desktop>("desktop");

/** A Linux desktop with VS Code in /usr/bin. */
const DESKTOP: Machine = {
  platform: "linux",
  env: { DISPLAY: ":0", PATH: "/usr/local/bin:/usr/bin" },
  isRoot: false,
  isContainer: false,
  exists: (path) => path === "/usr/bin/code",
};
const withEnv = (env: NodeJS.ProcessEnv): Machine => ({ ...DESKTOP, env: { ...DESKTOP.env, ...env } });

test("VS Code on the PATH of a desktop shows the timeline", () => {
  assert.equal(desktopCode(DESKTOP), "/usr/bin/code");
  assert.equal(desktopCode(withEnv({ DISPLAY: undefined, WAYLAND_DISPLAY: "wayland-0" })), "/usr/bin/code");
});

test("a code that belongs to a VS Code elsewhere is passed over", () => {
  assert.equal(desktopCode(withEnv({ VSCODE_IPC_HOOK_CLI: "/run/user/1000/vscode-ipc.sock" })), null);
  assert.equal(desktopCode(withEnv({ WSL_DISTRO_NAME: "Ubuntu" })), null);
  assert.equal(desktopCode(withEnv({ container: "podman" })), null);
  assert.equal(desktopCode({ ...DESKTOP, isContainer: true }), null);
  const remote = "/home/ada/.vscode-server/bin/remote-cli";
  assert.equal(desktopCode({ ...withEnv({ PATH: remote }), exists: (path) => path === `${remote}/code` }), null);
});

test("without a screen, without VS Code, or as root there is none", () => {
  assert.equal(desktopCode(withEnv({ DISPLAY: undefined })), null);
  assert.equal(desktopCode({ ...DESKTOP, exists: () => false }), null);
  assert.equal(desktopCode({ ...DESKTOP, isRoot: true }), null);
  assert.equal(desktopCode({ ...DESKTOP, platform: "darwin", env: { PATH: "/usr/bin", SSH_CONNECTION: "…" } }), null);
});

test("a Mac needs no display variable, and root may use it", () => {
  assert.equal(
    desktopCode({ ...DESKTOP, platform: "darwin", isRoot: true, env: { PATH: "/usr/bin" } }),
    "/usr/bin/code",
  );
});

test("on a screen the page opens with the user's browser, without one it does not", () => {
  assert.deepEqual(desktopOpener(DESKTOP), ["xdg-open"]);
  assert.equal(desktopOpener(withEnv({ DISPLAY: undefined })), null);
  assert.deepEqual(desktopOpener({ ...DESKTOP, platform: "darwin" }), ["open"]);
});

test("VS Code gets the extension, the program's folder and the trace", () => {
  assert.deepEqual(codeArguments({ extension: "/clone", folder: "/projects/a b", trace: "/clone/dist/x.raceway" }), [
    "--new-window",
    "--extensionDevelopmentPath=/clone",
    "/projects/a b",
    "/clone/dist/x.raceway",
  ]);
});
