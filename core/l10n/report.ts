/** The summary that people read in the terminal. */
export const en = {
  "report.ended.code": "exit code {code}",
  "report.ended.signal": "ended by {signal}",
  "report.ended.unknown": "still running, or its end was not seen",
  "report.python": "{implementation} {version}",

  "report.findings": "Findings",
  "report.findings.none": "No findings.",
  "report.severity.error": "error",
  "report.severity.warning": "warning",
  "report.severity.info": "info",
  "report.findings.more": "… and {count} more in the report",

  "report.stuck": "Waiting when it stopped",
  "report.stuck.line": "{lane} waited {since} for {what} at {where}",
  "report.stuck.held": "{line}, held by {lane}",
  "report.stuck.heldSince": "{line}, held by {lane} since {where}",
  "report.stuck.lane": "the end of {lane}",
  "report.stuck.lanes": "the end of the other threads",
  "report.stuck.cycle": "None of these can go on: {lanes}",

  "report.lanes": "Lanes",
  "report.lanes.more": "… and {count} more",
  "report.lane.running": "running",
  "report.lane.blocked": "blocked",
  "report.lane.waiting": "waiting",
  "report.lane.sleeping": "sleeping",
  "report.lane.lived": "lived",

  "report.resources": "Most contended",
  "report.resources.none": "Nothing had to be waited for.",
  "report.resource.uses": "uses",
  "report.resource.waits": "waits",
  "report.resource.blocked": "waited",
  "report.resource.worst": "worst",

  "report.losses": "To know of this trace",
  "report.losses.records": "{count} {count:record|records} that found no room ({lanes})",
  "report.note.olderPython":
    "Python {python} is traced with a known limit: a Ctrl-C exactly at the acquire of a lock can leave the lock held, as without raceway, only more often.",
  "report.note.newerPython": "Python {python} is newer than 3.13, the newest that this version was tested with.",
  "report.note.freeThreaded": "Python {python} ran without its GIL, which this version was not tested with.",
  "report.written": "Written",
  "report.recording": "Recording kept in {path}",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "report.ended.code": "退出码 {code}",
  "report.ended.signal": "被 {signal} 结束",
  "report.ended.unknown": "仍在运行，或者没有看到它的结束",
  "report.python": "{implementation} {version}",

  "report.findings": "发现",
  "report.findings.none": "没有发现问题。",
  "report.severity.error": "错误",
  "report.severity.warning": "警告",
  "report.severity.info": "信息",
  "report.findings.more": "…… 报告中还有 {count} 个",

  "report.stuck": "停止时仍在等待",
  "report.stuck.line": "{lane} 在 {where} 等待 {what} 已 {since}",
  "report.stuck.held": "{line}，由 {lane} 持有",
  "report.stuck.heldSince": "{line}，由 {lane} 在 {where} 获取后持有",
  "report.stuck.lane": "{lane} 结束",
  "report.stuck.lanes": "其他线程结束",
  "report.stuck.cycle": "它们都无法继续：{lanes}",

  "report.lanes": "泳道",
  "report.lanes.more": "…… 还有 {count} 条",
  "report.lane.running": "运行",
  "report.lane.blocked": "阻塞",
  "report.lane.waiting": "等待",
  "report.lane.sleeping": "休眠",
  "report.lane.lived": "存活",

  "report.resources": "争用最多",
  "report.resources.none": "没有任何等待。",
  "report.resource.uses": "使用",
  "report.resource.waits": "等待",
  "report.resource.blocked": "总等待",
  "report.resource.worst": "最长",

  "report.losses": "关于这次跟踪",
  "report.losses.records": "{count} 条记录没有空间存放（{lanes}）",
  "report.note.olderPython":
    "Python {python} 的跟踪有一个已知限制：恰好在获取锁时按下 Ctrl-C 可能使锁一直被持有；不使用 raceway 时也会发生，只是更少。",
  "report.note.newerPython": "Python {python} 比本版本测试过的最新版本 3.13 更新。",
  "report.note.freeThreaded": "Python {python} 在没有 GIL 的情况下运行，本版本没有为此测试过。",
  "report.written": "已写出",
  "report.recording": "录制保存在 {path}",
};
