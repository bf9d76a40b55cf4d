// Makes what a release consists of, in `release/`: the archive of `npm pack`, a list of every package in it with its licence
// (SBOM, CycloneDX), one file with all of that for networks without a registry, the tree of the action's branch, the notes
// from CHANGELOG.md, and the sums.
// Two runs of one commit give the same bytes. Run by `npm run release` and by `.github/workflows/release.yml`;
// `--outdir FOLDER` writes elsewhere, `--sums` only writes the sums anew, when the workflow has added the programs.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { packagesOf } from "./notices.mjs";
import { writeReleaseTree } from "./releaseTree.mjs";

const { values } = parseArgs({
  options: { outdir: { type: "string", default: "release" }, sums: { type: "boolean", default: false } },
});
const outdir = resolve(values.outdir);
const { name, version, repository } = JSON.parse(await readFile("package.json", "utf8"));
const base = `${name}-${version}`;
const OFFLINE = `# ${name} ${version}, for networks without a registry

\`\`\`sh
sha256sum --check SHA256SUMS
npm install --global --offline ./${base}.tgz   # or, in a repository: npm install --save-dev --offline ./vendor/${base}.tgz
muster --version
\`\`\`

The archive depends on no other package. \`${base}.cdx.json\` (CycloneDX) lists the packages that are part of it.

# ${name} ${version} 离线安装包

先用 \`sha256sum --check SHA256SUMS\` 核对，再执行上面的 \`npm install --global --offline\`，全程不访问网络。
压缩包不依赖其他软件包；\`${base}.cdx.json\`（CycloneDX 格式）列出其中包含的全部软件包，许可证见 \`THIRD-PARTY-LICENSES.txt\`。
`;

if (!values.sums) {
  refuseAnotherPlace();
  if (process.env.GITHUB_REF_TYPE === "tag") process.env.MUSTER_RELEASE = process.env.GITHUB_REPOSITORY;
  const notes = notesOf(await readFile("CHANGELOG.md", "utf8"));
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await writeFile(join(outdir, "notes.md"), notes);
  try {
    execFileSync("npm", ["pack", "--loglevel=error", "--pack-destination", outdir], { stdio: ["ignore", 2, 2] });
  } finally {
    // npm does this only after a pack that went well.
    execFileSync(process.execPath, ["src/build/packedManifest.mjs", "--restore"]);
  }
  await writeFile(join(outdir, `${base}.cdx.json`), `${JSON.stringify(await billOfMaterials(), undefined, 2)}\n`);
  await packOffline();
  await writeReleaseTree(join(outdir, "tree"), "dist");
}
await writeSums(outdir);

/** A tag that is not this version, or another repository than package.json names, would publish under a wrong address. */
function refuseAnotherPlace() {
  const { GITHUB_REF_TYPE, GITHUB_REF_NAME, GITHUB_REPOSITORY } = process.env;
  // Releases are tagged v1.2.3 by the workflow, with the bundles in them; what sets it off is a tag of the sources.
  if (GITHUB_REF_TYPE === "tag" && GITHUB_REF_NAME !== `release/${version}`)
    throw new Error(
      `The tag is ${GITHUB_REF_NAME}, but package.json has version ${version}: expected release/${version}.`,
    );
  if (GITHUB_REF_TYPE === "tag" && !repository.url.endsWith(`/${GITHUB_REPOSITORY}.git`))
    throw new Error(`This is ${GITHUB_REPOSITORY}, but package.json names ${repository.url}: mend the fields there.`);
}

