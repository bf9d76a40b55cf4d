import type { GitOptions, Shell } from "../engine/host.js";

/** Runs git and gives back what it printed, without the last line's end; `undefined` where it fails or is not there. */
export type Git = (words: readonly string[], options: GitOptions) => Promise<string | undefined>;

/** The git of this machine, for what is a line of text. */
export function gitOf({ git }: Pick<Shell, "git">): Git {
  return async (words, options) => {
    const { stdout, detail } = await git(words, options);
    return detail === undefined ? new TextDecoder().decode(stdout).replace(/\r?\n$/, "") : undefined;
  };
}
