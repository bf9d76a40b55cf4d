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
  const { version, license } = JSON.parse(await readFile(`node_modules/${name}/package.json`, "utf8"));
  for (const file of ["LICENSE", "license", "LICENSE.md", "LICENSE.txt", "LICENCE"]) {
    const text = await readFile(`node_modules/${name}/${file}`, "utf8").catch(() => undefined);
    if (text !== undefined) return `${name} ${version}\n\n${text.trim()}\n`;
  }
  return `${name} ${version}\n\nLicence: ${license}\n`;
}
