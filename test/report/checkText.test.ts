import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import checkSchema from "../../schemas/check.schema.json" with { type: "json" };
import { judgeProbes, type Probed } from "../../src/engine/diagnoseConnection.js";
import type { MoorFault } from "../../src/moor/errors.js";
import type { Probe, ReadingName } from "../../src/moor/probe.js";
import { CHECKS, type Check, type CheckFindingArgs, checkJson, checkLine } from "../../src/report/check.js";
import type { Language } from "../../src/report/messages/catalogue.js";
import { type CheckFinding, sayCheck } from "../../src/report/messages/commands.js";
import { checkMessages as en } from "../../src/report/messages/en/commands.js";
import { checkMessages as zh } from "../../src/report/messages/zh/commands.js";
import { checkText } from "../../src/report/text/checkText.js";
import { widthOf } from "../../src/report/text/columns.js";

const HOST = "https://openapis.7moor.com";
const ACCOUNT = { name: "prod", host: HOST, accountId: "N00000000556" };

const answered = (operation: ReadingName, size = 12): Probe => ({ operation, size });
const failed = (operation: ReadingName, fault: MoorFault): Probe => ({ operation, fault });
const turnedDown = (operation: ReadingName, detail = "403 authentication failed"): Probe =>
  failed(operation, {
    code: "wrong-credentials",
    args: { operation, host: HOST, accountId: ACCOUNT.accountId, detail },
  });
const ALL = ["queueQueue", "queueQueueAgentClaimStatus", "getCCAgentsByAcc"] as const;

/** What calls can come to, each as somebody meets it. */
const SITUATIONS: Readonly<Record<string, Omit<Probed, "account">>> = {
  "all is well": { probes: ALL.map((name) => answered(name)), clockAheadMs: -400 },
  "members who left": {
    probes: [
      {
        ...answered("queueQueue", 900),
        groups: ["1", "2"].map((exten) => ({
          exten,
          members: ["8000", "8195", "8300"].map((agentNumber) => ({ agentNumber, priority: 0 })),
        })),
      },
      answered("queueQueueAgentClaimStatus", 900),
      {
        ...answered("getCCAgentsByAcc", 2),
        agents: new Map([
          ["8000", { name: "张伟" }],
          ["8195", { name: "王杰", status: "disabled" }],
        ]),
      },
    ],
    clockAheadMs: 0,
  },
  "an untrusted certificate": {
    probes: [
      failed("queueQueue", {
        code: "unreachable",
        args: {
          host: HOST,
          operation: "queueQueue",
          reason: "certificate-authority",
          detail: "SELF_SIGNED_CERT_IN_CHAIN",
          attempts: 1,
        },
      }),
    ],
  },
  "a proxy without a password": {
    probes: [
      failed("queueQueue", {
        code: "unreachable",
        args: {
          host: HOST,
          operation: "queueQueue",
          reason: "proxy-auth",
          detail: "HTTP 407",
          attempts: 1,
          proxy: "proxy.example:3128",
        },
      }),
    ],
  },
  "a clock that is off": {
    probes: ALL.map((operation) =>
      failed(operation, { code: "clock-off", args: { operation, host: HOST, secondsAhead: 613 } }),
    ),
    clockAheadMs: 613_000,
  },
  "account or secret": {
    probes: ALL.map((name) => turnedDown(name)),
    stranger: turnedDown("queueQueueAgentClaimStatus"),
    clockAheadMs: 0,
  },
  "a wrong secret": {
    probes: ALL.map((name) => turnedDown(name, "sig error")),
    stranger: turnedDown("queueQueueAgentClaimStatus", "account not found"),
    clockAheadMs: 0,
  },
  "a wrong account": {
    probes: ALL.map((name) => turnedDown(name, "account not found")),
    stranger: turnedDown("queueQueueAgentClaimStatus", "account not found"),
    clockAheadMs: 0,
  },
  "a gateway that lets nobody through": {
    probes: ALL.map((operation) =>
      failed(operation, {
        code: "wrong-credentials",
        args: { operation, host: HOST, accountId: ACCOUNT.accountId, detail: "HTTP 403", bare: true },
      }),
    ),
    clockAheadMs: 0,
  },
  "a guard that needs the claim status": {
    probes: [answered("queueQueue"), turnedDown("queueQueueAgentClaimStatus"), answered("getCCAgentsByAcc")],
    clockAheadMs: 0,
    needsClaims: true,
  },
  "an interface not permitted": {
    probes: [turnedDown("queueQueue"), answered("queueQueueAgentClaimStatus"), turnedDown("getCCAgentsByAcc")],
    clockAheadMs: 130_000,
  },
};

function document(situation: Omit<Probed, "account">): Check {
  const checks = judgeProbes({ account: ACCOUNT, ...situation }).map((verdict) => checkLine(...verdict));
  const ok = checks.every(({ status }) => status !== "failed");
  return { formatVersion: "1.0", kind: "check", ok, accounts: [{ account: ACCOUNT, ok, checks }] };
}
const text = (check: Check, language: Language, columns: number) =>
  checkText(check, { language, colour: false, columns });

