/** What the command line says when it refuses, and its help. A refusal says what is wrong and what to do, in at most 4 lines. */
export const en = {
  "cli.usage":
    "Say what to do: `raceway run SCRIPT.py` traces a program, `raceway report FILE.raceway` shows a saved trace. `raceway --help` tells more.",
  "cli.unknownCommand": "There is no command `{command}`. The commands are `run` and `report`; see `raceway --help`.",
  "cli.unknownOption":
    "Unknown option {option}. Options of raceway stand before the script, the program's own after it; see `raceway {command} --help`.",
  "cli.missingValue": "The option {option} needs a value; see `raceway {command} --help`.",
  "cli.badValue": "{value} is not a value for {option}: {expected}.",
  "cli.expected.seconds": "give a number of seconds above 0, such as 10 or 0.5",
  "cli.expected.size": "give a size of at least 1M, such as 200M or 2G",
  "cli.expected.failOn": "give error, warning or never",
  "cli.expected.children": "give same, all or none",
  "cli.expected.rules": "give names of rules, as lock-contention,straggler; docs/findings lists them",
  "cli.contradiction": "{first} and {second} contradict each other. Give one of them.",
  "cli.noScript": "Which program? Give a script (`raceway run SCRIPT.py`) or a module (`raceway run -m MODULE`).",
  "cli.noModule": "-m needs the name of a module, as in `raceway run -m unittest`.",
  "cli.codeRefused":
    "Code from {option} cannot be traced, because it has no file to show. Save it to a file and run that.",
  "cli.scriptMissing": "There is no file or folder {path}. Check the path; it is taken relative to {cwd}.",
  "cli.noFile": "Which trace? Give a saved trace or a recording folder: `raceway report FILE.raceway`.",
  "cli.tooManyFiles": "`raceway report` shows one trace at a time; {extra} is one too many.",
  "cli.stdoutIsPrograms":
    "{option} - would mix the report into the program's own output. Give a file, or use `raceway report FILE.raceway {option} -`.",
  "cli.sameOutput": "{first} and {second} name the same file, {path}. Give each its own.",
  "cli.outputIsInput": "{option} would overwrite {path}, which {input} is read from. Give it another name.",
  "cli.cannotCreate": "{option} cannot create {path}: {cause}. Choose another place.",
  "cli.isFolder": "it is a folder",
  "cli.cannotWrite": "{path} could not be written: {cause}.",

  "cli.cannotRemove": "The recording in {path} could not be removed: {cause}. Delete it by hand.",

  "cli.cannotStart": "The program could not be started: {cause}.",

  "cli.runtimeMissing": "The Python part of raceway is missing at {path}. Install raceway again.",

  "cli.stopping": "Ending the program's processes.",

  "cli.input.noSuchFile": "There is no file or folder {path}. Check the path.",
  "cli.input.notReadable": "{path} cannot be read: {cause}. Check its permissions.",
  "cli.input.notATrace": "{path} is not a trace that raceway saved. Give a .raceway file or a recording folder.",
  "cli.input.notARecording":
    "{path} is a folder, but no recording: it has no run.json. Give a .raceway file or a recording folder.",
  "cli.input.newerVersion":
    "{path} was made by a newer raceway (format {version}, this one reads up to {known}). Update raceway to read it.",
  "cli.input.nothingReadable": "Nothing in {path} can be read: it ends too early. Copy it or record the program again.",
  "cli.input.tooLarge": "{path} is larger than raceway can read. Record less at a time, with --budget.",
  "cli.noPage": "--html needs the timeline page, which is missing at {path}. Install raceway again.",
  "cli.internal": "This is a bug of raceway itself: {cause}. Please report it; RACEWAY_DEBUG=1 shows where.",

  "cli.help":
    "raceway shows what the threads, processes and tasks of a Python program really did.\n\n  raceway run [OPTIONS] SCRIPT [ARGS…]     trace a program\n  raceway run [OPTIONS] -m MODULE [ARGS…]\n  raceway report FILE [OPTIONS]            show a saved trace\n\nMore: raceway run --help, raceway report --help\n",
  "cli.help.run": "Runs a Python program and traces it. Options of raceway stand before SCRIPT or -m.",
  "cli.help.report": "Shows a saved trace or a recording folder. OUT may be - for standard output.",
  "cli.help.trace": "save the trace",
  "cli.help.json": "write the report for tools",
  "cli.help.html": "write the timeline as one page",
  "cli.help.chrome": "write the trace for Perfetto and others (Chrome trace JSON)",
  "cli.help.sarif": "write the findings for tools that read SARIF 2.1.0",
  "cli.help.off": "say nothing of these rules (names with commas between them)",
  "cli.help.python": "the Python to use (default: $VIRTUAL_ENV, else python3, else python)",
  "cli.help.stopAfter": "end the program after so many seconds (exit code 124)",
  "cli.help.budget": "most disk space for the recording (default: 1G)",
  "cli.help.recordingDir": "record there, and keep the recording",
  "cli.help.failOn": "exit with 3 on a finding: error, warning or never (default)",
  "cli.help.children": "which child processes to trace: those of the same Python (same, the default), all or none",
  "cli.help.noRaces": "do not look for lost updates (the program is not rewritten)",
  "cli.help.exact": "count lost updates exactly, however often a line runs (slower)",
  "cli.help.quiet": "no summary",
  "cli.help.help": "show this",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "cli.usage":
    "请说明要做什么：`raceway run SCRIPT.py` 跟踪一个程序，`raceway report FILE.raceway` 显示保存的跟踪。详见 `raceway --help`。",
  "cli.unknownCommand": "没有命令 `{command}`。可用的命令是 `run` 和 `report`；详见 `raceway --help`。",
  "cli.unknownOption":
    "未知选项 {option}。raceway 的选项写在脚本之前，程序自己的选项写在脚本之后；详见 `raceway {command} --help`。",
  "cli.missingValue": "选项 {option} 需要一个值；详见 `raceway {command} --help`。",
  "cli.badValue": "{value} 不是 {option} 的有效值：{expected}。",
  "cli.expected.seconds": "请给出大于 0 的秒数，例如 10 或 0.5",
  "cli.expected.size": "请给出至少 1M 的大小，例如 200M 或 2G",
  "cli.expected.failOn": "请给出 error、warning 或 never",
  "cli.expected.children": "请给出 same、all 或 none",
  "cli.expected.rules": "请给出规则的名称，例如 lock-contention,straggler；docs/findings 中列出了全部规则",
  "cli.contradiction": "{first} 和 {second} 互相矛盾。请只给出其中一个。",
  "cli.noScript": "要运行哪个程序？请给出脚本（`raceway run SCRIPT.py`）或模块（`raceway run -m MODULE`）。",
  "cli.noModule": "-m 需要模块名，例如 `raceway run -m unittest`。",
  "cli.codeRefused": "无法跟踪来自 {option} 的代码，因为没有可显示的源文件。请保存为文件后再运行。",
  "cli.scriptMissing": "没有文件或文件夹 {path}。请检查路径；它相对于 {cwd}。",
  "cli.noFile": "要显示哪个跟踪？请给出保存的跟踪或录制文件夹：`raceway report FILE.raceway`。",
  "cli.tooManyFiles": "`raceway report` 一次显示一个跟踪；{extra} 是多余的。",
  "cli.stdoutIsPrograms":
    "{option} - 会把报告混进程序自己的输出。请给出文件，或者使用 `raceway report FILE.raceway {option} -`。",
  "cli.sameOutput": "{first} 和 {second} 是同一个文件 {path}。请各给一个。",
  "cli.outputIsInput": "{option} 会覆盖 {path}，而 {input} 要从中读取。请换一个名称。",
  "cli.cannotCreate": "{option} 无法创建 {path}：{cause}。请换一个位置。",
  "cli.isFolder": "它是一个文件夹",
  "cli.cannotWrite": "无法写入 {path}：{cause}。",

  "cli.cannotRemove": "无法删除 {path} 中的录制：{cause}。请手动删除。",

  "cli.cannotStart": "程序无法启动：{cause}。",

  "cli.runtimeMissing": "{path} 处缺少 raceway 的 Python 部分。请重新安装 raceway。",

  "cli.stopping": "正在结束程序的进程。",

  "cli.input.noSuchFile": "没有文件或文件夹 {path}。请检查路径。",
  "cli.input.notReadable": "无法读取 {path}：{cause}。请检查权限。",
  "cli.input.notATrace": "{path} 不是 raceway 保存的跟踪。请给出 .raceway 文件或录制文件夹。",
  "cli.input.notARecording": "{path} 是文件夹，但不是录制：里面没有 run.json。请给出 .raceway 文件或录制文件夹。",
  "cli.input.newerVersion":
    "{path} 由更新版本的 raceway 生成（格式 {version}，本版本最高支持 {known}）。请更新 raceway 后再读取。",
  "cli.input.nothingReadable": "{path} 中没有可读取的内容：它过早结束。请重新复制或重新录制程序。",
  "cli.input.tooLarge": "{path} 超过了 raceway 能读取的大小。请用 --budget 限制每次录制的大小。",
  "cli.noPage": "--html 需要时间线页面，但 {path} 处没有。请重新安装 raceway。",
  "cli.internal": "这是 raceway 自身的缺陷：{cause}。请向我们报告；设置 RACEWAY_DEBUG=1 可显示出错位置。",

  "cli.help":
    "raceway 显示 Python 程序的线程、进程和任务实际做了什么。\n\n  raceway run [OPTIONS] SCRIPT [ARGS…]     跟踪一个程序\n  raceway run [OPTIONS] -m MODULE [ARGS…]\n  raceway report FILE [OPTIONS]            显示保存的跟踪\n\n更多：raceway run --help，raceway report --help\n",
  "cli.help.run": "运行并跟踪一个 Python 程序。raceway 的选项写在 SCRIPT 或 -m 之前。",
  "cli.help.report": "显示保存的跟踪或录制文件夹。OUT 可以是 -（标准输出）。",
  "cli.help.trace": "保存跟踪",
  "cli.help.json": "写出供工具使用的报告",
  "cli.help.html": "把时间线写成一个页面",
  "cli.help.chrome": "写出供 Perfetto 等工具使用的跟踪（Chrome trace JSON）",
  "cli.help.sarif": "写出供读取 SARIF 2.1.0 的工具使用的发现",
  "cli.help.off": "不报告这些规则（名称之间用逗号分隔）",
  "cli.help.python": "使用的 Python（默认：$VIRTUAL_ENV，其次 python3，再次 python）",
  "cli.help.stopAfter": "若干秒后结束程序（退出码 124）",
  "cli.help.budget": "录制最多占用的磁盘空间（默认：1G）",
  "cli.help.recordingDir": "录制到该处并保留录制",
  "cli.help.failOn": "有发现时以 3 退出：error、warning 或 never（默认）",
  "cli.help.children": "跟踪哪些子进程：同一 Python 的（same，默认）、all 全部、none 不跟踪",
  "cli.help.noRaces": "不查找丢失的更新（不改写程序）",
  "cli.help.exact": "无论一行执行多少次都精确统计丢失的更新（较慢）",
  "cli.help.quiet": "不显示摘要",
  "cli.help.help": "显示本帮助",
};
