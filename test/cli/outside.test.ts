import { execFile, spawnSync } from "node:child_process";
import {
  chmod,
  chown,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { ROOT } from "../support/cli.js";
import { groupsYaml, type World, world } from "../support/simulated.js";

const A = groupsYaml({ a: ["8000"] });
const SECRET_TEXT = "TOPSECRET-42";

/** A world with files beside it, in a folder that is no part of its repository. */
async function worldBesides(yaml = A): Promise<World & { readonly outside: string }> {
  const one = await world([{ displayName: "a", members: ["8000", "8001"] }], yaml);
  const outside = await mkdtemp(join(tmpdir(), "muster-outside-"));
  onTestFinished(() => rm(outside, { recursive: true, force: true }));
  await put(join(outside, ".env"), `MOOR_PROD_SECRET: ${SECRET_TEXT}\n`);
  await put(join(outside, "b.yaml"), groupsYaml({ b: [] }));
  return { ...one, outside };
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const settings = (groups: string) =>
  `version: 1\naccounts:\n  prod: { host: "\${MUSTER_HOST}", accountId: "\${MUSTER_ACCOUNT_ID}", apiSecret: "\${MUSTER_API_SECRET}", groups: [${groups}] }\n`;

/** Runs a command, measured, and with little memory. */
async function frugally({ run }: World, args: readonly string[]) {
  const done = await run(args, { env: { NODE_OPTIONS: "--max-old-space-size=200", MUSTER_VARIABLES: "" } });
  return { ...done, all: done.stdout + done.stderr };
}

async function codesOf(one: World, args: readonly string[] = []): Promise<string[]> {
  const { stdout, code } = await one.run(["validate", ...args, "--format", "json"]);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; severity: string; message: string }[] };
  expect(code).toBe(diagnostics.some(({ severity }) => severity === "error") ? 1 : 0);
  return diagnostics.map((found) => `${found.code} ${/"(.*?)"/.exec(found.message)?.[1]}`);
}

describe("an entry below a searched folder that cannot be read", () => {
  it.each([
    [
      "a link to a file that is not there",
      (at: string) => symlink("../nowhere/s.yaml", join(at, "s.yaml")),
      "file-unreadable groups/s.yaml",
    ],
    [
      "a link to a folder that is not there",
      (at: string) => symlink("../nowhere", join(at, "eu")),
      "file-unreadable groups/eu",
    ],
    [
      "a link to itself",
      (at: string) => symlink("loop.yaml", join(at, "loop.yaml")),
      "file-unreadable groups/loop.yaml",
    ],
    ["a pipe", (at: string) => promisify(execFile)("mkfifo", [join(at, "p.yaml")]), "path-not-a-file groups/p.yaml"],
    ["a link to a device", (at: string) => symlink("/dev/zero", join(at, "z.yaml")), "path-not-a-file groups/z.yaml"],
    [
      "a submodule that is not checked out",
      async (at: string) => {
        await mkdir(join(at, "shared"));
        await writeFile(join(at, "../.gitmodules"), '[submodule "s"]\n\tpath = groups/shared\n');
      },
      "submodule-missing groups/shared",
    ],
  ])("%s is an error at its path, and nothing is sent or written", async (_what, make, expected) => {
    const one = await worldBesides();
    const groups = join(one.folder, "groups");
    await put(join(groups, "a.yaml"), A);
    await make(groups);
    expect(await codesOf(one, ["groups"])).toEqual([expected]);
    for (const command of ["plan", "pull", "fmt"]) {
      const { code, all } = await frugally(one, [command, "groups"]);
      expect([code, all]).toEqual([1, expect.stringContaining(expected.split(" ")[0] ?? "")]);
    }
    expect(one.simulator.requests).toEqual([]);
    expect(await readFile(join(groups, "a.yaml"), "utf8")).toBe(A);
  });

  it.skipIf(process.getuid?.() !== 0 || spawnSync("setpriv", ["--version"]).status !== 0)(
    "a folder, or a file, without permission is one, too",
    async () => {
      const one = await worldBesides();
      const groups = join(one.folder, "groups");
      await put(join(groups, "a.yaml"), A);
      await put(join(groups, "secret/s.yaml"), A);
      await put(join(groups, "t.yaml"), A);
      await chmod(one.folder, 0o755);
      await chmod(join(groups, "secret"), 0o700);
      await chmod(join(groups, "t.yaml"), 0o600);
      const args = ["--reuid=65534", "--regid=65534", "--clear-groups", process.execPath, join(ROOT, "dist/muster.js")];
      const run = spawnSync("setpriv", [...args, "validate", "groups", "--format", "json"], {
        cwd: one.folder,
        encoding: "utf8",
        env: { PATH: process.env["PATH"], HOME: one.folder },
      });
      const { diagnostics } = JSON.parse(run.stdout) as { diagnostics: { message: string }[] };
      expect(run.status).toBe(1);
      expect(diagnostics.map(({ message }) => message)).toEqual([
        '"groups/secret" cannot be read: EACCES.',
        '"groups/t.yaml" cannot be read: EACCES.',
      ]);
    },
  );
});

