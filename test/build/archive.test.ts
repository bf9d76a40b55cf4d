import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "../support/cli.js";
import { runInstalled, walkRoad } from "../support/installedRoad.js";

interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly unknown[];
}

const run = promisify(execFile);
const BIN = join(ROOT, "node_modules/.bin");

let folder = "";
let checkout = "";
let archive = "";
let version = "";

/** The release is made in a copy of the sources: it builds anew, and other tests run this checkout's build. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "muster-archive-"));
  checkout = join(folder, "checkout");
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: ROOT });
  for (const file of listed.toString().split("\0")) {
    if (file === "" || file === "node_modules" || file.startsWith("test/")) continue;
    await mkdir(dirname(join(checkout, file)), { recursive: true });
    await cp(join(ROOT, file), join(checkout, file));
  }
  await symlink(join(ROOT, "node_modules"), join(checkout, "node_modules"));
  ({ version } = JSON.parse(await readFile(join(checkout, "package.json"), "utf8")) as { version: string });
  await run(process.execPath, ["src/build/release.mjs"], {
    cwd: checkout,
    env: { ...process.env, GITHUB_REF_TYPE: "" },
  });
  archive = join(checkout, `release/muster-${version}.tgz`);
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the archive", () => {
  it("has the bytes that a checkout in another folder gives it", async () => {
    // As deep as the other: both see the same packages, by the same relative path.
    const another = join(folder, "elsewhere");
    for (const part of ["src", "schemas", "package.json", "LICENSE", "esbuild.config.mjs", "node_modules"])
      await cp(join(checkout, part), join(another, part), { recursive: true, verbatimSymlinks: true });
    await run(process.execPath, ["esbuild.config.mjs"], { cwd: another });
    const bytesOf = async (place: string) => {
      const names = (await readdir(join(place, "dist"), { recursive: true })).filter((name) => /\.js$/.test(name));
      return Promise.all(
        names
          .filter((name) => !name.includes("types"))
          .sort()
          .map(async (name) => [
            name,
            createHash("sha256")
              .update(await readFile(join(place, "dist", name)))
              .digest("hex"),
          ]),
      );
    };
    expect(await bytesOf(another)).toEqual(await bytesOf(checkout));
  });

  it("has a manifest without scripts, dependencies and packages of the build, and leaves the checkout's own as it was", async () => {
    const { stdout } = await run("tar", ["-xzOf", archive, "package/package.json"]);
    const packed = JSON.parse(stdout) as Record<string, unknown>;
    for (const field of ["scripts", "dependencies", "devDependencies", "knip"])
      expect(packed).not.toHaveProperty(field);
    expect(packed).toMatchObject({
      repository: expect.anything(),
      homepage: expect.anything(),
      bugs: expect.anything(),
      exports: expect.anything(),
    });
    expect(await readFile(join(checkout, "package.json"), "utf8")).toBe(
      await readFile(join(ROOT, "package.json"), "utf8"),
    );
    expect(await readdir(checkout)).not.toContain(".package.json");
  });

  it("resolves for consumers: publint, and types under node16 and bundler", async () => {
    await run(join(BIN, "publint"), ["run", archive, "--strict"]);
    await run(join(BIN, "attw"), [archive, "--profile", "esm-only"]);
  });

  it("installs offline into an empty folder, and walks the road", async () => {
    const prefix = join(folder, "prefix");
    const env = { PATH: process.env["PATH"] ?? "", npm_config_cache: join(folder, "cache") };
    const { stdout, stderr } = await run("npm", ["install", "--global", "--offline", "--prefix", prefix, archive], {
      env: { ...env, HOME: folder },
    });
    expect(stdout).toContain("added 1 package");
    expect(stderr).not.toContain("install scripts");
    const installed = { command: [join(prefix, "bin/muster")], folder, env: { PATH: env.PATH } } as const;
    expect(await runInstalled(installed, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    await walkRoad(installed);
  });
});

describe("beside it", () => {
  it("the list of packages has what the licences have, each with its licence", async () => {
    const bom = JSON.parse(await readFile(archive.replace(/\.tgz$/, ".cdx.json"), "utf8")) as {
      components: Component[];
    };
    const { stdout } = await run("tar", ["-xzOf", archive, "package/dist/THIRD-PARTY-LICENSES.txt"]);
    const listed = new Set(bom.components.map(({ name, version }) => `${name} ${version}`));
    const notices = [...stdout.matchAll(/(?:^|-{80}\n\n)(\S+ \d\S*)\n\n/g)].map(([, heading]) => heading);
    expect(notices.length).toBeGreaterThan(20);
    expect(notices.filter((notice) => !listed.has(notice ?? ""))).toEqual([]);
    expect(bom.components.filter(({ licenses = [] }) => licenses.length === 0)).toEqual([]);
    // A name alone is no licence: MIT, BSD and ISC want their text with every copy.
    const texts = stdout.split(`\n${"-".repeat(80)}\n\n`);
    expect(texts.filter((text) => !/permission/i.test(text) || !/copyright/i.test(text))).toEqual([]);
  });

  it("sums that hold, also in the bundle for networks without a registry", async () => {
    await run("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: dirname(archive) });
    await run("tar", ["-xzf", archive.replace(/\.tgz$/, "-offline.tar.gz"), "-C", folder]);
    const offline = join(folder, `muster-${version}`);
    await run("sha256sum", ["--check", "--strict", "SHA256SUMS"], { cwd: offline });
    const inner = await readFile(join(offline, `muster-${version}.tgz`));
    expect(inner.equals(await readFile(archive))).toBe(true);
  });

  it("notes of this version, and of no other", async () => {
    const notes = await readFile(join(dirname(archive), "notes.md"), "utf8");
    expect(notes).not.toMatch(/^## /m);
    expect(await readFile(join(checkout, "CHANGELOG.md"), "utf8")).toContain(notes.trim());
  });
});

describe("the release's own tree", () => {
  /** A repository whose only commit is the sources, and a bare one that it pushes to. */
  async function repositories() {
    const remote = await mkdtemp(join(folder, "remote-"));
    const env = { ...process.env, GIT_CONFIG_GLOBAL: join(folder, "no-config"), GIT_CONFIG_SYSTEM: "/dev/null" };
    const identity = ["-c", "user.name=t", "-c", "user.email=t@example.invalid"];
    const git = async (...words: readonly string[]) =>
      (await run("git", [...identity, ...words], { cwd: checkout, env, maxBuffer: 2 ** 26 })).stdout.trim();
    await run("git", ["init", "-q", "--bare", remote], { env });
    await git("init", "-q");
    await git("add", "src/build", "package.json");
    await git("commit", "-q", "--allow-empty", "-m", "sources");
    const GIT = {
      GIT_AUTHOR_NAME: "t",
      GIT_AUTHOR_EMAIL: "t@example.invalid",
      GIT_COMMITTER_NAME: "t",
      GIT_COMMITTER_EMAIL: "t@example.invalid",
    };
    const push = () =>
      run(process.execPath, ["src/build/pushRelease.mjs", "--remote", remote], {
        cwd: checkout,
        env: { ...env, ...GIT },
      });
    return { remote, git, push };
  }

  it("is one commit on the branch that workflows follow and the tag that they pin, and is published once", async () => {
    const { remote, git, push } = await repositories();
    const { stdout } = await push();
    const [major] = version.split(".");
    const refs = await git("ls-remote", remote);
    expect(refs).toBe(`${stdout.trim()}\trefs/heads/v${major}\n${stdout.trim()}\trefs/tags/v${version}`);
    // Not of the sources' history, which has workflows: a job's token may not push those.
    const source = await git("rev-parse", "HEAD");
    expect(await git("log", "-1", "--format=%P|%B", stdout.trim())).toBe(`|muster ${version}\n\nSource: ${source}`);
    const files = (await git("ls-tree", "-r", "--name-only", stdout.trim())).split("\n");
    expect(files).toEqual(
      expect.arrayContaining([".github/CI.md", "action.yml", "index.cjs", "LICENSE", "muster/muster.js"]),
    );
    expect(files.filter((file) => /\.map$|\/library\/|^src\//.test(file))).toEqual([]);
    // A publication that stopped halfway is finished by running it again.
    expect((await push()).stdout).toBe(stdout);
    expect(await git("ls-remote", remote)).toBe(refs);
    await git("commit", "-q", "--allow-empty", "-m", "more");
    await expect(push()).rejects.toMatchObject({
      stderr: expect.stringContaining("already there, with something else"),
    });

    // The next one has it as its parent.
    await git("push", "-q", remote, `${stdout.trim()}:refs/tags/v0.0.9`, `:refs/tags/v${version}`);
    const next = (await push()).stdout.trim();
    expect(await git("log", "-1", "--format=%P", next)).toBe(stdout.trim());
  });

  it("is a tag alone before a release, and never takes back who follows the branch", async () => {
    const { remote, git, push } = await repositories();
    const manifest = join(checkout, "package.json");
    const own = await readFile(manifest, "utf8");
    const versioned = (other: string) =>
      writeFile(manifest, own.replace(`"version": "${version}"`, `"version": "${other}"`));
    try {
      await versioned("0.10.0-rc.1");
      const { stdout } = await push();
      expect(await git("ls-remote", remote)).toBe(`${stdout.trim()}\trefs/tags/v0.10.0-rc.1`);
      await versioned("0.10.0");
      await push();
      await versioned("0.9.0");
      await expect(push()).rejects.toMatchObject({ stderr: expect.stringContaining("v0.10.0 is there") });
      expect(await git("ls-remote", remote)).not.toContain("v0.9.0");
    } finally {
      await writeFile(manifest, own);
    }
  });

  it("its action puts muster on the PATH, without a Node or a package.json of the job", async () => {
    const job = await mkdtemp(join(folder, "job with 'quotes-"));
    const path = join(job, "path");
    const env = { RUNNER_TEMP: job, GITHUB_PATH: path, INPUT_COMMAND: "setup", GITHUB_ACTIONS: "true" };
    const { stdout } = await run(process.execPath, [join(checkout, "release/tree/index.cjs")], { cwd: job, env });
    expect(stdout).toBe(`muster ${version} is on the PATH of the next steps.\n`);
    const bin = (await readFile(path, "utf8")).trim();
    const installed = { command: [join(bin, "muster")], folder: job, env: { PATH: "" } } as const;
    expect(await runInstalled(installed, ["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    await walkRoad(installed);
  });
});

describe("refused", () => {
  it.each([
    ["a tag of another version", { GITHUB_REF_NAME: "release/99.0.0" }, "The tag is release/99.0.0"],
    ["a changelog that says unreleased", { GITHUB_REF_NAME: "", GITHUB_REPOSITORY: "muster-ops/muster" }, "unreleased"],
    [
      "another repository than package.json names",
      { GITHUB_REF_NAME: "", GITHUB_REPOSITORY: "else/where" },
      "else/where",
    ],
  ])("%s", async (_, env, said) => {
    const GITHUB_REF_NAME = env.GITHUB_REF_NAME || `release/${version}`;
    const outdir = join(folder, "refused");
    await mkdir(outdir, { recursive: true });
    await writeFile(join(outdir, "kept"), "");
    const release = run(process.execPath, ["src/build/release.mjs", "--outdir", outdir], {
      cwd: checkout,
      env: { ...process.env, GITHUB_REF_TYPE: "tag", ...env, GITHUB_REF_NAME },
    });
    await expect(release).rejects.toMatchObject({ stderr: expect.stringContaining(said) });
    expect(await readdir(outdir)).toEqual(["kept"]);
  });
});
