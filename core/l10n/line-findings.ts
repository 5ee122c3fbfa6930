/** What the editor says beside lines with findings, and in their hovers. */
export const en = {
  "line.finding": "{rule}",
  "line.findingAbout": "{rule}: `{name}`",
  "line.findingWith": "{rule}: `{name}` with {place}",
  "line.otherSide": "{rule} with {place}",
  "line.moreFindings": "{amount} more",
  "line.race.step": "{lane} {writes:writes|reads} at {where}, holding {locks}",
  "line.race.stepBare": "{lane} {writes:writes|reads} at {where}, holding no lock",
  "line.race.nothing": "Nothing orders these two:",
} as const;

export const zh: Record<keyof typeof en, string> = {
  "line.finding": "{rule}",
  "line.findingAbout": "{rule}：`{name}`",
  "line.findingWith": "{rule}：`{name}`，与{place}",
  "line.otherSide": "{rule}，与{place}",
  "line.moreFindings": "另有 {amount} 项",
  "line.race.step": "{lane} 在{where}{writes:写入|读取}，持有 {locks}",
  "line.race.stepBare": "{lane} 在{where}{writes:写入|读取}，没有持有锁",
  "line.race.nothing": "以下两者之间没有先后保证：",
};
