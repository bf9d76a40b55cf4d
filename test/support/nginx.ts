import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type OnFinished, serve } from "./programs.js";

export interface LimitReq {
  /** `600r/m` and the like. */
  readonly rate: string;
  readonly burst: number;
  /** Calls of the burst are let through at once, not held back until their time. */
  readonly nodelay: boolean;
  readonly status: 429 | 503;
  /** What shares a bucket: the calls of an interface, or all calls from one address. */
  readonly per: "interface" | "address";
}

export interface Gateway {
  readonly url: string;
  /** The status of every answer so far, oldest first. */
  statuses(): Promise<number[]>;
}

/** nginx with its `limit_req` before a server: an independent rate limiter. */
export async function limitReqGateway(upstream: string, limit: LimitReq, onFinished: OnFinished): Promise<Gateway> {
  const { rate, burst, nodelay, status, per } = limit;
  const { port, folder } = await serve(
    "nginx",
    (config) => ["-c", config],
    (listen, at) => `
${process.getuid?.() === 0 ? "user root;" : ""}
daemon off;
worker_processes 1;
pid ${at}/pid;
error_log ${at}/error.log;
events {}
http {
  log_format status "$status";
  access_log ${at}/access.log status;
  client_body_temp_path ${at}/body;
  proxy_temp_path ${at}/proxy;
  fastcgi_temp_path ${at}/fastcgi;
  uwsgi_temp_path ${at}/uwsgi;
  scgi_temp_path ${at}/scgi;
  limit_req_zone ${per === "address" ? "$binary_remote_addr" : "$binary_remote_addr$uri"} zone=api:1m rate=${rate};
  limit_req_status ${status};
  server {
    listen 127.0.0.1:${listen};
    location / {
      limit_req zone=api ${burst > 0 ? `burst=${burst}` : ""} ${burst > 0 && nodelay ? "nodelay" : ""};
      proxy_pass ${upstream};
    }
  }
}
`,
    onFinished,
  );
  return {
    url: `http://127.0.0.1:${port}`,
    statuses: async () => {
      const log = await readFile(join(folder, "access.log"), "utf8");
      return log
        .split("\n")
        .filter((line) => line !== "")
        .map(Number);
    },
  };
}
