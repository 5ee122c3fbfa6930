import assert from "node:assert/strict";
import { test } from "node:test";
import { type MayOpen, mayOpen } from "../../../core/editor/may-open";

const UNIX_FOLDERS = ["/home/ada/project", "/usr/lib/python3.13", "/"];
const ON_UNIX: Record<string, MayOpen> = {
  "/home/ada/project/app.py": "yes",
  "/home/ada/project/pkg/deep/mod.py": "yes",
  "/home/ada/project/..data/mod.py": "yes",
  "/usr/lib/python3.13/threading.py": "yes",
  "/home/ada/project": "ask",
  "/home/ada/project2/app.py": "ask",
  "/home/ada/project/../secret.py": "ask",
  "/HOME/ada/project/app.py": "ask",
  "/etc/passwd": "ask",
  "//server/share/app.py": "refuse",
  "/dev/zero": "refuse",
  "/dev/../dev/zero": "refuse",
  "/proc/self/environ": "refuse",
  "/sys/kernel/x": "refuse",
  "/home/ada/project/a\u0000.py": "refuse",
  "/home/ada/project/a\nb.py": "refuse",
  "/device/app.py": "ask",
  "app.py": "noFile",
  "": "noFile",
  "<string>": "noFile",
  "<frozen importlib._bootstrap>": "noFile",
  "C:\\project\\app.py": "noFile",
};

for (const [file, expected] of Object.entries(ON_UNIX)) {
  test(`on Unix ${JSON.stringify(file)}: ${expected}`, () => {
    assert.equal(mayOpen(file, UNIX_FOLDERS, false), expected);
  });
}

const WINDOWS_FOLDERS = ["C:\\Users\\ada\\project", "D:\\"];
const ON_WINDOWS: Record<string, MayOpen> = {
  "C:\\Users\\ada\\project\\app.py": "yes",
  "c:/users/ADA/project/app.py": "yes",
  "C:\\Users\\ada\\project\\aux-tools\\console.py": "yes",
  "C:\\Users\\ada\\project2\\app.py": "ask",
  "C:\\Users\\ada\\project\\..\\x.py": "ask",
  "D:\\app.py": "ask",
  "\\\\server\\share\\app.py": "refuse",
  "//server/share/app.py": "refuse",
  "\\/server/share/app.py": "refuse",
  "\\\\?\\C:\\Users\\ada\\project\\app.py": "refuse",
  "\\\\.\\PhysicalDrive0": "refuse",
  "\\??\\C:\\x.py": "noFile",
  "C:\\Users\\ada\\project\\NUL": "refuse",
  "C:\\Users\\ada\\project\\con.py": "refuse",
  "C:\\Users\\ada\\project\\COM1": "refuse",
  "C:\\Users\\ada\\project\\lpt3 .txt": "refuse",
  "C:\\Users\\ada\\project\\app.py:hidden": "refuse",
  "C:app.py": "noFile",
  "/home/ada/app.py": "noFile",
  "<string>": "noFile",
};

for (const [file, expected] of Object.entries(ON_WINDOWS)) {
  test(`on Windows ${JSON.stringify(file)}: ${expected}`, () => {
    assert.equal(mayOpen(file, WINDOWS_FOLDERS, true), expected);
  });
}
