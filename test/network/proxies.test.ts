import { describe, expect, it } from "vitest";
import { addressFor, proxiesOf, proxyName } from "../../src/cli/node/proxies.js";

describe("the proxies that the environment names", () => {
  it.each<[string, Record<string, string>, object | undefined]>([
    ["none", {}, undefined],
    ["empty ones", { HTTPS_PROXY: " ", http_proxy: "" }, undefined],
    ["one for https", { HTTPS_PROXY: "http://p:3128" }, { https: "http://p:3128/", http: "", none: "" }],
    ["without http://, as curl takes it", { http_proxy: "p.example:3128" }, { http: "http://p.example:3128/" }],
    ["small letters before capitals", { https_proxy: "http://a", HTTPS_PROXY: "http://b" }, { https: "http://a/" }],
    ["capitals where the small ones are empty", { https_proxy: "", HTTPS_PROXY: "http://b" }, { https: "http://b/" }],
    [
      "hosts that need none, by commas or spaces, IPv6 without its brackets",
      { HTTPS_PROXY: "p:1", NO_PROXY: ".example.com, 10.0.0.1:8080 fe80::1,[::2]" },
      { none: ".example.com,10.0.0.1:8080,[fe80::1],[::2]" },
    ],
    ["none needed at all", { HTTPS_PROXY: "p:1", NO_PROXY: "a,*" }, { none: "*" }],
  ])("%s", (_, env, expected) => {
    const found = proxiesOf(env);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it.each([
    ["socks5://p:1080", "socks5://p:1080"],
    ["http://user:s3cret@", "…@"],
    ["user:s3cret@p:99999", "…@p:99999"],
  ])("%s is no proxy, and its password is not shown", (value, shown) => {
    const error = (() => {
      try {
        proxiesOf({ HTTPS_PROXY: value });
      } catch (thrown) {
        return thrown;
      }
      return undefined;
    })();
    expect(error).toMatchObject({ findings: [{ code: "bad-setting", args: { name: "HTTPS_PROXY", value: shown } }] });
    expect(JSON.stringify(error)).not.toContain("s3cret");
  });

  it("are named by host and port, and taken by the host's scheme", () => {
    expect(proxyName("http://user:s3cret@p.example:3128/")).toBe("p.example:3128");
    const both = { https: "http://a/", http: "http://b/", none: "" };
    expect(addressFor("https://h", both)).toBe("http://a/");
    expect(addressFor("http://h", both)).toBe("http://b/");
    expect(addressFor("https://h", { ...both, https: "" })).toBe("http://b/");
    expect(addressFor("http://h", { ...both, http: "" })).toBe("");
  });

  it.each(["http://127.0.0.1:8080", "http://127.0.0.2:1", "http://127.255.0.9", "https://localhost", "http://[::1]:1"])(
    "never for this machine: %s",
    (url) => {
      expect(addressFor(url, { https: "http://a/", http: "http://b/", none: "" })).toBe("");
    },
  );

  it.each([
    ["10.0.0.0/8", "http://10.200.3.4:8080", ""],
    ["10.0.0.0/8", "http://11.0.0.1", "http://b/"],
    ["192.168.1.128/25,x", "http://192.168.1.200", ""],
    ["192.168.1.128/25", "http://192.168.1.100", "http://b/"],
    ["172.16.*", "http://172.16.9.9", ""],
    ["172.16.*", "http://172.17.9.9", "http://b/"],
    ["0.0.0.0/0", "http://example.com", "http://b/"],
    ["10.0.0.0/33", "http://10.0.0.1", "http://b/"],
  ])("ranges of addresses that need none: %s, %s", (none, url, expected) => {
    const proxies = proxiesOf({ HTTP_PROXY: "http://b", NO_PROXY: none });
    expect(proxies && addressFor(url, proxies)).toBe(expected);
  });

  it.each([
    [{ ALL_PROXY: "http://a" }, { https: "http://a/", http: "http://a/" }],
    [
      { all_proxy: "a:1", HTTPS_PROXY: "http://b" },
      { https: "http://b/", http: "http://a:1/" },
    ],
    [
      { ALL_PROXY: "socks5://a:1080", HTTPS_PROXY: "http://b" },
      { https: "http://b/", http: "" },
    ],
    [{ ALL_PROXY: "socks5h://a:1080" }, undefined],
  ])("one for all: %j", (env, expected) => {
    if (expected === undefined) expect(proxiesOf(env)).toBeUndefined();
    else expect(proxiesOf(env)).toMatchObject(expected);
  });

  it("for a name below localhost, which may be anybody", () => {
    expect(addressFor("http://x.localhost", { https: "", http: "http://b/", none: "" })).toBe("http://b/");
  });
});
