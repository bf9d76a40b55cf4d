import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Served, serve } from "./programs.js";

export interface TinyproxyOptions {
  readonly user?: { readonly name: string; readonly password: string };
  /** The only port that tunnels may lead to; any port if absent. */
  readonly connectPort?: number;
}

export interface Tinyproxy extends Pick<Served, "port" | "kill"> {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The request lines it has seen, such as `CONNECT 0.0.0.0:4711 HTTP/1.1`. */
  requests(): Promise<string[]>;
}

/** Debian's tinyproxy, on a free port of this machine. */
export async function tinyproxy({ user, connectPort }: TinyproxyOptions = {}): Promise<Tinyproxy> {
  const { port, folder, kill } = await serve(
    "tinyproxy",
    (config) => ["-d", "-c", config],
    (listen, at) =>
      [
        `Port ${listen}`,
        "Listen 127.0.0.1",
        "Timeout 60",
        "MaxClients 50",
        `LogFile "${at}/log"`,
        "LogLevel Connect",
        ...(user === undefined ? [] : [`BasicAuth ${user.name} ${user.password}`]),
        ...(connectPort === undefined ? [] : [`ConnectPort ${connectPort}`]),
        "",
      ].join("\n"),
  );
  return {
    port,
    kill,
    url: `http://127.0.0.1:${port}`,
    requests: async () => {
      const log = await readFile(join(folder, "log"), "utf8");
      return [...log.matchAll(/Request \([^)]*\): (.*)/g)].map((match) => match[1] ?? "");
    },
  };
}
