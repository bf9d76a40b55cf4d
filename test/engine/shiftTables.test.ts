import { spawnSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { libraryHost } from "../../src/cli/node/libraryHost.js";
import { agentIndexOf } from "../../src/config/agentIndex.js";
import type { FilePort } from "../../src/config/files.js";
import { declaredIn } from "../../src/config/loadDesired.js";
import { tableReader } from "../../src/engine/accountFiles.js";
import { CommitFiles } from "../../src/engine/commitFiles.js";
import { findCommit } from "../../src/engine/gitCommit.js";
import { fileOf } from "../config/reading.js";
import { temporaryFolder } from "../support/temporaryFolder.js";

const HEAD = "工号,姓名,2026-12-01,2026-12-02,2026-12-03,2026-12-04,2026-12-05\n";
const FILES = {
  "outside.csv": HEAD,
  "repo/groups/rosters/12.csv": `${HEAD}8000,张伟,早班,休,年假,,\n`,
  "repo/rosters/bad.csv": `\ufeff${HEAD}8000,张伟,早班,?,"?",,\n`,
  "repo/groups/conflict.csv": `${HEAD}<<<<<<< HEAD\n8000,,早班\n=======\n8000,,休\n>>>>>>> other\n`,
  "repo/groups/pointer.csv": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
  "repo/groups/secret.csv": `${HEAD}8000,apiSecret: 0123456789abcdef,?\n`,
  "repo/groups/book.csv": "PK\x03\x04",
  "repo/groups/wide.csv": `${HEAD}${"8000,\n".repeat(21_000)}`,
  "repo/groups/12.xlsx": "",
};
const NAMES = {
  agents: agentIndexOf(
    declaredIn([fileOf('version: 1\nagents: { zhang.wei: { number: "8000", name: 张伟 } }\n', "a.yaml")]),
  ),
  shifts: new Map([["早班", "早班"]]),
};

async function repository(): Promise<string> {
  const top = temporaryFolder("muster-tables-");
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(top, path)), { recursive: true });
    await writeFile(join(top, path), text);
  }
  await symlink("../../outside.csv", join(top, "repo/groups/link.csv"));
  await symlink("rosters/12.csv", join(top, "repo/groups/within.csv"));
  const git = (...args: string[]) => {
    const settings = ["-c", "user.name=t", "-c", "user.email=t@example", "-c", "commit.gpgsign=false"];
    const { status, stderr } = spawnSync("git", [...settings, ...args], { cwd: join(top, "repo"), encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
  };
  git("init", "-q");
  git("add", "-Af");
  git("commit", "-qm", "x");
  return join(top, "repo");
}

const AT = { file: "groups/a.yaml", line: 7, column: 15 };

async function read(path: string, port: FilePort) {
  const roots = new Map([["groups/a.yaml", await port.rootOf("groups/a.yaml")]]);
  const { readTable, texts } = tableReader(port, roots);
  const { cells, findings } = await readTable({ value: path, at: AT }, NAMES);
  const said = cells.map(({ agentNumber, date, shifts, leave = "", source }) =>
    [agentNumber, date.slice(8), shifts.join("+"), leave, `${source.file}:${source.line}:${source.column}`].join(" "),
  );
  const faults = findings.map(({ code, source }) => `${source?.file}:${source?.line}:${source?.column} ${code}`);
  return { said, faults, texts: [...texts.keys()] };
}

const EXPECTED: Readonly<Record<string, { said?: string[]; faults?: string[]; texts?: string[] }>> = {
  "rosters/12.csv": {
    said: [
      "8000 01 早班  groups/rosters/12.csv:2:9",
      "8000 02   groups/rosters/12.csv:2:12",
      "8000 03  年假 groups/rosters/12.csv:2:14",
      "8000 04   groups/rosters/12.csv:2:17",
      "8000 05   groups/rosters/12.csv:2:18",
    ],
    faults: [],
    texts: ["groups/rosters/12.csv"],
  },
  "../rosters/bad.csv": {
    faults: ["rosters/bad.csv:2:12 roster-cell-unknown", "rosters/bad.csv:2:14 roster-cell-unknown"],
    texts: ["rosters/bad.csv"],
  },
  "within.csv": { faults: [], texts: ["groups/within.csv"] },
  "../../outside.csv": { faults: ["groups/a.yaml:7:15 path-outside"], texts: [] },
  "/etc/passwd": { faults: ["groups/a.yaml:7:15 path-outside"], texts: [] },
  "link.csv": { faults: ["groups/a.yaml:7:15 path-outside"], texts: [] },
  "rosters/13.csv": { faults: ["groups/a.yaml:7:15 path-missing"], texts: [] },
  rosters: { faults: ["groups/a.yaml:7:15 table-unreadable"], texts: [] },
  "12.xlsx": { faults: ["groups/a.yaml:7:15 roster-table-format"], texts: [] },
  "book.csv": { faults: ["groups/a.yaml:7:15 roster-table-format"], texts: [] },
  "conflict.csv": { faults: ["groups/conflict.csv:2:1 merge-conflict"], texts: ["groups/conflict.csv"] },
  "pointer.csv": { faults: ["groups/pointer.csv:1:1 not-checked-out"], texts: ["groups/pointer.csv"] },
  "secret.csv": { faults: ["groups/secret.csv:2:6 literal-secret"], texts: ["groups/secret.csv"] },
  "wide.csv": { faults: ["groups/wide.csv:1:1 table-too-large"], texts: [] },
};

it("a table that a roster names is read inside the repository only: from the disk, and from a commit, alike", async () => {
  const folder = await repository();
  const host = libraryHost({ folder, env: process.env });
  const commit = new CommitFiles(await findCommit("HEAD", folder, host.git), host);
  for (const [path, expected] of Object.entries(EXPECTED)) {
    const disk = await read(path, host.files);
    expect(disk, path).toMatchObject(expected);
    expect(await read(path, commit), path).toEqual(disk);
  }
  await rm(folder, { recursive: true });
});