describe("what leads out of the repository", () => {
  const TARGETS = ["/etc/passwd", "/proc/self/environ", "/proc/self/pagemap", "/dev/zero"];

  it.each(TARGETS)("a link to %s is refused unread, without its text, in every command", async (target) => {
    const one = await worldBesides();
    await put(join(one.folder, "groups/a.yaml"), A);
    await symlink(target, join(one.folder, "groups/x.yaml"));
    await writeFile(join(one.folder, "muster.yaml"), settings("groups"));
    for (const command of [["validate"], ["plan"], ["apply", "--auto-approve"], ["pull"], ["fmt"], ["who", "8000"]]) {
      const { code, all } = await frugally(one, command);
      expect([command, code, all]).toEqual([command, 1, expect.stringMatching(/path-outside|path-not-a-file/)]);
      expect(all).not.toMatch(/root:|MUSTER_API_SECRET=|PATH=/);
    }
    expect(one.simulator.requests).toEqual([]);
    expect(await frugally(one, ["complete", "--", "plan", "--group", ""])).toMatchObject({ code: 0, stderr: "" });
    expect(await frugally(one, ["completion", "zsh"])).toMatchObject({ code: 0, stderr: "" });
  });

  it("so are paths of muster.yaml, whether or not something is there", async () => {
    const one = await worldBesides();
    for (const path of [
      `${one.outside}/.env`,
      "../",
      `${one.outside}/none.yaml`,
      "../../etc/passwd",
      "linked",
      "linked/b.yaml",
    ]) {
      await symlink(one.outside, join(one.folder, "linked")).catch(() => undefined);
      await writeFile(join(one.folder, "muster.yaml"), settings(path));
      const { stdout } = await one.run(["validate"]);
      expect(stdout).toContain("error[path-outside]");
      expect(stdout).not.toContain(SECRET_TEXT);
    }
  });

  it("what is git's own is outside, too: its settings may hold a token", async () => {
    const one = await worldBesides();
    await put(join(one.folder, ".git/config"), `url: ${SECRET_TEXT}\n`);
    await put(join(one.folder, ".git/hooks/b.yaml"), groupsYaml({ b: [] }));
    await put(join(one.folder, "groups/a.yaml"), A);
    await symlink("../.git/config", join(one.folder, "groups/x.yaml"));
    await symlink("../.git/hooks", join(one.folder, "groups/hooks"));
    expect(await codesOf(one, ["groups"])).toEqual(["path-outside groups/hooks", "path-outside groups/x.yaml"]);
    for (const path of [".git/config", ".git", ".git/hooks/new.yaml"]) {
      await writeFile(join(one.folder, "muster.yaml"), settings(path));
      for (const command of ["validate", "pull"]) {
        const { code, stdout, stderr } = await one.run([command]);
        expect([path, code, stdout + stderr]).toEqual([path, 1, expect.stringContaining("path-outside")]);
        expect(stdout + stderr).not.toContain(SECRET_TEXT);
      }
    }
    await expect(stat(join(one.folder, ".git/hooks/new.yaml"))).rejects.toThrow("ENOENT");
  });

  it("muster.yaml itself is no way out, and is never taken for missing", async () => {
    const one = await worldBesides();
    const config = join(one.folder, "muster.yaml");
    for (const [target, code] of [
      [join(one.outside, ".env"), "path-outside"],
      ["nowhere.yaml", "file-unreadable"],
    ] as const) {
      await symlink(target, config);
      const { stdout } = await one.run(["validate"]);
      expect(stdout).toContain(`error[${code}]`);
      expect(stdout).not.toContain(SECRET_TEXT);
      await rm(config);
    }
  });

  it("a saved plan is no way out", async () => {
    const one = await worldBesides();
    await symlink(join(one.outside, ".env"), join(one.folder, "plan.json"));
    const { code, all } = await frugally(one, ["apply", "--plan", "plan.json"]);
    expect([code, all]).toEqual([1, expect.stringContaining("path-outside")]);
    expect(all).not.toContain(SECRET_TEXT);
  });

  it("what the user types may lie anywhere, and is then its own root", async () => {
    const one = await worldBesides();
    expect(await codesOf(one, [one.outside])).toEqual([]);
    expect(await codesOf(one, [`${one.outside}/b.yaml`])).toEqual([]);
    await symlink(join(one.folder, "groups.yaml"), join(one.outside, "c.yaml"));
    expect(await codesOf(one, [one.outside])).toEqual([`path-outside ${one.outside}/c.yaml`]);
    await symlink(one.outside, join(one.folder, "linked"));
    expect(await codesOf(one, ["linked/b.yaml"])).toEqual(["path-outside linked/b.yaml"]);
  });

  it.skipIf(process.getuid?.() !== 0)(
    "a .git that somebody else made above makes the repository no larger",
    async () => {
      const one = await worldBesides();
      await mkdir(join(one.folder, "work/groups"), { recursive: true });
      await put(join(one.folder, "work/groups/a.yaml"), A);
      await symlink("../../groups.yaml", join(one.folder, "work/groups/b.yaml"));
      await mkdir(join(one.folder, ".git"));
      const codes = async () => {
        const { stdout } = await one.run(["validate", "groups", "--format", "json"], { cwd: join(one.folder, "work") });
        return (JSON.parse(stdout) as { diagnostics: { code: string }[] }).diagnostics.map(({ code }) => code);
      };
      expect(await codes()).not.toContain("path-outside");
      await chown(join(one.folder, ".git"), 65534, 65534);
      expect(await codes()).toEqual(["path-outside"]);
      // A container's checkout is another user's as a whole.
      await chown(join(one.folder, "work/groups"), 65534, 65534);
      await chown(join(one.folder, "work"), 65534, 65534);
      expect(await codes()).not.toContain("path-outside");
    },
  );

  it("links inside of the repository are followed, from any folder of it", async () => {
    const one = await worldBesides();
    await mkdir(join(one.folder, ".git"));
    await put(join(one.folder, "shared/b.yaml"), groupsYaml({ b: [] }));
    await put(join(one.folder, "team/a.yaml"), A);
    await symlink("../shared", join(one.folder, "team/shared"));
    const { code, stdout } = await one.run(["validate", "."], { cwd: join(one.folder, "team") });
    expect([code, stdout]).toEqual([0, expect.stringContaining("2 groups")]);
  });
});

