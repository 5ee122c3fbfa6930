/** The command `raceway`: what was asked, done; what cannot be done, said in a sentence. */
import { InputError } from "../core/collect/input-error";
import type { MessageKey } from "../core/l10n/index";
import { causeOf, Refusal } from "../core/run/refusal";
import { parseCommandLine } from "./arguments";
import { REFUSED } from "./exit-codes";
import { report } from "./report";
import { run } from "./run";
import { createWorld, localeOf, speaker, type World } from "./world";

async function main(words: readonly string[], world: World): Promise<number> {
  try {
    const command = parseCommandLine(words, world.say);
    switch (command.command) {
      case "run":
        return await run(command, world);
      case "report":
        return report(command, world);
      case "print":
        process.stdout.write(command.text);
        return 0;
    }
  } catch (error) {
    world.tell(explain(error, world));
    if (world.env.RACEWAY_DEBUG) world.tell(String((error as Error).stack));
    return REFUSED;
  }
}

function explain(error: unknown, { say }: World): string {
  if (error instanceof Refusal) return error.explain(say);
  if (error instanceof InputError) {
    return say(`cli.input.${error.code}` satisfies MessageKey, error.params);
  }
  return say("cli.internal", { cause: causeOf(error) });
}

// Whoever reads our output may have gone (`| head`): then there is nobody left to tell, and the exit code still counts.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

process.exitCode = await main(process.argv.slice(2), createWorld(speaker(localeOf(process.env))));
