import { describe, expect, it } from "vitest";
import type { FilePort } from "../../src/config/files.js";
import { findFiles, MAX_FILE_BYTES } from "../../src/config/findFiles.js";
import { brief } from "./reading.js";

/** A file system of names; a number stands for a file of that size that must not be read, an error for one that cannot be. */
function portOf(
  entries: Readonly<Record<string, string | number | Error | readonly string[]>>,
): FilePort & { reads: string[] } {
  const reads: string[] = [];
  const plain = (path: string) => path.replace(/^\.\//, "");
  return {
    reads,
    kind: async (path) => {
      const entry = entries[plain(path)];
      if (entry === undefined) return "missing";
      if (Array.isArray(entry)) return "folder";
      return entry === "device" ? "other" : "file";
    },
    yamlFilesBelow: async (folder) => {
      const entry = entries[plain(folder)];
      if (!Array.isArray(entry)) throw new Error("not a folder");
      return entry.map((name: string) => `${folder}/${name}`);
    },
    size: async (path) => {
      const entry = entries[path];
      if (entry instanceof Error) throw entry;
      return typeof entry === "number" ? entry : 1;
    },
    read: async (path) => {
      reads.push(path);
      return new TextEncoder().encode(String(entries[path]));
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
      "locked.yaml": Object.assign(new Error("permission denied"), { code: "EACCES" }),
    });
    const { files, findings } = await findFiles(
      ["nowhere", "bare", "only", "pipe", "a.yaml", "big.yaml", "full.yaml", "locked.yaml"],
      port,
    );
    expect(findings.map(brief)).toEqual([
      "nowhere folder-without-yaml",
      "nowhere folder-without-yaml",
      "nowhere path-missing",
      "nowhere path-not-a-file",
      "big.yaml:1:1 file-too-large",
      "locked.yaml:1:1 file-unreadable",
    ]);
    expect(findings.map(({ args }) => args)).toEqual([
      { path: "bare" },
      { path: "only" },
      { path: "nowhere" },
      { path: "pipe" },
      { bytes: MAX_FILE_BYTES + 1, limit: MAX_FILE_BYTES },
      { path: "locked.yaml", detail: "EACCES" },
    ]);
    expect(files.map(({ path }) => path)).toEqual(["a.yaml", "full.yaml"]);
    expect(port.reads).not.toContain("big.yaml");
  });

  it("reports a folder that cannot be searched", async () => {
    const port: FilePort = {
      ...portOf({ g: [] }),
      yamlFilesBelow: async () => Promise.reject(Object.assign(new Error("no"), { code: "EACCES" })),
    };
    const { findings } = await findFiles(["g"], port);
    expect(findings).toEqual([{ code: "file-unreadable", severity: "error", args: { path: "g", detail: "EACCES" } }]);
  });
});
