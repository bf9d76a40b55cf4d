#!/usr/bin/env node
import { main } from "./main.js";
import { nodeShell } from "./nodeShell.js";

// Not `process.exit`: what was written to a pipe must get there first.
process.exitCode = await main(nodeShell());
