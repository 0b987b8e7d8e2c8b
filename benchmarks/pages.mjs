// Opens one page per cookie in Chromium and notes when messages of the control socket came and
// when what followed was painted. Usage: node pages.mjs REQUIRE_FROM CHROMIUM ADDRESS COOKIE...
// Says "ready" when all pages are there; at the end of standard input it prints what it noted.
import { createRequire } from "node:module";

const [from, executablePath, address, ...cookies] = process.argv.slice(2);
const { chromium } = createRequire(from)("playwright-core");

function note() {
  window.noted = [];
  const Real = window.WebSocket;
  window.WebSocket = class extends Real {
    constructor(...given) {
      super(...given);
      if (!this.url.includes("/api/realtime")) return;
      this.addEventListener("message", ({ data }) => {
        const one = { text: data, at: Date.now() / 1000, painted: 0 };
        window.noted.push(one);
        // The client sets its state in the same turn; the frame after next has been shown then.
        requestAnimationFrame(() =>
          requestAnimationFrame(() => (one.painted = Date.now() / 1000)),
        );
      });
    }
  };
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const pages = [];
for (const cookie of cookies) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const [name, ...value] = cookie.split("=");
  await context.addCookies([{ name, value: value.join("="), url: address }]);
  const page = await context.newPage();
  await page.addInitScript(note);
  await page.goto(address);
  await page.waitForFunction(() => window.noted?.some((one) => one.text.includes('"snapshot"')));
  pages.push(page);
}
console.log("ready");
process.stdin.resume();
process.stdin.on("end", async () => {
  const noted = [];
  for (const page of pages) noted.push(...(await page.evaluate(() => window.noted)));
  await browser.close();
  process.stdout.write(JSON.stringify(noted), () => process.exit(0));
});
