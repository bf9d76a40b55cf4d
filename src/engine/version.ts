import packageJson from "../../package.json" with { type: "json" };

/** This muster's version, as its package says. */
export const MUSTER_VERSION: string = packageJson.version;

/** The repository that a release was made of, as `owner/name`; absent in other builds, whose owner is not known. */
export const RELEASED_FROM: string | undefined = (packageJson as { readonly release?: string }).release;
