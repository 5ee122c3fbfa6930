/**
 * What every host of a run says of interpreters, recording folders and programs that could not be traced. `{pythonOption}` and
 * `{folderOption}` are what the host calls them: an option of the command line, a setting of the editor.
 */
export const en = {
  "run.noPython": "No Python was found ({tried}). Install Python 3.8 or newer, or name one with {pythonOption}.",
  "run.pythonMissing": "There is no Python at {executable}. Give {pythonOption} the path of a Python interpreter.",
  "run.notPython": "{executable} does not answer as a Python interpreter does. Give {pythonOption} the path of one.",
  "run.pythonTooOld":
    "{executable} is Python {version}; raceway traces 3.8 and newer. Name a newer one with {pythonOption}.",
  "run.notCPython":
    "{executable} is {implementation}; raceway traces CPython only. Name a CPython with {pythonOption}.",
  "run.recordingFolder": "Cannot record in {path}: {cause}. Choose another folder with {folderOption}.",
  "run.recordingNetwork":
    "Cannot record in {path}: it is on a network file system ({kind}), where shared memory does not work. Choose a local folder with {folderOption}.",
  "run.recordingInUse":
    "{path} holds a recording that was not closed: its program may still run, or raceway was killed. Read it with `raceway report {path}`, then delete it or choose another folder.",
  "run.noRoom":
    "{path} has only {free} free, {needed} are needed: the program runs without being traced. Choose another folder with {folderOption}.",
  "run.notTraced": "The program was not traced: {reason}.",
  "run.reason.isolated":
    "{executable} runs isolated ({flags}), so it takes nothing from outside; start it without {flags} to trace it",
  "run.reason.neverLoaded":
    "{executable} never loaded the Python part of raceway; a frozen program or a launcher that clears the environment cannot be traced",
  "run.reason.neverStarted": "its terminal could not start it, and says there why",
  "run.reason.told": "{reason}",
  "run.reason.noRoom": "there was no room to record in {path}",
  "run.noControl":
    "Only the program itself can be stopped, not what outlives it: no control socket could be made ({cause}).",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "run.noPython": "没有找到 Python（{tried}）。请安装 Python 3.8 或更新版本，或者用 {pythonOption} 指定。",
  "run.pythonMissing": "{executable} 处没有 Python。请用 {pythonOption} 给出 Python 解释器的路径。",
  "run.notPython": "{executable} 似乎不是 Python 解释器。请用 {pythonOption} 给出一个解释器的路径。",
  "run.pythonTooOld":
    "{executable} 是 Python {version}；raceway 支持 3.8 及更新版本。请用 {pythonOption} 指定更新的版本。",
  "run.notCPython": "{executable} 是 {implementation}；raceway 只支持 CPython。请用 {pythonOption} 指定 CPython。",
  "run.recordingFolder": "无法在 {path} 录制：{cause}。请用 {folderOption} 选择其他文件夹。",
  "run.recordingNetwork":
    "无法在 {path} 录制：它在网络文件系统（{kind}）上，那里无法使用共享内存。请用 {folderOption} 选择本地文件夹。",
  "run.recordingInUse":
    "{path} 里有一个未结束的录制：它的程序可能还在运行，或者 raceway 被强制终止。请用 `raceway report {path}` 读取，然后删除它或选择其他文件夹。",
  "run.noRoom": "{path} 只剩 {free}，需要 {needed}：程序会照常运行，但不会被跟踪。请用 {folderOption} 选择其他文件夹。",
  "run.notTraced": "程序没有被跟踪：{reason}。",
  "run.reason.isolated": "{executable} 以隔离方式运行（{flags}），不会加载任何外部代码；去掉 {flags} 即可跟踪",
  "run.reason.neverLoaded":
    "{executable} 始终没有加载 raceway 的 Python 部分；冻结的程序或清空环境变量的启动器无法跟踪",
  "run.reason.neverStarted": "终端无法启动它，原因见终端",
  "run.reason.told": "{reason}",
  "run.reason.noRoom": "{path} 没有空间可供录制",
  "run.noControl": "只能停止程序本身，无法停止它结束后仍在运行的进程：无法创建控制套接字（{cause}）。",
};
