import { expect, test } from "vitest";
import { openForge } from "../../src/cli/ci/sourceLinks.js";
import { nodeFiles } from "../../src/cli/node/nodeFiles.js";

const SHA = "b".repeat(40);
const GITHUB = { GITHUB_SERVER_URL: "https://github.example", GITHUB_REPOSITORY: "o/r", GITHUB_SHA: SHA };

async function forgeAt(folder: string, env: Readonly<Record<string, string>>) {
  const { fromRoot, linkTo } = await openForge({ folder, files: nodeFiles, env: { ...GITHUB, ...env } });
  return (file: string) => [fromRoot(file), linkTo?.({ file, line: 3, column: 1 })];
}

const link = (path: string) => `https://github.example/o/r/blob/${SHA}/${path}#L3`;

test("paths are of the repository's root, whatever the working folder", async () => {
  const at = await forgeAt("/w/r/ops", { GITHUB_WORKSPACE: "/w/r" });
  expect(at("groups/a.yaml")).toEqual(["ops/groups/a.yaml", link("ops/groups/a.yaml")]);
  expect(at("../shared/售前.yaml")).toEqual(["shared/售前.yaml", link("shared/%E5%94%AE%E5%89%8D.yaml")]);
  expect(at("/w/r/a.yaml")).toEqual(["a.yaml", link("a.yaml")]);
});

test("on Windows, too", async () => {
  const at = await forgeAt("D:\\a\\r\\r\\ops", { GITHUB_WORKSPACE: "D:\\a\\r\\r" });
  expect(at("groups/a.yaml")).toEqual(["ops/groups/a.yaml", link("ops/groups/a.yaml")]);
  expect(at("groups\\a.yaml")).toEqual(["ops/groups/a.yaml", link("ops/groups/a.yaml")]);
  expect(at("d:\\a\\r\\r\\a.yaml")).toEqual(["a.yaml", link("a.yaml")]);
  expect(at("E:\\a.yaml")).toEqual(["E:\\a.yaml", undefined]);
});

test("what is outside of the repository is no link into it", async () => {
  const away = await forgeAt("/tmp/generated", { GITHUB_WORKSPACE: "/w/r" });
  expect(away("groups/a.yaml")).toEqual(["groups/a.yaml", undefined]);
  const inside = await forgeAt("/w/r", { GITHUB_WORKSPACE: "/w/r" });
  expect(inside("../../etc/a.yaml")).toEqual(["../../etc/a.yaml", undefined]);
});

test("without a word about the root the working folder is it", async () => {
  const at = await forgeAt("/w/r", { MUSTER_SOURCE_URL: "https://gitee.example/{file}#L{line}" });
  expect(at("a.yaml")).toEqual(["a.yaml", "https://gitee.example/a.yaml#L3"]);
  expect(at("../a.yaml")).toEqual(["../a.yaml", undefined]);
});
