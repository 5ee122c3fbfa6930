/** The worker's own end of the wire. */
import type { FromEngine, ToEngine } from "./contract";
import { Engine } from "./engine";

/** The part of a worker's global scope that is used here: its full types and the page's exclude each other in TypeScript. */
interface WorkerScope {
  postMessage(message: FromEngine): void;
  onmessage: ((event: MessageEvent<ToEngine>) => void) | null;
  requestAnimationFrame?(run: () => void): number;
}
const scope = self as unknown as WorkerScope;
const engine = new Engine(
  (message) => scope.postMessage(message),
  // A hidden page gets no animation frames; then nobody waits for a picture either.
  (run) => (scope.requestAnimationFrame ? scope.requestAnimationFrame(run) : setTimeout(run, 0)),
);
scope.onmessage = ({ data }: MessageEvent<ToEngine>) => engine.accept(data);
