import { describe, expect, it } from "vitest";
import { nameOfStore, parseStoreAddress, type StoreAddress } from "../../src/model/storeAddress.js";

describe("the address of a store", () => {
  it.each([
    ["redis://cache", "cache:6379/0", { tls: false, username: undefined, password: undefined }],
    ["redis://cache:6380/3", "cache:6380/3", { database: 3 }],
    ["rediss://cache/", "cache:6379/0", { tls: true, host: "cache" }],
    ["redis://:p%40s%2F@[::1]:7000/15", "[::1]:7000/15", { host: "::1", password: "p@s/", username: undefined }],
    ["redis://muster:a%3Ab%25@10.0.0.1", "10.0.0.1:6379/0", { username: "muster", password: "a:b%" }],
    ["rediss://%E7%94%A8%E6%88%B7:%E5%AF%86@h", "h:6379/0", { username: "用户", password: "密" }],
  ])("reads %s", (text, name, parts) => {
    const address = parseStoreAddress(text);
    expect(address).toMatchObject(parts);
    expect(nameOfStore(address as StoreAddress)).toBe(name);
  });
});
