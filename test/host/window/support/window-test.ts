import { test } from "node:test";
import type { Session } from "./session";
import type { Workbench } from "./workbench";

/**
 * Declares a test that uses the session; when it fails, the message names a picture of the window and the logs.
 * @param session gives it when the test runs: it is started in `before`
 */
export function windowTest(
  name: string,
  session: () => Session,
  body: (workbench: Workbench, session: Session) => Promise<void>,
): void {
  test(name, async () => {
    try {
      await body(session().workbench, session());
    } catch (error) {
      const evidence = await session()
        .keepEvidence(name)
        .catch((reason) => `nothing: ${reason}`);
      await session().workbench.recover();
      if (error instanceof Error) error.stack = `${error.stack}\nThe window as it was: ${evidence}`;
      throw error;
    }
  });
}
