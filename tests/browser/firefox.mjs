// Opens every page of a site in Firefox, from its files, and says what is wrong.
// node firefox.mjs TOOLS FIREFOX DIR WORD
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { pages } from "./pages.mjs";

const [tools, firefox, directory, word] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(tools), "package.json"));
const puppeteer = require("puppeteer-core");
const top = path.resolve(directory);
const wrong = [];

const browser = await puppeteer.launch({ browser: "firefox", executablePath: firefox, args: ["--headless"] });
console.log(await browser.version());
const page = await browser.newPage();
let at = "";
page.on("console", (it) => wrong.push(`${at}: console: ${it.text()}`));
page.on("pageerror", (it) => wrong.push(`${at}: error: ${it.message ?? it}`));
page.on("request", (it) => {
  // It has fonts of its own, which are in it.
  if (!/^(file:|about:|data:)/.test(it.url())) wrong.push(`${at}: a request to ${it.url()}`);
});
const all = pages(top);
for (const width of [1280, 390]) {
  try {
    await page.setViewport({ width, height: 900 });
  } catch (fault) {
    // Puppeteer asks for more than a width, and the long-supported Firefox does not know each of its commands.
    if (!/unknown command/.test(fault.message)) throw fault;
  }
  for (const name of all) {
    at = name;
    await page.goto(pathToFileURL(path.join(top, name)).href, { waitUntil: "load" });
    const wide = await page.evaluate(() => window.innerWidth);
    if (wide !== width) wrong.push(`${name}: ${wide} pixels wide in place of ${width}`);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) wrong.push(`${name}: ${over} pixels too wide at ${width}`);
    const styled = await page.evaluate(() => getComputedStyle(document.body).maxWidth);
    if (styled === "none") wrong.push(`${name}: no style`);
  }
}
at = "search.html";
await page.goto(pathToFileURL(path.join(top, at)).href, { waitUntil: "load" });
await page.type("#words", word);
await page.waitForSelector("#hits a");
console.log(`search ${word}: ${await page.evaluate(() => document.querySelector("#hits a").textContent)}`);
await page.click("#hits a");
await page.waitForSelector("article");
at = "index.html";
await page.goto(pathToFileURL(path.join(top, at)).href, { waitUntil: "load" });
const colour = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const before = await colour();
await page.click("header button");
if ((await colour()) === before) wrong.push("the button changes no colour");
await browser.close();
console.log(`${all.length} pages, ${wrong.length} faults`);
for (const it of [...new Set(wrong)].slice(0, 60)) console.log(it);
process.exit(wrong.length ? 1 : 0);