describe("the text of muster check", () => {
  it.each(["en", "zh"] as const)("read by eye, at 80 columns (%s)", async (language) => {
    const all = Object.entries(SITUATIONS).map(
      ([name, situation]) => `## ${name}\n${text(document(situation), language, 80)}`,
    );
    await expect(all.join("\n")).toMatchFileSnapshot(`expected/check.${language}.80.txt`);
  });

  it.each([80, 40])("fits %i columns, but for what cannot be broken", (columns) => {
    for (const language of ["en", "zh"] as const) {
      for (const situation of Object.values(SITUATIONS)) {
        const lines = text(document(situation), language, columns).split("\n");
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
      }
    }
  });

  it("shows what a server says, and obeys nothing of it", () => {
    const evil = "a\u001b[31m\n::error::x\u202e";
    const probes = ALL.map((name) => turnedDown(name, evil));
    for (const language of ["en", "zh"] as const) {
      const said = document({ probes, clockAheadMs: 0 });
      expect(text(said, language, 80)).not.toMatch(/[^\P{C}\n]/u);
      expect(text(said, language, 80)).not.toMatch(/^\s*::/m);
      expect(checkJson(said, language)).not.toMatch(/[^\P{C}\n]/u);
    }
  });
});

/** Every code with its particulars. */
const SAMPLES: { readonly [Code in keyof CheckFindingArgs]: readonly CheckFindingArgs[Code][] } = {
  "settings-ok": [{}, { proxy: "proxy.example:3128" }],
  "secret-odd": (
    ["quotes", "space", "assignment", "not-ascii", "account", "unexpanded", "masked", "escape"] as const
  ).map((oddity) => ({ oddity })),
  "account-odd": [{ accountId: "556" }],
  "host-path": [{ host: HOST, path: "/v20210827" }],
  "ca-file-unusable": [{ path: "ca.pem" }],
  "tls-loosened": [{ name: "NODE_TLS_REJECT_UNAUTHORIZED", value: "0" }],
  "files-ok": [{ files: 1, groups: 12 }],
  "files-none": [{ path: "groups" }],
  "files-broken": [{ errors: 2 }],
  "store-ok": [
    { store: "cache.example:6379/0", aheadMs: 3, roundTripMs: 1 },
    { store: "cache.example:6379/0", server: "valkey 8.1.0", aheadMs: -3_600_000, roundTripMs: 12 },
  ],
  "store-none": [{}],
  "store-none-in-ci": [{}],
  "store-evicts": [{ policy: "allkeys-lru" }],
  "store-forgets": [{}],
  "store-not-encrypted": [{}],
  "store-broken": [
    { store: "cache.example:6379/0", lacks: "compare-and-swap" },
    { store: "cache.example:6379/0", lacks: "expiry" },
  ],
  "host-ok": [{ host: HOST }],
  "clock-ok": [{ secondsAhead: 0 }, { secondsAhead: -7 }],
  "clock-drift": [{ secondsAhead: 130 }],
  "clock-unknown": [{}],
  "credentials-ok": [{ accountId: "N1" }],
  "turned-away": [{ host: HOST, detail: "HTTP 403" }],
  "wrong-account": [{ accountId: "N1", detail: "no such account" }],
  "wrong-secret": [{ accountId: "N1", detail: "" }],
  "account-or-secret": [{ accountId: "N1", detail: "403" }],
  "interface-ok": [{ operation: "queueQueue", size: 12 }],
  "interface-forbidden": [{ operation: "queueQueue", detail: "" }],
  "claim-status-off": [{ detail: "403" }],
  "claim-status-failing": [{ detail: "502 Bad Gateway" }],
  "claim-status-needed": [{ detail: "403" }],
  "directory-ok": [{ size: 6 }],
  "directory-off": [{ detail: "403" }],
  "not-tried": CHECKS.map((because) => ({ because })),
};

describe("every line of a check", () => {
  const findings = Object.entries(SAMPLES).flatMap(([code, samples]) =>
    samples.map((args) => ({ code, args }) as CheckFinding),
  );

  it.each(["en", "zh"] as const)("is one paragraph (%s)", (language) => {
    for (const finding of findings) {
      const { message, help = "." } = sayCheck(finding, language);
      for (const said of [message, help]) {
        expect(said).toMatch(/\S/);
        expect(said).not.toMatch(/undefined|null|NaN|\[object|\n| {2}|\.\.$|。。| [，。）]|[（“] /);
      }
      if (language === "zh") expect(message).toMatch(/\p{Script=Han}/u);
    }
    expect(Object.keys(zh)).toEqual(Object.keys(en));
  });
});

describe("the schema of muster check", () => {
  it("takes every document, and describes every field in both languages", () => {
    const isCheck = new Ajv({ allErrors: true, strict: true }).compile(checkSchema);
    for (const situation of Object.values(SITUATIONS)) {
      expect(isCheck(JSON.parse(checkJson(document(situation), "en"))) ? [] : isCheck.errors).toEqual([]);
    }
    const good = JSON.parse(checkJson(document(SITUATIONS["all is well"] ?? { probes: [] }), "en"));
    expect(isCheck(good)).toBe(true);
    expect(isCheck({ ...good, more: 1 })).toBe(false);
    expect(isCheck({ ...good, ok: "yes" })).toBe(false);
    const texts = JSON.stringify(checkSchema).match(/"description":"[^"]*"/g) ?? [];
    expect(texts.length).toBeGreaterThan(25);
    for (const description of texts) expect(description).toMatch(/[A-Za-z]{2}.*[.:]\\n.*\p{Script=Han}/u);
  });
});
