import { chmod, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { commitAll, git } from "../action/repository.js";
import { groupsYaml, type World, world } from "../support/simulated.js";

const MISSING = "1".repeat(40);

/** A repository of which every setting that can names a program; a program that is started leaves its name in `ran`. */
async function hostile(one: World): Promise<string> {
  await writeFile(join(one.folder, "muster.yaml"), "version: 1\n");
  await writeFile(join(one.folder, ".gitattributes"), "* filter=f diff=f\n");
  commitAll(one.folder);
  const tools = join(one.folder, ".tools");
  const ran = join(tools, "ran");
  await mkdir(ran, { recursive: true });
  const program = async (name: string) => {
    const path = join(tools, name);
    await writeFile(path, `#!/bin/sh\ntouch '${ran}/${name}'\nexit 1\n`);
    await chmod(path, 0o755);
    return path;
  };
  await program("post-checkout");
  const settings = {
    "core.fsmonitor": await program("fsmonitor"),
    "core.hooksPath": tools,
    "core.sshCommand": await program("ssh"),
    "core.pager": await program("pager"),
    "core.editor": await program("editor"),
    "core.askPass": await program("askpass"),
    "core.gitProxy": await program("gitproxy"),
    "core.alternateRefsCommand": await program("alternates"),
    "diff.f.textconv": await program("textconv"),
    "filter.f.clean": await program("clean"),
    "filter.f.smudge": await program("smudge"),
    "credential.helper": `!${await program("credential")}`,
    "alias.rev-parse": `!${await program("alias")}`,
    "extensions.partialClone": "o",
    "core.repositoryFormatVersion": "1",
    "remote.o.promisor": "true",
    "remote.o.uploadpack": await program("uploadpack"),
  };
  for (const [name, value] of Object.entries(settings)) git(one.folder, "config", name, value);
  return ran;
}

it.each([
  ["a folder", "."],
  ["a folder by its address", "file:///tmp"],
  ["another machine", "ssh://127.0.0.1:1/x"],
  ["git's own port", "git://127.0.0.1:1/x"],
  ["a program", "ext::sh -c true"],
  ["the web", "http://127.0.0.1:1/x"],
])("a checkout's settings start no program, where what is missing is in %s", async (_what, url) => {
  const one = await world([], groupsYaml({ a: [] }));
  const ran = await hostile(one);
  git(one.folder, "config", "remote.o.url", url);
  git(one.folder, "config", `protocol.${url.split(":")[0]}.allow`, "always");
  expect((await one.run(["validate", "--settings-from", "HEAD"])).code).toBe(0);
  const missing = await one.run(["validate", "--settings-from", MISSING]);
  expect([missing.code, missing.stderr + missing.stdout]).toEqual([
    1,
    expect.stringMatching(/unknown-ref|git-unusable/),
  ]);
  // The commit is there, its muster.yaml is not.
  const blob = git(one.folder, "-c", "core.fsmonitor=false", "rev-parse", "HEAD:muster.yaml");
  await rm(join(one.folder, ".git/objects", blob.slice(0, 2), blob.slice(2)));
  expect((await one.run(["validate", "--settings-from", "HEAD"])).code).toBe(1);
  expect(await readdir(ran)).toEqual([]);
});
