/** What the editor says beside lines that lost updates, in their hovers, and in its list of problems. */
export const en = {
  "lost.updates": "{exact:|at least }{amount} {count:update|updates} of {name} lost {where}",
  "lost.writes": "{exact:|at least }{amount} {count:write|writes} of {name} overwritten {where}",
  "lost.here": "here",
  "lost.alsoAt": "here and at {places}",
  "lost.perhapsAt": "here and perhaps at {places}",
  "lost.either": "here or at {places}",
  "lost.otherLines": "{amount} other lines",
  "lost.and": " and ",
  "lost.more": "{amount} more",
  "lost.readHere": "Read here, and out of date by the time of the write at {places}",
  "lost.byTotal": "{exact:|At least }{amount} {count:update|updates} of {name} {count:was|were} lost that way.",
  "lost.byTotalWrites":
    "{exact:|At least }{amount} {count:write|writes} of {name} {count:was|were} overwritten that way.",
  "lost.example": "The first time:",
  "lost.step.read": "{lane} reads version {version} at {where}",
  "lost.step.write": "{lane} writes version {version} at {where}",
  "lost.step.overwrites":
    "{lane} writes version {version} at {where}, from version {read}, which it had read: version {victim} is lost",
  "lost.showTip": "Shows where it happened first",

  "problem.show": "Show in timeline: {rule}",
  "problem.by": "{what} ({lane})",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "lost.updates": "{where}{exact:|至少}丢失了 {name} 的 {amount} 次更新",
  "lost.writes": "{where}{exact:|至少}有 {amount} 次对 {name} 的写入被覆盖",
  "lost.here": "此处",
  "lost.alsoAt": "此处和{places}",
  "lost.perhapsAt": "此处（可能还有{places}）",
  "lost.either": "此处或{places}",
  "lost.otherLines": "另外 {amount} 行",
  "lost.and": "、",
  "lost.more": "另有 {amount} 个",
  "lost.readHere": "此处读到的值，到{places}写入时已经过期",
  "lost.byTotal": "这样{exact:|至少}丢失了 {name} 的 {amount} 次更新。",
  "lost.byTotalWrites": "这样{exact:|至少}有 {amount} 次对 {name} 的写入被覆盖。",
  "lost.example": "第一次：",
  "lost.step.read": "{lane} 在{where}读取版本 {version}",
  "lost.step.write": "{lane} 在{where}写入版本 {version}",
  "lost.step.overwrites": "{lane} 在{where}写入版本 {version}，依据的是之前读取的版本 {read}：版本 {victim} 丢失",
  "lost.showTip": "显示第一次发生的位置",

  "problem.show": "在时间线中显示：{rule}",
  "problem.by": "{what}（{lane}）",
};
