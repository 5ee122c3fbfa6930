/** The parts of a trace that a page carries inside, from text to messages. */
import { unzlibSync } from "fflate";
import { decodeFrame } from "../../core/protocol/frame";
import { type HostMessage, ProtocolError } from "../../core/protocol/messages";

/** Then it is time for a picture in between. */
const BREATH_MS = 8;

/** Hands over the messages of a part one by one and lets pictures be drawn in between. */
export async function readEmbedded(base64: string, take: (message: HostMessage) => void): Promise<void> {
  let beganMs = performance.now();
  for (const message of decodeFrame(await inflated(bytesOf(base64)))) {
    take(message);
    if (performance.now() - beganMs < BREATH_MS) continue;
    await breath();
    beganMs = performance.now();
  }
}

const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** The browser's own is several times as fast, where it has one. */
async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  try {
    if (typeof DecompressionStream === "undefined") return unzlibSync(bytes);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new ProtocolError("The trace inside this page is damaged. Write the page again.");
  }
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  try {
    // New browsers can do it at once.
    const { fromBase64 } = Uint8Array as unknown as { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> };
    if (fromBase64) return fromBase64.call(Uint8Array, base64);
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
    return bytes;
  } catch {
    throw new ProtocolError("The trace inside this page is damaged. Write the page again.");
  }
}
