/** What could not be read of a recording or of a saved trace, or was never recorded: each a whole sentence, shown as it is. */
export const en = {
  "process.noRecording":
    "It left no recording: it is no Python program, ended before it came to record, or was started with an environment of its own.",
  "loss.folder": "The recording folder {path} cannot be read any more ({cause}).",
  "loss.process.unread": "{process} could not be read to its end ({cause}).",
  "loss.process.newer": "{process} was recorded by a newer Raceway (format {version}): update Raceway to read it.",
  "loss.process.undescribed": "The description of {process} is missing or damaged: its names and lines are not known.",
  "loss.segment.newer": "Segment {segment} of {process} was written by a newer Raceway: update Raceway to read it.",
  "loss.segment.damaged": "Segment {segment} of {process} is damaged: its records are lost.",
  "loss.segment.cut": "Segment {segment} of {process} is cut off: the records behind its end are lost.",
  "loss.segment.twice": "Segment {segment} of {process} is damaged: it claims a part of lane {lane} a second time.",
  "loss.lane.gap": "Records of lane {lane} of {process} are missing in the middle.",
  "loss.meta.damaged": "{count} {count:line|lines} of the side tables of {process} cannot be read.",
  "loss.meta.partial": "The side tables of {process} end in the middle of a line.",
  "loss.meta.unwritten":
    "{count} {count:line|lines} of the side tables of {process} could not be written: some names and places in the code are not known.",
  "loss.cells": "Counted events of {process} are lost: segment {segment} is missing or cut off.",
  "loss.records.unknown": "{count} {count:record|records} of {process} are of a kind that this version does not know.",
  "loss.records.noRoom": "{count} {count:record|records} of threads of {process} that found no room at all were lost.",
  "loss.file.cut": "The trace file is cut off: what follows {entry} is lost.",
  "loss.file.damaged": "The trace file is damaged: what follows {entry} is lost.",
  "loss.file.tooLarge": "The trace file holds more than the {limitMb} MB that are read: what follows {entry} is lost.",
  "loss.file.tooLargeHere":
    "The trace holds more than the {limitMb} MB that the editor reads at once: what follows {entry} is not shown. `raceway report` in a terminal reads all of it.",
  "loss.file.unknownPart": "The trace file has a part that this version does not know ({entry}): it was passed over.",
};

export const zh: Record<keyof typeof en, string> = {
  "process.noRecording": "没有留下录制：它不是 Python 程序，或在开始录制前就已结束，或以自己的环境变量启动。",
  "loss.folder": "无法再读取录制文件夹 {path}（{cause}）。",
  "loss.process.unread": "{process} 未能读到结尾（{cause}）。",
  "loss.process.newer": "{process} 由更新版本的 Raceway 记录（格式 {version}）：请更新 Raceway 后再读取。",
  "loss.process.undescribed": "{process} 的描述缺失或损坏：名称和行号未知。",
  "loss.segment.newer": "{process} 的第 {segment} 段由更新版本的 Raceway 写入：请更新 Raceway 后再读取。",
  "loss.segment.damaged": "{process} 的第 {segment} 段已损坏：其中的记录丢失。",
  "loss.segment.cut": "{process} 的第 {segment} 段被截断：其后的记录丢失。",
  "loss.segment.twice": "{process} 的第 {segment} 段已损坏：它重复占用了泳道 {lane} 的一部分。",
  "loss.lane.gap": "{process} 的泳道 {lane} 中间缺失记录。",
  "loss.meta.damaged": "{process} 的附表有 {count} 行无法读取。",
  "loss.meta.partial": "{process} 的附表在某一行的中间中断。",
  "loss.meta.unwritten": "{process} 的附表有 {count} 行未能写入：部分名称和代码位置未知。",
  "loss.cells": "{process} 的计数事件丢失：第 {segment} 段缺失或被截断。",
  "loss.records.unknown": "{process} 有 {count} 条记录的种类是此版本不认识的。",
  "loss.records.noRoom": "{process} 的线程有 {count} 条记录因完全没有空间而丢失。",
  "loss.file.cut": "跟踪文件被截断：{entry} 之后的内容丢失。",
  "loss.file.damaged": "跟踪文件已损坏：{entry} 之后的内容丢失。",
  "loss.file.tooLarge": "跟踪文件超过了可读取的 {limitMb} MB：{entry} 之后的内容丢失。",
  "loss.file.tooLargeHere":
    "跟踪内容超过了编辑器一次读取的上限 {limitMb} MB：{entry} 之后的内容不会显示。在终端中用 `raceway report` 可以读取全部内容。",
  "loss.file.unknownPart": "跟踪文件含有此版本不认识的部分（{entry}），已跳过。",
};
