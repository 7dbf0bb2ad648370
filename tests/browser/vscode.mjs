// What somebody does in VS Code: sees a finding in the text and in the list of problems, lets it be mended by a
// quick fix, and saves the file. Starts a server of the editor on loopback, and prints what was seen as JSON.
// node vscode.mjs TOOLS CHROMIUM CODE-SERVER EXTENSION PROGRAM FOLDER FILE CODE FIX
import { spawn } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const [tools, chromium, editor, extension, program, folder, file, code, fix] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(tools), "package.json"));
const puppeteer = require("puppeteer-core");
const { name, publisher, version } = JSON.parse(fs.readFileSync(path.join(extension, "package.json"), "utf8"));

// What the editor keeps, and the extension where a copied one belongs. The path of a socket must be short.
const kept = fs.mkdtempSync(path.join(os.tmpdir(), "code-"));
fs.cpSync(extension, path.join(kept, "extensions", `${publisher}.${name}-${version}`), { recursive: true });
// The editor takes the variable PATH from a login shell, which is not of the tests.
const settings = {
  User: {
    "chat.disableAIFeatures": true,
    "extensions.autoCheckUpdates": false,
    "extensions.ignoreRecommendations": true,
  },
  Machine: { "pmrepo.path": program },
};
for (const [kind, all] of Object.entries(settings)) {
  fs.mkdirSync(path.join(kept, "data", kind), { recursive: true });
  fs.writeFileSync(path.join(kept, "data", kind, "settings.json"), JSON.stringify(all));
}

const words = [
  ["--bind-addr", "127.0.0.1:0", "--auth", "none", "--disable-workspace-trust", "--disable-telemetry"],
  ["--disable-update-check", "--user-data-dir", path.join(kept, "data")],
  ["--extensions-dir", path.join(kept, "extensions"), "--config", path.join(kept, "config.yaml")],
];
// A group of its own, so that it ends with all that it started.
const env = { ...process.env, HOME: kept, TMPDIR: kept };
const server = spawn(process.execPath, [editor, ...words.flat()], { detached: true, env });
let log = "";
let browser;
let page;

async function end(status) {
  await browser?.close().catch(() => {});
  try {
    process.kill(-server.pid, "SIGKILL");
  } catch {
    // It is gone already.
  }
  fs.rmSync(kept, { recursive: true, force: true, maxRetries: 5 });
  process.exit(status);
}

async function failed(why) {
  const seen = await page?.evaluate(() => document.body.innerText).catch(() => "");
  console.error(`${why?.stack ?? why}\n--- the page\n${seen}\n--- the server\n${log}`);
  await end(1);
}
setTimeout(() => failed("this takes too long"), 240_000).unref();

function address() {
  return new Promise((found, none) => {
    const take = (chunk) => {
      log += chunk;
      const at = /HTTP server listening on (http:\/\/127\.0\.0\.1:\d+)\//.exec(log);
      if (at) found(at[1]);
    };
    server.stdout.on("data", take);
    server.stderr.on("data", take);
    server.on("exit", (it) => none(new Error(`the editor's server ended with ${it}`)));
  });
}

async function go() {
  const edited = path.join(folder, file);
  const before = fs.readFileSync(edited, "utf8");
  const served = await address();
  browser = await puppeteer.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"],
  });
  page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  await page.setViewport({ width: 1280, height: 900 });
  const outside = [];
  page.on("request", (it) => {
    const to = new URL(it.url());
    if (["http:", "https:"].includes(to.protocol) && to.origin !== served) outside.push(it.url());
  });
  // The editor draws blanks as such that do not break.
  await page.evaluateOnNewDocument(() => {
    window.plain = (text) => text.replaceAll("\u00a0", " ");
  });
  const opened = `vscode-remote://${new URL(served).host}${edited}`;
  const payload = JSON.stringify([["openFile", opened]]);
  await page.goto(`${served}/?${new URLSearchParams({ folder, payload })}`, { waitUntil: "load" });

  const squiggle = await page.waitForSelector(".monaco-editor .squiggly-error");
  const under = await squiggle.evaluate((it) => {
    const box = it.getBoundingClientRect();
    const lines = [...it.closest(".monaco-editor").querySelectorAll(".view-line")];
    const line = lines.find((one) => Math.abs(one.getBoundingClientRect().top - box.top) < 4);
    return line && plain(line.textContent);
  });

  const press = async (...keys) => {
    for (const key of keys) await page.keyboard.down(key);
    for (const key of keys.reverse()) await page.keyboard.up(key);
  };
  await page.click(".monaco-editor .view-lines");
  await press("Control", "Shift", "KeyM");
  const row = await page.waitForSelector(`.markers-panel .monaco-list-row ::-p-text(${code})`);
  const problem = await row.evaluate((it) => plain(it.closest(".monaco-list-row").innerText));

  // The code is a link to the page of the rule.
  await row.click();
  await page.waitForSelector(`.tab.active ::-p-text(${code})`);
  const heading = await page.waitForFunction((start) => {
    const lines = [...document.querySelectorAll(".monaco-editor .view-line")].map((it) => plain(it.textContent));
    return lines.find((it) => it.startsWith(start));
  }, {}, `# ${code}`);
  const rule = await heading.jsonValue();
  await (await page.waitForSelector(`.tab ::-p-text(${path.basename(file)})`)).click();
  await page.waitForSelector(".monaco-editor .squiggly-error");

  // From the list to the place in the text: lenses and hints come later and move it. A key goes nowhere while the
  // editor is still busy with itself, so that one asks again.
  const [line] = /Ln \d+,/.exec(problem);
  let offered;
  for (let times = 0; !offered; times += 1) {
    if (times > 5) throw new Error("no quick fix is offered");
    await page.keyboard.press("Escape");
    await (await page.waitForSelector(".markers-panel .marker-message")).click({ count: 2 });
    await page.waitForSelector(`.statusbar-item ::-p-text(${line})`);
    await page.waitForFunction(() => document.activeElement?.closest(".editor-instance"));
    await press("Control", "Period");
    const row = `.action-widget .monaco-list-row ::-p-text(${fix})`;
    offered = await page.waitForSelector(row, { timeout: 15_000 }).catch(() => undefined);
  }
  const fixes = await page.$$eval(".action-widget .monaco-list-row", (them) => them.map((it) => it.innerText.trim()));
  await offered.click();
  await page.waitForFunction(() => !document.querySelector(".monaco-editor .squiggly-error"));
  await press("Control", "KeyS");
  const until = Date.now() + 30_000;
  while (fs.readFileSync(edited, "utf8") === before && Date.now() < until) await sleep(100);
  console.log(JSON.stringify({ line: under, problem, rule, fixes, outside }));
}

go().then(() => end(0), failed);
