/** What the command line exits with when it is not the program's own code. */

/** Every refusal of ours, and a failure of ours where the program itself succeeded. */
export const REFUSED = 2;
