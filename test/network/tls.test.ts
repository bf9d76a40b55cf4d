import { describe, expect, it } from "vitest";
import { flat } from "../support/cli.js";
import { missing } from "../support/programs.js";
import { groupsYaml, membersOf, world } from "../support/simulated.js";
import { type Flaw, privateAuthority, tlsForwarder } from "../support/tls.js";

const absent = missing("openssl");
const WANTED = groupsYaml({ 售前: ["8000", "8001"], 新组: ["8002"] });

async function behindTls(flaw: Flaw) {
  const all = await world([{ displayName: "售前", members: ["8000"] }], WANTED);
  const authority = await privateAuthority();
  const { port, served } = await tlsForwarder(all.simulator.url, await authority.issue(flaw));
  const env = { MUSTER_HOST: `https://127.0.0.1:${port}` };
  return { ...all, served, env, trusting: { ...env, NODE_EXTRA_CA_CERTS: authority.caFile } };
}

describe.skipIf(absent !== "")(`a TLS server with a private CA${absent}`, { timeout: 90_000 }, () => {
  it("is not trusted by itself; with the CA's file in NODE_EXTRA_CA_CERTS plan and apply work", async () => {
    const { run, simulator, env, trusting, served } = await behindTls("none");
    const refused = await run(["plan"], { env });
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(flat(refused.stderr)).toContain(
      "was issued by an authority that this machine does not trust (queueQueue, UNABLE_TO_VERIFY_LEAF_SIGNATURE)",
    );
    expect(refused.stderr).toContain("NODE_EXTRA_CA_CERTS");
    expect(served()).toBe(0);
    expect(await run(["apply", "--auto-approve"], { env: trusting })).toMatchObject({ code: 0 });
    expect(await run(["plan", "--detailed-exitcode"], { env: trusting })).toMatchObject({ code: 0 });
    expect(membersOf(simulator)).toEqual({ 售前: ["8000", "8001"], 新组: ["8002"] });
  });

  it.each([
    [{ NODE_TLS_REJECT_UNAUTHORIZED: "0", NODE_NO_WARNINGS: "1" }, "NODE_TLS_REJECT_UNAUTHORIZED contains 0"],
    [{ NODE_OPTIONS: "--tls-min-v1.0" }, "NODE_OPTIONS contains --tls-min-v1.0"],
  ])("is checked whatever Node is told, and check says so: %o", async (loosened, said) => {
    const { run, env, served } = await behindTls("none");
    const refused = await run(["check"], { env: { ...env, ...loosened } });
    expect(refused.code).toBe(1);
    expect(flat(refused.stdout)).toContain("was issued by an authority that this machine does not trust");
    expect(flat(refused.stdout)).toContain(said);
    expect(served()).toBe(0);
  });

  it.each<[Flaw, string, string]>([
    ["expired", "has expired (queueQueue, CERT_HAS_EXPIRED)", "certificate-expired"],
    ["wrong name", "is for another name (queueQueue, ERR_TLS_CERT_ALTNAME_INVALID)", "certificate-name"],
    ["self-signed", "does not trust (queueQueue, DEPTH_ZERO_SELF_SIGNED_CERT)", "certificate-authority"],
  ])("%s: is named, at the first attempt", async (flaw, said, reason) => {
    const { run, trusting, served } = await behindTls(flaw);
    const { code, stderr } = await run(["plan"], { env: trusting });
    expect(code).toBe(1);
    expect(flat(stderr)).toContain(said);
    expect(stderr).not.toContain("attempts");
    const { stdout } = await run(["plan", "--format", "json"], { env: trusting });
    expect(JSON.parse(stdout).diagnostics[0]).toMatchObject({ code: "unreachable", args: { reason } });
    expect(served()).toBe(0);
  });

  it("a port without TLS, and TLS where http is said", async () => {
    const { run, simulator, env } = await behindTls("none");
    const plain = await run(["plan"], { env: { MUSTER_HOST: simulator.url.replace("http:", "https:") } });
    expect(plain.code).toBe(1);
    expect(flat(plain.stderr)).toContain("does not use https");
    const secure = await run(["check"], { env: { MUSTER_HOST: env.MUSTER_HOST.replace("https:", "http:") } });
    expect(secure.code).toBe(1);
    expect(flat(secure.stdout)).toContain("check that the host begins with https://");
    expect(simulator.requests).toEqual([]);
  });
});
