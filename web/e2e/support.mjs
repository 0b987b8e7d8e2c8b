/** What the browser tests share: a fresh Chromium with a fake microphone, logging in, calling, listening. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const base = process.env.LINGTING_E2E_ADDRESS ?? "http://localhost:8000";
export const company = process.env.LINGTING_E2E_COMPANY ?? "lingting";
const passwords = JSON.parse(process.env.LINGTING_E2E_PASSWORDS ?? "{}");
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Keeps every connection of the page within reach of the test. */
function remember() {
  const Peer = RTCPeerConnection;
  const Socket = WebSocket;
  window.peers = [];
  window.sockets = [];
  window.RTCPeerConnection = class extends Peer {
    constructor(...given) {
      super(...given);
      window.peers.push(this);
    }
  };
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      window.sockets.push(this);
    }
  };
}

/** A browser of its own, closed with the test. */
export async function browser(t, { language = "zh-CN", args = [], size = { width: 1440, height: 900 } } = {}) {
  const profile = mkdtempSync(join(tmpdir(), "lingting-e2e-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--disable-dev-shm-usage", ...args],
    permissions: ["microphone"],
    reducedMotion: "reduce",
    viewport: size,
  });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(remember);
  await context.addInitScript((code) => localStorage.getItem("lingting.language") ?? localStorage.setItem("lingting.language", code), language);
  context.errors = [];
  context.said = [];
  context.profile = profile;
  context.on("page", watch);
  context.pages().forEach(watch);
  function watch(page) {
    page.on("pageerror", (error) => context.errors.push(error.message));
    page.on("console", (line) => context.said.push(`${line.type()} ${line.text()} (${line.location().url})`));
    page.on("dialog", (dialog) => dialog.accept().catch(() => undefined));
  }
  t.after(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 3 });
  });
  return context;
}

/** What the pages wrote to the console, without the answers of the server that a test asked for. */
export const complaints = (context) => context.said.filter((line) => !line.includes("Failed to load resource"));

/** Ends every process of a browser at once, as a crash of the machine does: nothing is said to anybody. */
export function kill(context) {
  for (const one of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${one}/cmdline`, "latin1").includes(context.profile)) process.kill(Number(one), "SIGKILL");
    } catch (gone) {
      if (gone.code !== "ENOENT" && gone.code !== "ESRCH") throw gone;
    }
  }
}

export async function fillLogin(page, account) {
  await page.getByLabel("公司简称").fill(company);
  await page.getByLabel("用户账号").fill(account);
  await page.getByLabel("密码").fill(passwords[account]);
  await page.getByRole("button", { name: "登录", exact: true }).click();
}

/** Logs in over the page with the password that the first start printed. */
export async function logIn(page, account) {
  await page.goto(`${base}/login`);
  await fillLogin(page, account);
  await page.getByRole("navigation").waitFor();
  await setLanguage(page, "zh-CN");
  await page.reload();
  await page.getByRole("navigation").waitFor();
  return page;
}

/** The language that the server keeps for this person; the page shows it after the next load. */
export function setLanguage(page, language) {
  const headers = { "Content-Type": "application/json", "X-Requested-With": "lingting" };
  return page.evaluate((request) => fetch("/api/me", request), { method: "PATCH", headers, body: JSON.stringify({ language }) });
}

export const bar = (page, name) => page.getByRole("toolbar").getByRole("button", { name, exact: true });
export const stateOf = (page) => page.locator(".lt-bar-state .lt-tag");
export const strip = (page) => page.locator(".lt-strip");

/** Signs in and waits until the phone is registered and calls may come. */
export async function goIdle(page) {
  const signIn = bar(page, "签入");
  const idle = bar(page, "置闲").and(page.locator(":enabled"));
  const shown = () => page.getByRole("toolbar").innerText();
  await stateOf(page).waitFor();
  const ready = async () => {
    if (await signIn.isVisible()) {
      await signIn.click();
      await signIn.waitFor({ state: "hidden" });
    }
    return idle.isVisible();
  };
  await until(ready, shown);
  await idle.click();
  await until(async () => (await stateOf(page).textContent()).includes("空闲"), "idle");
}

/** Ends the work of an agent, so that the next test's calls go elsewhere. */
export async function goHome(page) {
  const finish = page.getByRole("button", { name: "完成整理" });
  const free = async () => (await bar(page, "签出").isEnabled()) || (await stateOf(page).textContent()).includes("空闲");
  await until(async () => (await finish.isVisible()) || (await free()), "the call is over");
  if (await finish.isVisible()) await finish.click();
  await until(free, "free");
  if (!(await bar(page, "签出").isEnabled())) {
    await bar(page, "置忙").click();
    await page.getByRole("menuitem").first().click();
  }
  await bar(page, "签出").and(page.locator(":enabled")).click();
  await bar(page, "签入").waitFor();
}

/** Calls the first access number from the test call page. */
export async function callIn(page) {
  await page.goto(`${base}/test-call`);
  await page.getByRole("button", { name: "拨打" }).and(page.locator(":enabled")).click();
}

export async function answer(page) {
  await page.getByRole("alertdialog").getByRole("button", { name: "接听" }).and(page.locator(":enabled")).click();
  await until(async () => (await strip(page).textContent())?.startsWith("通话中"), "talking");
}

/** Energy of the sound that arrived so far on the living connections. */
export function heard(page) {
  return page.evaluate(async () => {
    let energy = 0;
    for (const peer of window.peers.filter((one) => one.connectionState !== "closed")) {
      for (const report of (await peer.getStats()).values()) if (report.type === "inbound-rtp") energy += report.totalAudioEnergy ?? 0;
    }
    return energy;
  });
}

export const livePeers = (page) => page.evaluate(() => window.peers.filter((one) => one.connectionState !== "closed").length);

/** Sound goes on arriving. */
export async function hears(page, what, milliseconds = 8_000) {
  const before = await heard(page).catch(() => 0);
  await until(async () => (await heard(page).catch(() => 0)) > before + 1e-6, what, milliseconds);
}

/** Waits for a condition and answers how long it took (milliseconds). */
export async function until(condition, what, milliseconds = 60_000) {
  const began = performance.now();
  for (;;) {
    if (await condition()) return Math.round(performance.now() - began);
    if (performance.now() - began >= milliseconds) {
      const told = typeof what === "function" ? await what() : what;
      assert.fail(`not within ${milliseconds} ms: ${told}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}

/** Fails with the list of what axe finds against WCAG A and AA. */
export async function accessible(page, where) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).slice(0, 3).join(" | ")}`);
  });
  assert.deepEqual(found, [], where);
}

export async function fitsWidth(page, where) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  assert.equal(wide, false, `${where} scrolls sideways`);
}
