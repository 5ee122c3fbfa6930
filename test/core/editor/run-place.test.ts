/** Where the CodeLens stands. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { RunPlaceFinder } from "../../../core/editor/run-place";
import { en, zh } from "../../../core/l10n/timeline";

/** The text of the line where it stands, or null. */
function lineAt(text: string): string | null {
  const line = new RunPlaceFinder().find(text);
  return line === null ? null : text.split(/\r\n|\r|\n/)[line];
}

const GUARD = 'if __name__ == "__main__":';

/** Source → the line that carries it. */
const PLACES: Record<string, [source: string, line: string | null]> = {
  "at the guard": [`import threading\n\ndef f():\n    pass\n\n${GUARD}\n    f()\n`, GUARD],
  "at a guard with single quotes": ["import queue\nif __name__ == '__main__':\n  pass\n", "if __name__ == '__main__':"],
  "at a guard the other way round": [
    'import queue\nif "__main__" == __name__:\n  pass\n',
    'if "__main__" == __name__:',
  ],
  "at a guard in parentheses": ['import queue\nif (__name__ == "__main__"):\n  pass\n', 'if (__name__ == "__main__"):'],
  "at a guard that asks for more": [
    'import queue\nif __name__ == "__main__" and ready:\n  pass\n',
    'if __name__ == "__main__" and ready:',
  ],
  "at a guard inside try": [`import queue\ntry:\n  ${GUARD}\n    f()\nfinally:\n  pass\n`, `  ${GUARD}`],
  "not at a guard in a function": [`import queue\ndef f():\n  ${GUARD}\n    f()\n`, "import queue"],
  "not at the opposite of a guard": ['import queue\nif __name__ != "__main__":\n  raise SystemExit\n', "import queue"],
  "not at a guard in a comment": [`import queue\n# ${GUARD}\n`, "import queue"],
  "else at the first statement": ["import threading\nthreading.Thread().start()\n", "import threading"],
  "behind the docstring and comments": [
    '#!/usr/bin/env python3\n"""What it does.\n\nimport this\n"""\n\n# imports\nimport os\nimport threading\n',
    "import os",
  ],
  "at what is imported for the future": [
    '"""Doc."""\nfrom __future__ import annotations\nimport queue\n',
    "from __future__ import annotations",
  ],
  "at the first statement with a decorator": ["@main\ndef f():\n  import threading\n", "@main"],
  "with Windows line ends": [`import threading\r\n\r\n${GUARD}\r\n    pass\r\n`, GUARD],

  "for a module below": ["import multiprocessing.pool\n", "import multiprocessing.pool"],
  "for a part of one": ["from threading import Lock as L\n", "from threading import Lock as L"],
  "for everything of one": ["from queue import *\n", "from queue import *"],
  "for another name": ["import os, concurrent.futures as cf\n", "import os, concurrent.futures as cf"],
  "for a module taken from its package": ["from concurrent import futures\n", "from concurrent import futures"],
  "in parentheses over lines": ["from concurrent import (\n  futures as f,\n)\n", "from concurrent import ("],
  "inside a function": ["def f():\n  import asyncio\n", "def f():"],
  "inside try": ["try:\n  import threading\nexcept ImportError:\n  threading = None\n", "try:"],
  "inside a class in an if": ["if x:\n  class A:\n    import asyncio\n", "if x:"],
  "inside a match": ["match x:\n  case 1:\n    import asyncio\n", "match x:"],
  "behind a semicolon": ["import os; import queue\n", "import os; import queue"],
  "from multiprocessing.dummy": ["from multiprocessing.dummy import Pool\n", "from multiprocessing.dummy import Pool"],

  "not without such an import": [`import os\n${GUARD}\n  pass\n`, null],
  "not for a word in a string": ['text = "import threading"\n', null],
  "not for a word in a docstring": ['"""\nimport threading\n"""\n', null],
  "not for a word in a comment": ["# import threading\nx = 1\n", null],
  "not for a module of the program's own": [
    "from . import queue\nfrom .queue import Job\nfrom ..a import asyncio\n",
    null,
  ],
  "not for a module whose name only begins so": ["import threading_tools, queues\nfrom asyncio_mqtt import x\n", null],
  "not for another name that is the same": ["import os as threading\nfrom os import path as queue\n", null],
  "not for a package's other parts": ["from concurrent import x\nimport concurrent\n", null],
  "not for a name of another module": ["from celery import threading\n", null],
  "not in an empty file": ["", null],

  "in a file that is being typed": [`import threading\ndef f(:\n  x = [1,\n\n${GUARD}\n    f()\n`, "import threading"],
  "in Python 2": [`import threading\nprint "hi"\n${GUARD}\n    main()\n`, GUARD],
  "for an import that is being typed": ["import\nfrom threading\n", "import"],
};

for (const [name, [source, line]] of Object.entries(PLACES)) {
  test(`it stands ${name}`, () => assert.equal(lineAt(source), line));
}

const PIECES = [
  "import threading\n",
  "import os\n",
  `${GUARD}\n    run()\n`,
  "def f():\n    return [1, 2]\n",
  "    import queue\n",
  '"""',
  "# note\n",
  "class A:\n",
  "x = (\n",
  ")\n",
  "if x:\n    pass\n",
];

test("after any edits it stands where it would in a file read for the first time", () => {
  const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), fc.constantFrom(...PIECES)), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(edits, (each) => {
      const finder = new RunPlaceFinder();
      let text = "import threading\n";
      for (const [share, removed, piece] of each) {
        const at = Math.floor(share * text.length);
        text = text.slice(0, at) + piece + text.slice(at + removed);
        assert.equal(finder.find(text), new RunPlaceFinder().find(text), text);
      }
    }),
  );
});

test("it says what the command in the palette says, in both languages", () => {
  const manifest = (file: string): string => JSON.parse(readFileSync(file, "utf8"))["command.run"];
  assert.equal(en["codeLens.run"], manifest("package.nls.json"));
  assert.equal(zh["codeLens.run"], manifest("package.nls.zh-cn.json"));
});