/** @returns the version's own section of the changelog */
function notesOf(changelog) {
  const sections = changelog.split(/^(?=## )/m);
  const own = sections.find((section) => section.startsWith(`## ${version} `) || section.startsWith(`## ${version}\n`));
  if (own === undefined) throw new Error(`CHANGELOG.md has no section for ${version}.`);
  if (process.env.GITHUB_REF_TYPE === "tag" && own.startsWith(`## ${version} (unreleased)`))
    throw new Error(`CHANGELOG.md calls ${version} unreleased: write the day there.`);
  return `${own.slice(own.indexOf("\n")).trim()}\n`;
}

/** npm's own list of all packages in the lock file, cut down to those whose code is in the archive. */
async function billOfMaterials() {
  const folder = await mkdtemp(join(tmpdir(), "muster-release-"));
  try {
    const inputs = await Promise.all(
      [
        ["esbuild.config.mjs", "--outdir", join(folder, "dist")],
        ["src/build/actionBundle.mjs", "--outdir", join(folder, "action")],
      ].map(async (words, index) => {
        const metafile = join(folder, `${index}.json`);
        execFileSync(process.execPath, [...words, "--metafile", metafile], { stdio: ["ignore", 2, 2] });
        return Object.keys(JSON.parse(await readFile(metafile, "utf8")).inputs);
      }),
    );
    const words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"];
    const bom = JSON.parse(execFileSync("npm", words, { encoding: "utf8", maxBuffer: 2 ** 26 }));
    const { component, tools } = bom.metadata;
    const components = await Promise.all(
      packagesOf(inputs.flat()).map(async (packaged) => {
        const { version } = JSON.parse(await readFile(`node_modules/${packaged}/package.json`, "utf8"));
        const listed = bom.components.find((one) => one.name === packaged && one.version === version);
        if (listed === undefined) throw new Error(`npm's list of packages does not have ${packaged} ${version}.`);
        // For npm it is a package of the build; in the archive it is part of the program.
        return { ...listed, scope: "required", properties: undefined, externalReferences: undefined };
      }),
    );
    const refs = components.map((one) => one["bom-ref"]);
    return {
      ...bom,
      // Neither a time nor a random number, so that two builds give the same bytes.
      serialNumber: undefined,
      metadata: { lifecycles: [{ phase: "build" }], tools, component: { ...component, name, type: "application" } },
      components,
      dependencies: [
        { ref: component["bom-ref"], dependsOn: refs },
        ...bom.dependencies
          .filter(({ ref }) => refs.includes(ref))
          .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.includes(one)) })),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One folder with the archive, all licences, the list of packages and their sums, to carry where there is no registry. */
async function packOffline() {
  const folder = await mkdtemp(join(tmpdir(), "muster-offline-"));
  try {
    const inner = join(folder, base);
    await mkdir(inner);
    for (const file of [`${base}.tgz`, `${base}.cdx.json`]) await copyFile(join(outdir, file), join(inner, file));
    await copyFile("LICENSE", join(inner, "LICENSE"));
    await copyFile("dist/THIRD-PARTY-LICENSES.txt", join(inner, "THIRD-PARTY-LICENSES.txt"));
    await writeFile(join(inner, "README.md"), OFFLINE);
    await writeSums(inner);
    const tar = [
      "--sort=name",
      "--mtime=1985-10-26T08:15Z",
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      "--mode=u=rwX,go=rX",
    ];
    const packed = execFileSync("tar", [...tar, "-C", folder, "-cf", "-", base], { maxBuffer: 2 ** 28 });
    await writeFile(join(outdir, `${base}-offline.tar.gz`), gzipSync(packed, { level: 9 }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** `SHA256SUMS` of the files of a folder that people download, as `sha256sum --check` reads it. */
async function writeSums(folder) {
  const files = (await readdir(folder, { withFileTypes: true })).filter((one) => one.isFile());
  const names = files.map(({ name }) => name).filter((name) => !["SHA256SUMS", "notes.md"].includes(name));
  const lines = await Promise.all(
    names.sort().map(
      async (name) =>
        `${createHash("sha256")
          .update(await readFile(join(folder, name)))
          .digest("hex")}  ${name}\n`,
    ),
  );
  await writeFile(join(folder, "SHA256SUMS"), lines.join(""));
}