describe("a file that is written", () => {
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

  it("keeps its mode, and stays a link where it is one", async () => {
    const one = await worldBesides();
    const shared = join(one.folder, "shared/a.yaml");
    await put(shared, A.replace('["8000"]', "[ '8000' ]"));
    await chmod(shared, 0o640);
    await mkdir(join(one.folder, "groups"));
    await symlink("../shared/a.yaml", join(one.folder, "groups/a.yaml"));
    for (const command of [
      ["fmt", "groups"],
      ["pull", "groups"],
    ]) {
      const before = await readFile(shared, "utf8");
      expect((await one.run(command)).code).toBe(0);
      expect(await readlink(join(one.folder, "groups/a.yaml"))).toBe("../shared/a.yaml");
      expect(await readFile(shared, "utf8")).not.toBe(before);
      expect(await modeOf(shared)).toBe("640");
    }
  });

  it("keeps all of its names", async () => {
    const one = await worldBesides();
    await link(join(one.folder, "groups.yaml"), join(one.outside, "same.yaml"));
    expect((await one.run(["pull", "groups.yaml"])).code).toBe(0);
    const text = await readFile(join(one.folder, "groups.yaml"), "utf8");
    expect(text).toContain("8001");
    expect(await readFile(join(one.outside, "same.yaml"), "utf8")).toBe(text);
  });

  it("is private where it is a plan or a report, and goes through links inside", async () => {
    const one = await worldBesides();
    await mkdir(join(one.folder, "out"));
    await symlink("out/plan.json", join(one.folder, "plan.json"));
    const { code } = await one.run(["plan", "--out", "plan.json", "--report", "html=out/plan.html"]);
    expect(code).toBe(0);
    expect((await lstat(join(one.folder, "plan.json"))).isSymbolicLink()).toBe(true);
    expect([await modeOf(join(one.folder, "out/plan.json")), await modeOf(join(one.folder, "out/plan.html"))]).toEqual([
      "600",
      "600",
    ]);
    await chmod(join(one.folder, "out/plan.html"), 0o644);
    await one.run(["plan", "--report", "html=out/plan.html"]);
    expect(await modeOf(join(one.folder, "out/plan.html"))).toBe("644");
  });

  it("is never one that is read, nor out of the repository by a link", async () => {
    const one = await worldBesides();
    await symlink("groups.yaml", join(one.folder, "report.json"));
    await writeFile(join(one.folder, "roster.txt"), groupsYaml({ c: [] }));
    await symlink(join(one.outside, ".env"), join(one.folder, "env.json"));
    await symlink(one.outside, join(one.folder, "linked"));
    for (const [args, code] of [
      [["plan", "--report", "json=groups.yaml"], "replaces-input"],
      [["plan", "--report", "json=report.json"], "replaces-input"],
      [["plan", "--out", "groups.yaml"], "replaces-input"],
      [["plan", "roster.txt", "--out", "roster.txt"], "replaces-input"],
      [["validate", "--report", "json=env.json"], "path-outside"],
      [["plan", "--out", "linked/new.json"], "path-outside"],
    ] as const) {
      const run = await one.run(args);
      expect([args, run.code, run.stderr]).toEqual([args, 1, expect.stringContaining(code)]);
    }
    expect(one.simulator.requests).toEqual([]);
    expect(await readFile(join(one.folder, "groups.yaml"), "utf8")).toBe(A);
    expect(await readFile(join(one.outside, ".env"), "utf8")).toContain(SECRET_TEXT);
  });

  it("is not made outside by pull, fmt or init", async () => {
    const one = await worldBesides();
    await writeFile(join(one.folder, "muster.yaml"), settings("../made"));
    expect(await one.run(["pull"])).toMatchObject({ code: 1, stderr: expect.stringContaining("path-outside") });
    await rm(join(one.folder, "muster.yaml"));
    await symlink(one.outside, join(one.folder, "groups"));
    for (const args of [["pull", "--out", "groups/new.yaml"], ["fmt"], ["init"]])
      expect(await one.run(args)).toMatchObject({ code: 1, stderr: expect.stringContaining("path-outside") });
    await expect(stat(join(one.outside, "example.yaml"))).rejects.toThrow("ENOENT");
    await expect(stat(join(one.outside, "new.yaml"))).rejects.toThrow("ENOENT");
  });

  it("a pipe that nobody reads ends a run at once", async () => {
    const one = await worldBesides();
    await promisify(execFile)("mkfifo", [join(one.folder, "pipe")]);
    expect(await one.run(["plan", "--out", "pipe"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("ENXIO"),
    });
  });
});

it("a path into the process's own streams is written to, whatever they are", async () => {
  const one = await worldBesides();
  const run = (end: string) =>
    spawnSync(
      "bash",
      ["-c", `'${process.execPath}' '${ROOT}/dist/muster.js' validate --report json=/dev/stdout ${end}`],
      {
        cwd: one.folder,
        encoding: "utf8",
      },
    ).stdout;
  expect(run("| cat")).toContain('"kind": "validation"');
  const both = run(">out.txt; cat out.txt");
  expect(both).toContain('"kind": "validation"');
  expect(both).toContain("no problems");
});
