// Opens a page in headless Chromium as a reader would: filters, follows an account to its sentence, looks for console
// errors and accessibility violations, at two widths. LARGE.html is a page of some 2,000 reports and of hostile ones: it
// must open with few elements, and draw the others when a reader comes to them.
// Usage: node page_test.mjs PAGE.html [SCREENSHOTS] [LARGE.html]
// Needs a Chromium (CHROMIUM, else /usr/bin/chromium) and the npm packages playwright-core and axe-core.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.cwd(), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [page, pictures, large] = process.argv.slice(2);
const addressOf = (file) => pathToFileURL(path.resolve(file)).href;
const address = addressOf(page);
let [passed, failed] = [0, 0];
const check = (name, held, detail = "") => {
  if (held) { passed += 1; return; }
  failed += 1;
  console.log(`FAILED ${name} ${detail}`);
};

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
// The page forbids foreign script, axe included, so the check of accessibility runs without the policy.
const PATIENCE = 120_000;
const watched = (tab) => {
  tab.setDefaultTimeout(PATIENCE);
  const errors = [];
  tab.on("console", (message) => { if (message.type() === "error") errors.push(message.text()); });
  tab.on("pageerror", (error) => errors.push(error.message));
  tab.on("dialog", (dialog) => { errors.push("a dialog: " + dialog.message()); dialog.dismiss(); });
  tab.on("request", (request) => { if (!request.url().startsWith("file:")) errors.push("a request: " + request.url()); });
  return errors;
};
const drawn = (tab) => tab.waitForFunction(() => !document.querySelector(".later"), null, { timeout: PATIENCE });
const violations = async (width, colorScheme, within, prepare) => {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
  const tab = await context.newPage();
  await tab.goto(address);
  await drawn(tab);
  if (prepare) await prepare(tab);
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate((within) => window.axe.run(within), within);
  await context.close();
  return violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)} ${one.nodes[0].failureSummary?.split("\n")[1] ?? ""}`);
};

for (const [width, colorScheme] of [[1400, "light"], [1400, "dark"], [390, "light"], [390, "dark"]]) {
  const name = `${width} ${colorScheme}`;
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
  const tab = await context.newPage();
  const errors = watched(tab);
  await tab.goto(address);
  check(`${name}: no sideways scrolling`, await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  if (pictures) await tab.screenshot({ path: path.join(pictures, `${width}-${colorScheme}.png`) });

  const cards = await tab.locator(".card:visible").count();
  check(`${name}: there are cards`, cards > 0);
  // A filter narrows, stands in the address, and an address brings it back.
  const relation = tab.locator("select[name=relation]");
  if (await relation.count()) {
    await tab.evaluate(() => { document.querySelector("details.narrow").open = true; });
    await relation.selectOption("contradict");
    check(`${name}: the filter stands in the address`, tab.url().includes("relation=contradict"));
    check(`${name}: the filter narrows`, (await tab.locator(".card.agree:visible").count()) === 0);
    await tab.reload();
    check(`${name}: the address brings the filter back`, (await relation.inputValue()) === "contradict");
    await tab.evaluate(() => { document.querySelector("details.narrow").open = true; });
    await tab.locator("#filters button[type=reset]").click();
    await tab.waitForFunction(() => !location.hash.includes("relation"));
    check(`${name}: the reset shows all`, (await tab.locator(".card:visible").count()) === cards);
  }
  // An account opens its report at its sentence.
  const account = tab.locator(".account").first();
  const words = (await account.locator(".quote").innerText()).replace(/\s+/g, " ").trim();
  await account.locator("[data-act=open]").click();
  await tab.waitForSelector("#viewer[open] .sentence.target");
  const target = (await tab.locator(".sentence.target").innerText()).replace(/\s+/g, " ").trim();
  check(`${name}: the account leads to its sentence`, target === words, `${target} / ${words}`);
  check(`${name}: the figure tells its rule`, (await tab.locator("#why").innerText()).includes("rule"));
  check(`${name}: the report stands in the address`, tab.url().includes("doc="));
  check(`${name}: the sentence is in view`, await tab.locator(".sentence.target").evaluate((element) => {
    const [box, paper] = [element.getBoundingClientRect(), document.querySelector("#text").getBoundingClientRect()];
    return box.bottom > paper.top && box.top < paper.bottom;
  }));
  if (pictures) await tab.screenshot({ path: path.join(pictures, `${width}-${colorScheme}-report.png`) });
  await tab.keyboard.press("Escape");
  check(`${name}: Esc closes the report`, !(await tab.locator("#viewer").evaluate((element) => element.open)));
  check(`${name}: nothing went wrong`, errors.length === 0, errors.join("; "));
  await context.close();

  const found = await violations(width, colorScheme, "body");
  check(`${name}: accessible`, found.length === 0, "\n  " + found.join("\n  "));
  const inside = await violations(width, colorScheme, "#viewer", (tab) => tab.locator(".account [data-act=open]").first().click());
  check(`${name}: the report is accessible`, inside.length === 0, "\n  " + inside.join("\n  "));
}
// A large page, where nothing is drawn for lack of anything else to do: only what a reader comes to.
const opensLarge = async (address) => {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  const tab = await context.newPage();
  const errors = watched(tab);
  await tab.addInitScript(() => {
    window.requestIdleCallback = (work) => { window.goOn = () => work({ timeRemaining: () => 50 }); };
    document.addEventListener("DOMContentLoaded", () => { window.atOpening = document.querySelectorAll("*").length; });
  });
  const fresh = async (view = "") => { await tab.goto("about:blank"); await tab.goto(address + view); };
  await fresh();
  const elements = await tab.evaluate(() => window.atOpening);
  check("large: few elements at opening", elements < 12_000, elements);
  check("large: it is large", (await tab.locator("#reports .count").innerText()).replace(",", "") >= 2000);
  const waits = (selector) => tab.locator(selector).evaluate((element) => Boolean(element.querySelector(":scope > .later")));
  const last = ".card >> nth=-1";
  check("large: the last card waits", await waits(last));
  await tab.locator(last).scrollIntoViewIfNeeded();
  await tab.waitForFunction(() => { const cards = document.querySelectorAll(".card"); return cards[cards.length - 1].querySelector(".account"); });
  check("large: the last card is drawn when it is come to", !(await waits(last)));

  await fresh();
  const far = await tab.evaluate(() => {
    const card = [...document.querySelectorAll(".card")].findLast((card) => card.querySelector(":scope > .later"));
    const lines = [...document.querySelectorAll("#rest .later")].at(-1).textContent;
    const [, quote] = card.textContent.match(/<blockquote class="quote">(?:[^<]*<mark>)?([^<]*)/);
    return { card: card.id, words: quote.trim(), line: lines.match(/ id="(q-[^"]*)"/)[1], all: document.querySelector("#shown").dataset.all };
  });
  await tab.locator("#filters [name=q]").fill(far.words);
  await tab.waitForFunction(() => document.querySelector("#filters").classList.contains("active"));
  check("large: words of an account that waits find its card", await tab.locator("#" + far.card).evaluate((card) => !card.hidden));
  await tab.locator("#filters button[type=reset]").click();
  await tab.waitForFunction((all) => document.querySelector("#shown").textContent === `${all} findings`, far.all);
  await fresh("#" + far.line);
  check("large: a link leads to a line that waits", await tab.locator("#" + far.line).isVisible());
  await fresh("#relation=single");
  check("large: a filter counts lines that wait", (await tab.locator("#rest [data-k]:not([hidden])").count()) > 1000);
  await fresh();
  const more = tab.locator("#reports > details.more");
  await more.locator("summary").click();
  await more.locator("[data-act=open]").last().click();
  await tab.waitForSelector("#viewer[open] .sentence");
  check("large: the last report opens", (await tab.locator("#text .sentence").count()) > 0);
  await tab.keyboard.press("Escape");
  await tab.evaluate(() => dispatchEvent(new Event("beforeprint")));
  check("large: all of it is printed", await tab.evaluate(() => !document.querySelector(".later")));
  const accounts = await tab.locator(".account").count();
  check("large: what is hostile stands there as text", (await tab.locator(".card .quote", { hasText: "</noscript><script>alert('party')</script>" }).count()) > 0);
  await tab.locator("#reports [data-act=open]", { hasText: "onerror=alert('title')" }).evaluate((button) => button.click());
  await tab.waitForSelector("#viewer[open] .sentence");
  check("large: a hostile report opens as text", (await tab.locator("#text").textContent()).includes("<img src=x onerror=alert('text')>"));
  await fresh("#map");
  await tab.waitForFunction(() => document.querySelector("#map .maps"));
  check("large: a link leads to the map", await tab.waitForFunction(() => {
    const { top } = document.querySelector("#map").getBoundingClientRect();
    return top > -50 && top < 300;
  }, null, { timeout: 20_000 }).catch(() => null));
  check("large: nothing went wrong", errors.length === 0, errors.join("; "));
  await fresh();
  await tab.evaluate(() => { while (document.querySelector(".later")) window.goOn(); });
  check("large: in time all is drawn", (await tab.locator(".account").count()) === accounts);
  await context.close();

  const still = await browser.newContext({ javaScriptEnabled: false });
  const page = await still.newPage();
  await page.goto(address);
  check("large: without script all is there", (await page.locator(".account").count()) === accounts);
  await still.close();
};
if (large) await opensLarge(addressOf(large));
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
