import type { Shell } from "../engine/host.js";
import { loadConfig, resolveSettings, selectAccounts } from "../engine/workspace.js";
import type { Inputs } from "./inputs.js";

/** Is a variable missing that the run's accounts need? Whatever else is wrong, the run itself says better. */
export async function lacksSecrets({ account, config }: Inputs, shell: Shell): Promise<boolean> {
  try {
    const loaded = await loadConfig(config === undefined ? {} : { config }, shell);
    const entries = selectAccounts(loaded.accounts, account, "several", []);
    const { findings } = resolveSettings(entries, { insecureHttp: true }, shell);
    return findings.some(({ code }) => code === "missing-environment" || code === "undefined-variable");
  } catch {
    return false;
  }
}
