import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import * as fc from "fast-check";
import { quote } from "shlex";
import { en, zh } from "../../core/l10n/editor";
import { splitArguments } from "../../extension/run/arguments";

const LINES: [line: string, words: string[] | null][] = [
  ["", []],
  ["   ", []],
  ["a b  c", ["a", "b", "c"]],
  ["--rounds 3 --name='two words'", ["--rounds", "3", "--name=two words"]],
  ['"two words" end', ["two words", "end"]],
  ['""', [""]],
  [`a'b'"c"d`, ["abcd"]],
  ['"it\'s" \'say "x"\'', ["it's", 'say "x"']],
  ["a\\ b \\\" \\'", ["a b", '"', "'"]],
  ["'a\\b'", ["a\\b"]],
  ['"a\\"b\\\\c\\d"', ['a"b\\c\\d']],
  ["$HOME `id` *.py ; | > x && y ~", ["$HOME", "`id`", "*.py", ";", "|", ">", "x", "&&", "y", "~"]],
  ["-- -x", ["--", "-x"]],
  ["名字 “x”", ["名字", "“x”"]],
  ["a\tb", ["a", "b"]],
  ['"open', null],
  ["it's", null],
  ["end\\", null],
];

for (const [line, words] of LINES) {
  test(`arguments: ${line}`, () => assert.deepEqual(splitArguments(line, "linux"), words));
}

for (const [language, { "editor.arguments.placeholder": example }] of Object.entries({ en, zh })) {
  test(`the example in the box means what it shows (${language})`, () => {
    const words = splitArguments(example, "linux");
    assert.deepEqual(words?.slice(0, 2), ["--rounds", "3"]);
    assert.equal(words?.length, 3);
    assert.match(words[2], /^\S+ \S+$/);
  });
}

test("Windows: a backslash is part of a path", () => {
  assert.deepEqual(splitArguments('C:\\data\\x.csv "D:\\two words\\y"', "win32"), [
    "C:\\data\\x.csv",
    "D:\\two words\\y",
  ]);
});

test("whatever words there are, quoted as a shell would have them they come back", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" })), (words) => {
      assert.deepEqual(splitArguments(words.map((word) => quote(word)).join(" "), "linux"), words);
    }),
  );
});

test("a shell splits these lines in the same way", () => {
  const plain = LINES.filter(([line, words]) => words !== null && !/[$`*;|>&~]/.test(line));
  for (const [line, words] of plain) {
    const printed = execFileSync("/bin/sh", ["-c", `for word in ${line}; do printf '%s\\0' "$word"; done`], {
      encoding: "utf8",
    });
    assert.deepEqual(printed.split("\0").slice(0, -1), words, line);
  }
});
