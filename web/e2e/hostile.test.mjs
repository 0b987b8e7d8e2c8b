/** Texts that are meant as scripts, in everything that a colleague or a caller can name, on every page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { base, browser, fillLogin, fitsWidth, logIn, setLanguage } from "./support.mjs";

const evil = "<img src=x onerror=hacked=1>\"'`";
const unbroken = "W".repeat(60);
const long = `${"<b>".repeat(8)}${"长".repeat(20)}</script>`;

/** Asks the interface as the page's person. */
async function ask(page, method, path, body) {
  const request = { method, headers: { "Content-Type": "application/json", "X-Requested-With": "lingting" }, ...(body && { body: JSON.stringify(body) }) };
  const { status, answer } = await page.evaluate(
    async ([where, how]) => fetch(`/api${where}`, how).then(async (one) => ({ status: one.status, answer: one.status === 204 ? null : await one.json() })),
    [path, request],
  );
  assert.ok(status < 300, `${method} ${path}: ${status} ${JSON.stringify(answer)}`);
  return answer;
}

/** One of everything that has a name, each with a hostile one; answers how to take it away. */
async function seed(page) {
  const made = [];
  const cards = [];
  const add = async (path, body, key = "id") => {
    const one = await ask(page, "POST", path, body);
    made.push(`${path}/${one[key] ?? one.user.id}`);
    return one;
  };
  for (const [place, text] of [evil, long, unbroken].entries()) {
    const customer = await ask(page, "POST", "/customers", { name: text, numbers: [`1390000000${place}`], company: text, level: text, address: text, notes: text.repeat(4) });
    cards.push(`/customers/${customer.id}`);
    await add("/users", { account: `hostile${place}${Date.now().toString(36)}`, name: text, roles: [] });
    const group = await add("/skill-groups", { name: text });
    await add("/queues", { name: text, requirements: [{ group: group.id }] });
    await add("/roles", { name: text, layer: "platform", permissions: [] });
    await add("/prompts", { key: `hostile-${place}`, name: text, zh: text, en: text, category: text.slice(0, 40) }, "key");
    await add("/access-numbers", { number: `0108888000${place}`, label: text.slice(0, 64) });
    await add("/saved-reports", { name: text, shared: true, definition: { report: "traffic", period: "today" } });
    await ask(page, "PUT", `/busy-reasons/hostile${place}`, { zh: text.slice(0, 40), en: text.slice(0, 40) });
    made.push(`/busy-reasons/hostile${place}`);
  }
  return { made: made.reverse(), cards };
}

/** What a long name made wider than a page can bear, or pushed out of it. */
function stretched() {
  const cells = [...document.querySelectorAll("main td, main tbody th")].filter((one) => one.offsetWidth > 420 && one.colSpan === 1 && !one.closest(".ant-table-placeholder, .ant-table-measure-row"));
  const leaving = [...document.querySelectorAll("main td .lt-tag")].filter((one) => one.getBoundingClientRect().right > one.closest("td").getBoundingClientRect().right + 1);
  const heads = [...document.querySelectorAll("main h1, main .lt-page-actions")].filter((one) => one.getBoundingClientRect().right > window.innerWidth);
  return [...cells, ...leaving, ...heads].map((one) => `${one.className} ${one.textContent.slice(0, 30)}`);
}

function watch() {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`);
  });
}

test("no text runs as a script, on any page, in both languages", async (t) => {
  const context = await browser(t);
  await context.addInitScript(watch);
  const dialogs = [];
  context.pages()[0].on("dialog", (dialog) => dialogs.push(dialog.message()));
  const page = await logIn(context.pages()[0], "admin");
  await page.setViewportSize({ width: 1024, height: 768 });
  const { made, cards } = await seed(page);
  context.said = [];
  const seen = [];
  try {
    const links = await page.getByRole("navigation").getByRole("link").evaluateAll((all) => all.map((one) => new URL(one.href).pathname));
    assert.ok(links.length > 5);
    for (const language of ["zh-CN", "en"]) {
      await setLanguage(page, language);
      for (const where of [...links, ...cards]) {
        await page.goto(base + where);
        await page.locator("main .lt-panel:not([hidden])").first().waitFor();
        await page.waitForLoadState("networkidle");
        await page.waitForTimeout(200);
        const found = await page.evaluate(() => ({ hacked: "hacked" in window, images: document.querySelectorAll('img[src="x"]').length, violations: window.violations, text: document.body.innerText }));
        assert.deepEqual([found.hacked, found.images], [false, 0], where);
        assert.deepEqual([found.violations, context.said.splice(0)], [[], []], where);
        if (found.text.includes("onerror=hacked")) seen.push(where);
        await fitsWidth(page, `${where} ${language}`);
        assert.deepEqual(await page.evaluate(stretched), [], `${where} ${language}`);
      }
    }
  } finally {
    await setLanguage(page, "zh-CN");
    for (const path of made) await ask(page, "DELETE", path).catch((problem) => console.log(String(problem)));
  }
  assert.ok(new Set(seen).size >= 5, `hostile texts were shown on ${[...new Set(seen)].join(" ")} only`);
  assert.deepEqual(dialogs, []);
  assert.deepEqual(context.errors, []);
});

test("logging in leads to this site only", async (t) => {
  const context = await browser(t);
  const page = context.pages()[0];
  for (const next of ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:hacked=1"]) {
    await page.goto(`${base}/login?next=${encodeURIComponent(next)}`);
    if (await page.getByLabel("密码").isVisible().catch(() => false)) await fillLogin(page, "admin");
    await page.getByRole("navigation").waitFor();
    assert.equal(new URL(page.url()).origin, new URL(base).origin, next);
    assert.equal(await page.evaluate(() => "hacked" in window), false, next);
    await context.clearCookies();
  }
});
