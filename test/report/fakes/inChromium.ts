import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { NOTE_VIOLATIONS } from "./browserProbes.js";

export const CHROMIUM = "/usr/bin/chromium";

/** How the browser starts: without anything that it does of its own accord. */
export const LAUNCH = {
  executablePath: CHROMIUM,
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** A name that would do harm wherever it came through. */
export const HOSTILE = [
  "</title></style><script>window.__pwned = 1</script>",
  '"><img src="https://evil.example/x.png" onerror="window.__pwned = 1">',
  "<iframe src=https://evil.example></iframe><svg onload=alert(1)>",
  "' onmouseover='window.__pwned = 1' autofocus onfocus='window.__pwned = 1",
  "<link rel=stylesheet href=https://evil.example/x.css><base href=https://evil.example/>",
].join(" ");

/** A page that is open, and what it must not do. */
export interface Visit {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

/** Opens a page from a file, and notes everything that it tries. */
export async function visit(
  browser: Browser,
  folder: string,
  text: string,
  context: BrowserContextOptions = {},
): Promise<Visit> {
  const file = join(folder, "page.html");
  await writeFile(file, text);
  const address = pathToFileURL(file).href;
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...context })).newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", async (dialog) => {
    complaints.push(dialog.message());
    await dialog.dismiss();
  });
  if (context.javaScriptEnabled !== false) {
    await page.addInitScript(NOTE_VIOLATIONS);
  }
  await page.goto(address, { waitUntil: "load" });
  return { page, requests, complaints };
}
