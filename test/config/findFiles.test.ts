import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import type { FilePort, Found } from "../../src/config/files.js";
import { findFiles, MAX_FILE_BYTES, MAX_TOTAL_BYTES } from "../../src/config/findFiles.js";
import { brief } from "./reading.js";

type Entry = string | number | Error | readonly string[] | Found;

/** The system's errors, and the port's own. */
function error(code: string, more: object = {}): Error {
  return Object.assign(new Error(code), { code, ...more });
}

/** A file system of names; a number stands for a file of that size, an error for a file that cannot be read. */
function portOf(entries: Readonly<Record<string, Entry>>): FilePort & { reads: string[] } {
  const reads: string[] = [];
  const plain = (path: string) => path.replace(/^\.\//, "");
  return {
    reads,
    kind: async (path) => {
      const entry = entries[plain(path)];
      if (entry === undefined) return "missing";
      if (typeof entry === "object" && !(entry instanceof Error)) return "folder";
      return entry === "device" ? "other" : "file";
    },
    rootOf: async (_path, within = "/work") => within,
    placeOf: async (path) => posix.resolve("/work", path),
    yamlFilesBelow: async (folder) => {
      const entry = entries[plain(folder)];
      if (Array.isArray(entry)) return { files: entry.map((name: string) => `${folder}/${name}`), faults: [] };
      return entry as Found;
    },
    size: async () => 1,
    read: async (path, { most = 0 } = {}) => {
      const entry = entries[path];
      if (entry instanceof Error) throw entry;
      reads.push(path);
      if (typeof entry !== "number") return new TextEncoder().encode(String(entry));
      if (entry > most) throw error("EFBIG", { size: entry });
      return new Uint8Array(entry);
    },
  };
}

describe("findFiles", () => {
  it("takes files as they are and searches folders, sorted by name", async () => {
    const port = portOf({ "b.txt": "b", groups: ["z.yml", "a.yaml"], "groups/a.yaml": "a", "groups/z.yml": "z" });
    const { files, findings } = await findFiles(["groups", "b.txt"], port);
    expect(findings).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(["b.txt", "groups/a.yaml", "groups/z.yml"]);
    expect(new TextDecoder().decode(files[1]?.bytes)).toBe("a");
  });

  it("passes over muster.yaml in folders, but takes it when it is named", async () => {
    const port = portOf({ ".": ["muster.yaml", "g/muster.yaml", "a.yaml"], "muster.yaml": "m", "a.yaml": "a" });
    expect((await findFiles(["."], port)).files.map(({ path }) => path)).toEqual(["a.yaml"]);
    expect((await findFiles(["muster.yaml"], port)).files.map(({ path }) => path)).toEqual(["muster.yaml"]);
  });

  it("says what the settings file is called", async () => {
    const port = portOf({ ".": ["muster.yml", "g/Muster.YAML", "my-muster.yml"], "my-muster.yml": "a" });
    const { files, findings } = await findFiles(["."], port);
    expect(files.map(({ path }) => path)).toEqual(["my-muster.yml"]);
    expect(findings.map(({ code, args }) => [code, args])).toEqual([
      ["settings-file-name", { path: "./muster.yml" }],
      ["settings-file-name", { path: "./g/Muster.YAML" }],
    ]);
  });

  it("reads a file once, however it is reached", async () => {
    const port = portOf({ g: ["a.yaml"], "g/a.yaml": "a" });
    const { files } = await findFiles(["g/a.yaml", "./g", "g", "./g/a.yaml"], port);
    expect(files.map(({ path }) => path)).toEqual(["g/a.yaml"]);
    expect(port.reads).toEqual(["g/a.yaml"]);
  });

  it("reports every path that leads nowhere, and reads the rest", async () => {
    const port = portOf({
      bare: [],
      only: ["muster.yaml"],
      pipe: "device",
      "a.yaml": "a",
      "big.yaml": MAX_FILE_BYTES + 1,
      "full.yaml": MAX_FILE_BYTES,
      "locked.yaml": error("EACCES"),
      "link.yaml": error("EOUTSIDE"),
    });
    const { files, findings } = await findFiles(
      ["nowhere", "bare", "only", "pipe", "a.yaml", "big.yaml", "full.yaml", "locked.yaml", "link.yaml", "../x", "/x"],
      port,
    );
    expect(findings.map(brief)).toEqual([
      "nowhere folder-without-yaml",
      "nowhere folder-without-yaml",
      "nowhere path-missing",
      "nowhere path-not-a-file",
      "nowhere path-outside",
      "nowhere path-outside",
      "big.yaml:1:1 file-too-large",
      "link.yaml:1:1 path-outside",
      "locked.yaml:1:1 file-unreadable",
    ]);
    expect(findings.map(({ args }) => args)).toEqual([
      { path: "bare" },
      { path: "only" },
      { path: "nowhere" },
      { path: "pipe" },
      { path: "../x" },
      { path: "/x" },
      { bytes: MAX_FILE_BYTES + 1, limit: MAX_FILE_BYTES },
      { path: "link.yaml" },
      { path: "locked.yaml", detail: "EACCES" },
    ]);
    expect(files.map(({ path }) => path)).toEqual(["a.yaml", "full.yaml"]);
  });

  it("reports everything below a folder that cannot be looked at, and no such folder as empty", async () => {
    const faults = ["EACCES", "ENOENT", "EOUTSIDE", "ENOTFILE", "ESUBMODULE"].map((code) => ({ path: code, code }));
    const { findings } = await findFiles(["g"], portOf({ g: { files: [], faults } }));
    expect(findings.map(({ code, args }) => [code, args])).toEqual([
      ["file-unreadable", { path: "EACCES", detail: "EACCES" }],
      ["file-unreadable", { path: "ENOENT", detail: "ENOENT" }],
      ["path-not-a-file", { path: "ENOTFILE" }],
      ["path-outside", { path: "EOUTSIDE" }],
      ["submodule-missing", { path: "ESUBMODULE" }],
    ]);
  });

  it("stops where all files together are too large", async () => {
    const names = Array.from({ length: 6 }, (_, index) => `${index}.yaml`);
    const port = portOf({ g: names, ...Object.fromEntries(names.map((name) => [`g/${name}`, MAX_FILE_BYTES])) });
    const { files, findings } = await findFiles(["g"], port);
    expect(findings.map(brief)).toEqual(["g/4.yaml:1:1 too-much-text"]);
    expect(files).toEqual([]);
    expect(port.reads).toHaveLength(MAX_TOTAL_BYTES / MAX_FILE_BYTES + 1);
  });

  it("reports a folder that cannot be searched", async () => {
    const port: FilePort = { ...portOf({ g: [] }), yamlFilesBelow: async () => Promise.reject(error("EACCES")) };
    const { findings } = await findFiles(["g"], port);
    expect(findings).toEqual([{ code: "file-unreadable", severity: "error", args: { path: "g", detail: "EACCES" } }]);
  });
});
