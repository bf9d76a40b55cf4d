import { basename, dirname } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountFolder, stateFolder } from "../../src/state/stateFolder.js";

describe("stateFolder", () => {
  it.each([
    [{ MUSTER_STATE_DIR: "/srv/muster" }, "/srv/muster"],
    [{ MUSTER_STATE_DIR: "" }, "/home/u/.local/state/muster"],
    [{}, "/home/u/.local/state/muster"],
  ])("%j: %s", (env, expected) => {
    expect(stateFolder(env, "/home/u/.local/state/muster")).toBe(expected);
  });
});

describe("accountFolder", () => {
  const host = "https://openapis.7moor.com";

  it("is readable, and the same for ever", () => {
    expect(accountFolder("/s", { host, accountId: "N00000000556" })).toBe("/s/N00000000556-6bc784fad2ee");
  });

  it.each(["..", ".", "../../etc", "a/b", "a\\b", "C:", "-rf", "", "账户", "\u0000", "x".repeat(500)])(
    "makes one safe name of %j",
    (accountId) => {
      const folder = accountFolder("/s", { host, accountId });
      expect(dirname(folder)).toBe("/s");
      expect(basename(folder)).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}-[0-9a-f]{12}$/);
    },
  );

  it("is one for an account at all of the vendor's hosts, and for no other", () => {
    const at = (one: string, accountId = "N00000000556") => accountFolder("/s", { host: one, accountId });
    for (const other of ["https://apis.7moor.com", "https://7moor.com", "https://apis.7moor.com:8443/v1"])
      expect(at(other)).toBe(at(host));
    const others = ["https://x7moor.com", "https://7moor.com.example.org", "https://example.org/7moor.com"];
    for (const other of [...others, "http://127.0.0.1:1", "http://127.0.0.1:2"]) expect(at(other)).not.toBe(at(host));
    expect(new Set(others.map((other) => at(other))).size).toBe(3);
    expect(at(host, "N00000000557")).not.toBe(at(host));
  });

  it("never is another account's", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "_", "."), maxLength: 6 });
    fc.assert(
      fc.property(text, text, text, text, (hostA, idA, hostB, idB) => {
        const same = hostA === hostB && idA === idB;
        const folders = [
          accountFolder("/s", { host: hostA, accountId: idA }),
          accountFolder("/s", { host: hostB, accountId: idB }),
        ];
        expect(folders[0] === folders[1]).toBe(same);
      }),
    );
  });
});
