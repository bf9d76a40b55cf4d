import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { nameOfStore, parseStoreAddress } from "../../src/state/storeAddress.js";
import { StoreError } from "../../src/state/storeError.js";

const SECRET = "p4ss-w0rd";

describe("the address of a store", () => {
  it.each([
    ["redis://cache", "cache:6379/0", { tls: false, username: undefined, password: undefined }],
    ["redis://cache:6380/3", "cache:6380/3", { database: 3 }],
    ["rediss://cache/", "cache:6379/0", { tls: true, host: "cache" }],
    ["redis://:p%40s%2F@[::1]:7000/15", "[::1]:7000/15", { host: "::1", password: "p@s/", username: undefined }],
    ["redis://muster:a%3Ab%25@10.0.0.1", "10.0.0.1:6379/0", { username: "muster", password: "a:b%" }],
    ["rediss://%E7%94%A8%E6%88%B7:%E5%AF%86@h", "h:6379/0", { username: "用户", password: "密" }],
    ["redis://user@h", "h:6379/0", { username: "user", password: undefined }],
  ])("reads %s", (text, name, parts) => {
    const address = parseStoreAddress(text);
    expect(address).toMatchObject(parts);
    expect(nameOfStore(address)).toBe(name);
  });

  it.each([
    ["", "url"],
    [SECRET, "url"],
    [`redis://u:${SECRET}@host:99999`, "url"],
    [`redis://u:${SECRET}@`, "url"],
    [`redis:///${SECRET}`, "host"],
    [`http://u:${SECRET}@host`, "protocol"],
    [`REDISS+X://u:${SECRET}@host`, "protocol"],
    [`redis://u:${SECRET}%ff@host`, "credentials"],
    [`redis://u:${SECRET}@host/name`, "path"],
    [`redis://u:${SECRET}@host/1/2`, "path"],
    [`redis://u:${SECRET}@host/-1`, "path"],
    [`redis://u:${SECRET}@host/0?db=3`, "query"],
    [`redis://u:${SECRET}@host#x`, "query"],
    [`redis+sentinel://u:${SECRET}@host`, "protocol"],
  ])("refuses %s, and shows nothing of it", (text, detail) => {
    const fault = thrownBy(() => parseStoreAddress(text));
    expect(fault).toMatchObject({ reason: "bad-address", detail });
    expect(`${fault.stack}${inspect(fault, { depth: 9, showHidden: true })}`).not.toContain(SECRET);
  });
});

function thrownBy(work: () => unknown): StoreError {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error;
  }
  throw new Error("no StoreError");
}
