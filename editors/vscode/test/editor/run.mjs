// The extension in VS Code itself, with the real language server: one line for each thing that a user does.
//
//   node test/editor/run.mjs --code-server ENTRY.js --server IPSEC-LSP --out DIR [--vsix FILE] [--chromium FILE] [--images DIR]
//
// Everything is written below --out; --images takes the pictures of the documentation. Ends with 1 if something failed.
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { CHECKS } from './checks.mjs';
import { CodeServer } from './code-server.mjs';
import { processes } from './processes.mjs';
import { Workbench } from './workbench.mjs';

const PATIENCE_MS = 30_000;

const here = path.dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: {
    'code-server': { type: 'string' },
    server: { type: 'string' },
    out: { type: 'string' },
    vsix: { type: 'string', default: path.join(here, '../../ipsec-conf.vsix') },
    chromium: { type: 'string', default: '/usr/bin/chromium' },
    images: { type: 'string' },
  },
});
const { 'code-server': entry, server, out, images } = values;
if (entry === undefined || server === undefined || out === undefined) {
  throw new Error('--code-server, --server and --out are needed');
}

const directory = path.resolve(out);
rmSync(directory, { recursive: true, force: true });
mkdirSync(directory, { recursive: true });
// The layout is that of no project around it.
writeFileSync(path.join(directory, '.editorconfig'), 'root = true\n');
for (const folder of ['workspace', 'restricted']) {
  cpSync(path.join(here, folder), path.join(directory, folder), { recursive: true });
}

const codeServer = new CodeServer(entry, directory);
const started = Date.now();
let failures = 0;

/** @type {import('playwright-core').Browser | undefined} */
let browser;
try {
  const workspace = path.join(directory, 'workspace');
  codeServer.userSettings({ 'security.workspace.trust.enabled': false, 'ipsec.root': workspace });
  codeServer.machineSettings({ 'ipsec.server.path': path.resolve(server) });
  codeServer.install(values.vsix);
  await codeServer.start();
  browser = await chromium.launch({
    executablePath: values.chromium,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  const page = await browser.newPage({ viewport: { width: 1100, height: 680 } });
  page.setDefaultTimeout(PATIENCE_MS);
  const workbench = new Workbench(page);
  const world = {
    codeServer,
    directory,
    page,
    server: path.resolve(server),
    workbench,
    workspace,
    /** @param {string} name */
    picture: async (name) => {
      await page.screenshot({ path: path.join(images === undefined ? directory : path.resolve(images), `${name}.png`) });
    },
  };
  await workbench.open(codeServer.url(workspace));
  for (const [name, check] of CHECKS) {
    // Each goes on where the one before has left the editor.
    if (!(await done(name, () => check(world), page))) {
      break;
    }
  }
} catch (error) {
  failed('the editor starts', error);
} finally {
  await browser?.close();
  codeServer.stop();
}
await done('no language server is left behind', () => processes.end(path.resolve(server)));
process.exitCode = failures === 0 ? 0 : 1;

/**
 * @param {string} name
 * @param {() => Promise<void>} check
 * @param {import('playwright-core').Page} [page]
 */
async function done(name, check, page) {
  try {
    await check();
    console.log(`ok   ${seconds()} ${name}`);
    return true;
  } catch (error) {
    failed(name, error);
    await page?.screenshot({ path: path.join(directory, `failure-${failures}.png`) });
    return false;
  }
}

/**
 * @param {string} name
 * @param {unknown} error
 */
function failed(name, error) {
  failures += 1;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.log(`FAIL ${seconds()} ${name}\n${text.replaceAll(/^/gm, '     ')}`);
}

function seconds() {
  return `${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s `;
}
