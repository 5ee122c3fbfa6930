/** What the editor says of the timeline, of lines that waited, and of source files that it opens. */
export const en = {
  "timeline.otherVersion": "Raceway was updated while this window was open. Reload the window to see the timeline.",
  "timeline.notReadable": "{path} cannot be read here. Save a copy of it on this machine and open that.",
  "timeline.tooLargeToCopy":
    "{path} is {size} large, and a file from elsewhere is read up to {limit}. Save a copy of it on this machine and open that.",

  "source.ask": "This file is outside of your workspace and of the program's own folders. Open it?",
  "source.open": "Open",
  "source.noFile": "There is no file to open: Python calls this place “{path}”.",
  "source.refused": "{path} was not opened: a trace may not lead to a network share or a device.",
  "source.noRegularFile": "{path} was not opened: it is no ordinary file.",
  "source.missing":
    "{path} is not there any more: it was moved or deleted since the run, or the run was on another machine.",
  "source.cannotOpen": "{path} cannot be opened: check its permissions.",
  "source.changed": "{name} has changed since the run: the line may be another one by now.",

  "codeLens.run": "Run with concurrency trace",

  "lines.title": "Waited here: {total}",
  "lines.titleBlocked": "Blocked here: {total}",
  "lines.partlyBlocked": "{blocked} of it blocked by locks",
  "lines.waits": "{waits} {waitCount:wait|waits} of {lanes} {lanes:lane|lanes}",
  "lines.worst": "worst {worst}: {lane}, {at} after the start",
  "lines.only": "{lane}, {at} after the start",
  "lines.for": "for {resources}",
  "lines.heldBy": "{duration} held by {lane}, taken at {where}",
  "lines.heldByUnknown": "{duration} held by {lane}",
  "lines.waitedFor": "{duration} for the end of {lane}",
  "lines.where": "line {line}",
  "lines.whereInFile": "{file}:{line}",
  "lines.show": "Show in timeline",
  "lines.showTip": "Shows the longest of these waits",
  "lines.openTip": "Opens this line",
  "lines.stale": "This file has changed since the run: what is said here is of the line as it was then.",
  "lines.gone": "The timeline of this run is gone. Run the program again.",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "timeline.otherVersion": "Raceway 在此窗口打开期间已更新。请重新加载窗口以查看时间线。",
  "timeline.notReadable": "此处无法读取 {path}。请在本机保存一份副本，然后打开该副本。",
  "timeline.tooLargeToCopy":
    "{path} 大小为 {size}，而来自别处的文件最多读取 {limit}。请在本机保存一份副本，然后打开该副本。",

  "source.ask": "此文件不在您的工作区内，也不在程序自己的文件夹内。要打开吗？",
  "source.open": "打开",
  "source.noFile": "没有可打开的文件：Python 把此处称为“{path}”。",
  "source.refused": "没有打开 {path}：跟踪不得指向网络共享或设备。",
  "source.noRegularFile": "没有打开 {path}：它不是普通文件。",
  "source.missing": "{path} 已不存在：它在运行之后被移动或删除，或者程序是在另一台机器上运行的。",
  "source.cannotOpen": "无法打开 {path}：请检查它的权限。",
  "source.changed": "{name} 在运行之后已更改：该行现在可能已是另一行。",

  "codeLens.run": "运行并跟踪并发",

  "lines.title": "在此等待：{total}",
  "lines.titleBlocked": "在此阻塞：{total}",
  "lines.partlyBlocked": "其中 {blocked} 被锁阻塞",
  "lines.waits": "{lanes} 条泳道共 {waits} 次等待",
  "lines.worst": "最长 {worst}：{lane}，开始后 {at}",
  "lines.only": "{lane}，开始后 {at}",
  "lines.for": "等待 {resources}",
  "lines.heldBy": "{duration} 由 {lane} 持有，在{where}获取",
  "lines.heldByUnknown": "{duration} 由 {lane} 持有",
  "lines.waitedFor": "{duration} 等待 {lane} 结束",
  "lines.where": "第 {line} 行",
  "lines.whereInFile": "{file}:{line}",
  "lines.show": "在时间线中显示",
  "lines.showTip": "显示其中最长的一次等待",
  "lines.openTip": "打开这一行",
  "lines.stale": "此文件在运行之后已更改：这里所说的是当时的那一行。",
  "lines.gone": "这次运行的时间线已不存在。请重新运行程序。",
};
