import packageJson from "../../package.json" with { type: "json" };

/** This muster's version, as its package says. */
export const MUSTER_VERSION: string = packageJson.version;
