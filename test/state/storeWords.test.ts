import { expect, it } from "vitest";
import { asStoreError } from "../../src/state/redisFault.js";
import { codeAndWords } from "../../src/state/storeError.js";

const SCRIPT = " script: bce4343d9131332187557c828fb6ee5564029562, on @user_script:12.";

it.each([
  [
    `READONLY You can't write against a read only replica.${SCRIPT}`,
    "READONLY You can't write against a read only replica",
  ],
  [
    `OOM command not allowed when used memory > 'maxmemory'.${SCRIPT}`,
    "OOM command not allowed when used memory > 'maxmemory'",
  ],
  [
    "WRONGPASS invalid username-password pair or user is disabled.",
    "WRONGPASS invalid username-password pair or user is disabled",
  ],
  ["ERR max number of clients reached", "ERR max number of clients reached"],
])("the server's words are said once, and without their place in a script: %s", (message, words) => {
  const { code, detail, message: whole } = asStoreError(new Error(message), "redis.example:6379/0");
  expect(codeAndWords(code, detail)).toBe(words);
  expect(whole).toMatch(/^redis\.example:6379\/0: [A-Z]+ /);
});

it("a system's code stands alone", () => {
  const error = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  expect(asStoreError(error, "redis.example:6379/0").message).toBe("redis.example:6379/0: ECONNREFUSED");
});
