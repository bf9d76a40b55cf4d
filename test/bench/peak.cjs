// Preloaded into a measured process: at its end it reports, on a pipe of its own, the most memory it held (in KB).
const { writeSync } = require("node:fs");

process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS)));
