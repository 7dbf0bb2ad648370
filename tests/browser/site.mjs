// Opens every page of a site in a browser, from its files and from a server, and says what is wrong.
// node site.mjs TOOLS CHROMIUM DIR [PICTURES] [WORD]
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { pages } from "./pages.mjs";

const [tools, chromium, directory, pictures, word] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(tools), "package.json"));
const puppeteer = require("puppeteer-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const top = path.resolve(directory);
const wrong = [];

const types = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".xml": "text/xml" };
const server = http.createServer((request, response) => {
  const name = path.join(top, decodeURIComponent(new URL(request.url, "http://x").pathname));
  if (!name.startsWith(top + path.sep) || !fs.existsSync(name)) {
    wrong.push(`the server is asked for ${request.url}, which is not there`);
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": types[path.extname(name)] ?? "text/plain" }).end(fs.readFileSync(name));
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const served = `http://127.0.0.1:${server.address().port}/`;

const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage"],
});
const all = pages(top);
let requests = 0;

async function open(url, { width = 1280, dark = false } = {}) {
  const page = await browser.newPage();
  page.on("console", (it) => wrong.push(`${url}: console: ${it.text()}`));
  page.on("pageerror", (it) => wrong.push(`${url}: error: ${it.message ?? it}`));
  page.on("dialog", (it) => { wrong.push(`${url}: a dialog: ${it.message()}`); it.dismiss(); });
  page.on("request", (it) => {
    requests += 1;
    if (it.url() !== "about:blank" && !it.url().startsWith("file://") && !it.url().startsWith(served)) {
      wrong.push(`${url}: a request to ${it.url()}`);
    }
  });
  page.on("requestfailed", (it) => wrong.push(`${url}: ${it.url()}: ${it.failure()?.errorText}`));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.goto(url, { waitUntil: "load" });
  return page;
}

const kind = (name) => (name.includes("/") ? name.split("/")[0] : name);
const looked = all.filter((name, at) => all.findIndex((it) => kind(it) === kind(name)) === at);
const narrow = await open("about:blank", { width: 390 });
for (const name of all) {
  const url = pathToFileURL(path.join(top, name)).href;
  await narrow.goto(url, { waitUntil: "load" });
  const page = narrow;
  const links = await page.$$eval("a[href]", (them) => them.map((it) => it.href));
  for (const link of links) {
    const to = new URL(link);
    if (to.protocol !== "file:") {
      if (!["https:", "http:", "mailto:"].includes(to.protocol)) wrong.push(`${name}: a link to ${link}`);
      continue;
    }
    const file = decodeURIComponent(to.pathname);
    if (!fs.existsSync(file)) wrong.push(`${name}: ${link} leads nowhere`);
    else if (to.hash && !fs.readFileSync(file, "utf8").includes(`id="${decodeURIComponent(to.hash.slice(1))}"`)) {
      wrong.push(`${name}: ${link} leads to no place of the page`);
    }
  }
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) wrong.push(`${name}: ${over} pixels too wide on a phone`);
}
await narrow.close();
for (const name of looked) {
  const url = pathToFileURL(path.join(top, name)).href;
  for (const width of [1280, 390]) {
    for (const dark of [false, true]) {
      const page = await open(url, { width, dark });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (over > 0) wrong.push(`${name}: ${over} pixels too wide at ${width}`);
      if (pictures) {
        const file = `${kind(name).replace(".html", "")}-${width}-${dark ? "dark" : "light"}.png`;
        await page.screenshot({ path: path.join(pictures, file), fullPage: true });
      }
      // In both colours, and in both widths.
      if ((width === 1280) === dark) {
        await page.close();
        continue;
      }
      // After the page's own messages: axe complains of the page's policy about itself.
      page.removeAllListeners("console");
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { preload: false, resultTypes: ["violations"] }));
      for (const it of found.violations.filter((it) => ["serious", "critical"].includes(it.impact))) {
        wrong.push(`${name} at ${width}, ${dark ? "dark" : "light"}: ${it.id}: ${it.nodes.slice(0, 3).map((it) => it.html).join(" ")}`);
      }
      await page.close();
    }
  }
}
for (const name of all.filter((it) => !it.includes("/"))) {
  await (await open(served + name)).close();
}
if (fs.existsSync(path.join(top, "search.html")) && word) {
  for (const start of [served, pathToFileURL(top).href + "/"]) {
    const page = await open(`${start}search.html`);
    await page.type("#words", word);
    await page.waitForSelector("#hits a");
    const [said, first] = await page.evaluate(() => [
      document.getElementById("found").textContent,
      document.querySelector("#hits a").textContent,
    ]);
    console.log(`search ${word}: ${said}: ${first}`);
    await page.click("#hits a");
    await page.waitForSelector("article");
    await page.close();
  }
}
const toggled = await open(served + "index.html");
const colour = () => toggled.evaluate(() => getComputedStyle(document.body).backgroundColor);
const before = await colour();
await toggled.click("header button");
if ((await colour()) === before) wrong.push("the button changes no colour");
await toggled.close();
if (pictures) {
  const name = all.find((it) => it.startsWith("postmortems/") || it.startsWith("messages/"));
  const page = await open(pathToFileURL(path.join(top, name)).href);
  await page.pdf({ path: path.join(pictures, "page.pdf"), format: "A4" });
  console.log(`printed ${name}`);
  await page.close();
}
await browser.close();
server.close();
console.log(`${all.length} pages, ${requests} requests, ${wrong.length} faults`);
for (const it of [...new Set(wrong)].slice(0, 60)) console.log(it);
process.exit(wrong.length ? 1 : 0);
