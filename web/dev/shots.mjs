/** Pictures of every page in both languages and sizes, with an accessibility check; needs the stand-in running. */
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

const base = process.env.BASE ?? "http://localhost:8790";
const out = process.env.OUT ?? join(tmpdir(), "lingting-shots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(out, { recursive: true });

const post = (path, body) => fetch(base + path, { method: "POST", body: body && JSON.stringify(body) });
const only = process.argv[2];

const scenes = {
  login: { path: "/login", before: async () => undefined },
  "desk-out": { path: "/desk", before: () => post("/dev/signOut") },
  "desk-busy": { path: "/desk", before: () => post("/dev/signIn") },
  "desk-idle": { path: "/desk", before: () => post("/dev/idle") },
  "desk-ringing": { path: "/desk", before: () => post("/dev/offer", { args: [false] }) },
  "desk-talking-new": { path: "/desk", before: () => post("/dev/talk") },
  "desk-talking-known": { path: "/desk", before: async () => (await post("/dev/offer"), post("/dev/talk")) },
  "transfer": { path: "/desk", act: (page) => page.keyboard.press("Alt+t") },
  "keypad": { path: "/desk", act: (page) => page.keyboard.press("Alt+k") },
  "desk-wrapup": { path: "/desk", before: () => post("/dev/wrapUp") },
  "desk-remind": { path: "/desk", before: () => post("/dev/finish") },
  "test-call": { path: "/test-call" },
  "shortcuts": { path: "/test-call", act: (page) => page.keyboard.press("?") },
  "devices": { path: "/desk", act: async (page) => (await page.locator(".lt-user-button").click(), page.getByText(/声音设备|Sound devices/).first().click()) },
  "wallboard": { path: "/supervision" },
  "wall": { path: "/supervision?wall=1" },
  "wallboard-cards": { path: "/supervision", act: (page) => page.getByRole("button", { name: /布置卡片|Cards$/ }).click() },
  "wallboard-limits": { path: "/supervision", act: (page) => page.getByRole("button", { name: /告警阈值|Limits$/ }).click() },
  "wallboard-today": { path: "/supervision", act: (page) => page.getByRole("button", { name: /今日告警|Today$/ }).click() },
  "password": { path: "/desk", act: async (page) => (await page.locator(".lt-user-button").click(), page.getByText(/修改密码|Change password/).first().click()) },
};

const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "shots-")), {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
  permissions: ["microphone"],
});
const page = context.pages()[0] ?? (await context.newPage());
page.on("console", (message) => ["error", "warning"].includes(message.type()) && console.log("  console:", message.text().slice(0, 300)));
page.on("pageerror", (error) => console.log("  pageerror:", error.message));
page.on("dialog", (dialog) => dialog.accept());
let bad = 0;
for (const [name, scene] of Object.entries(scenes)) {
  await scene.before?.();
  if (only && !name.includes(only)) continue;
  for (const language of ["zh-CN", "en"]) {
    await fetch(`${base}/api/me`, { method: "PATCH", body: JSON.stringify({ language }) });
    for (const [width, height] of [[1024, 768], [1440, 900]]) {
      await page.setViewportSize({ width, height });
      await page.goto(`${base}/login`);
      await page.evaluate((code) => localStorage.setItem("lingting.language", code), language);
      await page.goto(base + scene.path);
      await page.waitForTimeout(900);
      await scene.act?.(page);
      await page.waitForTimeout(500);
      await page.screenshot({ path: join(out, `${name}-${language}-${width}.png`) });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth || [...document.querySelectorAll(".lt-bar,.lt-desk,.lt-pane")].some((n) => n.scrollWidth > n.clientWidth + 1));
      if (wide) console.log(`${name} ${language} ${width}: scrolls sideways`);
      await page.evaluate(axe);
      const result = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
      for (const violation of result.violations) {
        bad += 1;
        console.log(`${name} ${language} ${width}: ${violation.id} ${violation.nodes.map((node) => node.target.join(" ")).slice(0, 4).join(" | ")} ${violation.nodes[0].any[0]?.message ?? violation.nodes[0].failureSummary ?? ""}`.slice(0, 420));
      }
    }
  }
}
await context.close();
console.log(`violations: ${bad}; pictures in ${out}`);
