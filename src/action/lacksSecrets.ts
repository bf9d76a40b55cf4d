import type { Host } from "../engine/host.js";
import { loadConfig, resolveSettings, selectAccounts } from "../engine/workspace.js";
import type { Inputs } from "./inputs.js";

/** Is a variable missing that the run's accounts need? Whatever else is wrong, the run itself says better. */
export async function lacksSecrets({ account, config }: Inputs, host: Host): Promise<boolean> {
  try {
    const loaded = await loadConfig({ config, host });
    const entries = selectAccounts(loaded.accounts, { account, several: true, paths: [] });
    const { findings } = resolveSettings(entries, { insecureHttp: true, host });
    return findings.some(({ code }) => code === "missing-environment" || code === "undefined-variable");
  } catch {
    return false;
  }
}
