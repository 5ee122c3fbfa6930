/** What is wrong with a file or folder that the user gave: the message says what to do, in one sentence. */

export type InputErrorCode =
  | "noSuchFile"
  | "notReadable"
  | "notARecording"
  | "notATrace"
  | "nothingReadable"
  | "newerVersion"
  | "tooLarge";

/** An expected failure. Everything else that is thrown by reading is a defect of ours. */
export class InputError extends Error {
  override name = "InputError";

  constructor(
    /** Stable: names the sentence for translation. */
    readonly code: InputErrorCode,
    message: string,
    /** What the sentence speaks of; `path` is the file or folder that was given. */
    readonly params: { path: string } & Record<string, string | number>,
  ) {
    super(message);
  }

  get path(): string {
    return this.params.path;
  }
}

export const noSuchFile = (path: string): InputError =>
  new InputError("noSuchFile", `There is no file or folder at ${path}: check the path.`, { path });

export const notReadable = (path: string, cause: string): InputError =>
  new InputError("notReadable", `${path} cannot be read (${cause}): check its permissions.`, { path, cause });

export const notARecording = (path: string): InputError =>
  new InputError(
    "notARecording",
    `${path} is no recording folder: give the folder that holds run.json, or a .raceway file.`,
    { path },
  );

export const notATrace = (path: string): InputError =>
  new InputError(
    "notATrace",
    `${path} is not a Raceway trace: give a .raceway file that \`raceway run --trace\` wrote.`,
    { path },
  );

export const nothingReadable = (path: string): InputError =>
  new InputError("nothingReadable", `${path} is cut off before anything that can be read: copy or record it again.`, {
    path,
  });

export const newerVersion = (path: string, version: number, known: number): InputError =>
  new InputError(
    "newerVersion",
    `${path} was written by a newer Raceway (format ${version}, this one reads up to ${known}): update Raceway.`,
    { path, version, known },
  );

export const tooLarge = (path: string, limitMb: number): InputError =>
  new InputError("tooLarge", `${path} has a part larger than the ${limitMb} MB that are read: record less at a time.`, {
    path,
    limitMb,
  });

/** The code of a failed file operation, such as ENOENT. */
export const errnoOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : String(error);
