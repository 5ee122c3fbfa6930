/** What a program may call its threads and files, and what the editor must not make of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { forMarkdown, forNotification, oneLine, sentenceForMarkdown } from "../../../core/editor/plain-text";

test("a name is one line, and shows what would hide or turn what stands around it", () => {
  assert.equal(oneLine("T\n1"), "T␊1");
  assert.equal(oneLine("a\u202eb"), "a‹202E›b");
  assert.equal(oneLine("工作线程 🧵"), "工作线程 🧵");
});

test("of a long path the end stays", () => {
  const path = `/home/${"deep/".repeat(200)}app.py`;
  assert.ok(oneLine(path).length <= 210);
  assert.match(oneLine(path), /^\/home\/deep.* … .*deep\/app\.py$/);
});

test("no link arises in a notification", () => {
  const evil = "/x/[click me](command:workbench.action.quit)/app.py";
  assert.doesNotMatch(forNotification(evil), /\]\(/);
  assert.match(forNotification(evil), /click me/);
});

/** Every character with which CommonMark or VS Code's own additions could begin something: `$(icon)`, bare addresses, mails. */
test("nothing in a name is markup in a hover", () => {
  const names = [
    "[x](command:workbench.action.quit)",
    "`code` ``more``",
    "**bold** _it_ ~~no~~",
    "<img src=x onerror=alert(1)>",
    "&lt;script&gt;",
    "# heading",
    "1. list",
    "- item",
    "> quote",
    "![image](http://host/x.png)",
    "$(alert) $(sync~spin)",
    "http://host/x",
    "www.host.com",
    "ada@host.com",
    "a\\*b",
    "| a | b |",
    "line\n\n# two",
    "---",
    "    code",
  ];
  for (const name of names) {
    const escaped = forMarkdown(name);
    assert.doesNotMatch(escaped, /\n|^ | {2}/, name);
    // Each character of ASCII punctuation is behind a backslash of its own.
    assert.match(escaped, /^(?:\\[!-/:-@[-`{-~]|[^!-/:-@[-`{-~])*$/u, name);
  }
});

test("a name in a hover reads as it did: take the backslashes away and it is the same", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 60 }), (name) => {
      assert.equal(
        forMarkdown(name)
          .replace(/\\([!-/:-@[-`{-~])/g, "$1")
          .replaceAll("\u00a0", " "),
        oneLine(name),
      );
    }),
  );
});

test("code in a sentence is code, all else is no markup", () => {
  assert.equal(sentenceForMarkdown("Use `with a[0]:` *here*"), "Use `with a[0]:` \\*here\\*");
  assert.equal(sentenceForMarkdown("one ` alone"), "one \\` alone");
});
