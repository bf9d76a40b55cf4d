// Plans and applies to the simulator, with nothing but the library. Run: node examples/library/library.mjs
import { applyPlan, loadFiles, makePlan, openAccount, renderReport } from "muster";
import { startSimulator } from "muster/simulator";

const simulator = await startSimulator({
  seed: {
    accountId: "N00000000556",
    apiSecret: "demo-secret-not-real",
    agents: [8000, 8001, 8002].map((number) => ({ number: String(number), name: `坐席${number}` })),
    groups: [{ exten: "1001", displayName: "售前", members: ["8000", "8001"] }],
  },
});
const files = await loadFiles({ folder: import.meta.dirname });
const account = await openAccount({
  host: simulator.url,
  accountId: "N00000000556",
  apiSecret: "demo-secret-not-real",
  env: { MUSTER_STATE_DIR: process.env.MUSTER_STATE_DIR },
});

const plan = await makePlan({ files, account });
const result = await applyPlan({ plan, account, files });
process.stdout.write(await renderReport({ plan, result, format: "text" }));
process.stdout.write(await renderReport({ plan: await makePlan({ files, account }), format: "text" }));
await simulator.close();
