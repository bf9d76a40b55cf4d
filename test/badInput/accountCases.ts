/** What only a run that needs an account finds; `validate` needs none. */
export const ACCOUNT_CASES = [
  { account: { host: "openapis.7moor.com" }, head: "muster.yaml:4:11: error[host-invalid]" },
  { account: { host: "ftp://openapis.7moor.com" }, head: "muster.yaml:4:11: error[host-invalid]" },
  { account: { host: "https://u:p@7moor.com" }, head: "muster.yaml:4:11: error[host-invalid]" },
  { account: { host: "https://7moor.com/?a=1" }, head: "muster.yaml:4:11: error[host-invalid]" },
  { account: { host: "http://openapis.7moor.com" }, head: "muster.yaml:4:11: error[host-insecure]" },
  { account: { host: "https://a.example" }, head: "muster.yaml:4:11: error[host-not-allowed]" },
  { account: { host: "https://a.7moor.com/${MUSTER_ACCOUNT_ID}" }, head: "muster.yaml:4:11: error[variable-in-path]" },
  { account: { host: "https://${HOME}.7moor.com" }, head: "muster.yaml:4:11: error[variable-refused]" },
  { account: { accountId: "${MUSTER_API_SECRET}" }, head: "muster.yaml:5:16: error[variable-refused]" },
  { env: { MUSTER_ACCOUNT_ID: "s3cret-that-must-not-show" }, head: "muster.yaml:5:16: error[variable-refused]" },
  {
    env: { MUSTER_ACCOUNT_ID: "a-key", MUSTER_API_SECRET: "N00000000556" },
    head: "muster.yaml:5:16: error[account-id-is-secret]",
  },
  { account: { accountId: "N0000/556" }, head: "muster.yaml:5:16: error[account-id-invalid]" },
  { account: { apiSecret: "${NOT_SET}" }, head: "muster.yaml:6:16: error[undefined-variable]" },
  { env: { MUSTER_STORE: "redis://:p@ss/word@cache.example" }, head: "error[store-invalid]" },
  { env: { MUSTER_LIMITS: "addQueues=1/1s" }, head: "error[unknown-operation]" },
  { env: { MUSTER_LIMITS: "addQueue=often" }, head: "error[bad-rate]" },
];
