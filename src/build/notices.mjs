import { readFile } from "node:fs/promises";

/**
 * The packages whose code is in a bundle, by name.
 *
 * @param inputs the files in the bundle, as esbuild names them
 */
export function packagesOf(inputs) {
  // The validators are ajv's code, no matter what they import.
  const packages = new Set([
    "ajv",
    ...inputs
      .map((input) => /^(?:.*?[:/])?node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1])
      .filter((name) => name !== undefined),
  ]);
  return [...packages].sort();
}

/**
 * The licences of these packages; they are shipped with the bundle.
 *
 * @param inputs the files in the bundle, as esbuild names them
 */
export async function noticesOf(inputs) {
  const notices = await Promise.all(packagesOf(inputs).map(notice));
  return notices.join(`\n${"-".repeat(80)}\n\n`);
}

async function notice(name) {
  const { version, license, repository, homepage, author } = JSON.parse(
    await readFile(`node_modules/${name}/package.json`, "utf8"),
  );
  for (const file of ["LICENSE", "license", "LICENSE.md", "LICENSE.txt", "LICENCE"]) {
    const text = await readFile(`node_modules/${name}/${file}`, "utf8").catch(() => undefined);
    if (text !== undefined) return `${name} ${version}\n\n${text.trim()}\n`;
  }
  // Some packages name their licence but bring no text. MIT wants its own with every copy; muster's has the same words.
  if (license !== "MIT") throw new Error(`${name} ${version} (${license}) brings no text of its licence.`);
  const own = await readFile("LICENSE", "utf8");
  const words = own.slice(own.indexOf("Permission is hereby granted")).trim();
  const address = (repository?.url ?? repository ?? homepage ?? "").replace(/^git\+|\.git$/g, "");
  const authors = author?.name ?? author ?? "its authors";
  return `${name} ${version}\n\nMIT License, copyright ${authors}${address && ` (${address})`}\n\n${words}\n`;
}
