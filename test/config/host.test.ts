import { describe, expect, it } from "vitest";
import { checkHost } from "../../src/config/resolveAccount.js";

/** What becomes of an address: refused as none, not allowed, allowed over https alone, or allowed. */
function fateOf(address: string, allowed?: string): string {
  const checked = checkHost(address, allowed);
  if ("fault" in checked) return checked.fault;
  if (!checked.isAllowed) return "not allowed";
  return checked.isSecure ? checked.host : "insecure";
}

describe("a host that the files name", () => {
  it.each([
    "https://openapis.7moor.com.evil.invalid",
    "https://OPENAPIS.7MOOR.COM.evil.invalid",
    "https://evil7moor.com",
    "https://7moor.com",
    "https://x.7moor.com.",
    "https://evil.invalid\\@openapis.7moor.com",
    "https://evil.invalid/.7moor.com",
    "https://7moor。com.evil.invalid",
    "https://%2e7moor.com",
    "http://[::ffff:127.0.0.1]:1",
    "http://[::ffff:1.2.3.4]",
    "http://0.0.0.0:1",
    "http://[::]:1",
    "http://localhost.:1",
    "http://x.localhost:1",
    "http://localhost.evil.com",
    "http://127.0.0.1.nip.io:1",
    "http://169.254.169.254",
  ])("%s is not allowed", (address) => {
    expect(fateOf(address)).toBe("not allowed");
  });

  it.each([
    ["https://openapis.7moor.com@evil.invalid", "credentials"],
    ["https://user:pass@openapis.7moor.com", "credentials"],
    ["https://evil.invalid#.7moor.com", "query"],
    ["https://openapis.7moor.com?", "query"],
    ["https://evil.invalid%2f.7moor.com", "not-a-url"],
    ["//openapis.7moor.com", "not-a-url"],
    ["ftp://openapis.7moor.com", "not-http"],
    ["http://openapis.7moor.com", "insecure"],
    ["https://орenapis.7moor.com", "https://xn--enapis-vqfq.7moor.com"],
    ["HTTPS://OpenAPIs.7moor.com/", "https://openapis.7moor.com"],
    ["http://127.1:1", "http://127.0.0.1:1"],
    ["http://0x7f.1", "http://127.0.0.1"],
    ["http://[0:0:0:0:0:0:0:1]:1", "http://[::1]:1"],
  ])("%s: %s", (address, fate) => {
    expect(fateOf(address)).toBe(fate);
  });

  it("is, where the environment names hosts, one of exactly these", () => {
    expect(fateOf("https://a.example:8443", "a.example:8443")).toBe("https://a.example:8443");
    for (const other of ["https://a.example", "https://openapis.7moor.com", "http://127.0.0.1:1"])
      expect(fateOf(other, "a.example:8443")).toBe("not allowed");
    expect(fateOf("https://b.example", "*")).toBe("not allowed");
    expect(fateOf("https://a.b.example", "*.b.example")).toBe("https://a.b.example");
    expect(fateOf("https://b.example", "*.b.example")).toBe("not allowed");
  });
});
