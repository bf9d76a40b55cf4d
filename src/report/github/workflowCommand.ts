import type { Level } from "../lineFindings.js";
import { visible } from "../text/visible.js";

/**
 * One annotation as a workflow command, without its line's end. Nothing in the message or the properties can end the
 * command or begin another.
 *
 * Source: `actions/toolkit`, `packages/core/src/command.ts`, for what is escaped where.
 */
export function workflowCommand(level: Level, properties: Readonly<Record<string, string>>, message: string): string {
  const list = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeProperty(visible(value))}`)
    .join(",");
  return `::${level} ${list}::${escapeData(message.split("\n").map(visible).join("\n"))}`;
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
