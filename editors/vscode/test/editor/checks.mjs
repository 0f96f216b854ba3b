// What a user does, in order, and what must be seen then.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processes } from './processes.mjs';

/**
 * @typedef {object} World
 * @property {import('./code-server.mjs').CodeServer} codeServer
 * @property {string} directory
 * @property {import('playwright-core').Page} page
 * @property {string} server
 * @property {import('./workbench.mjs').Workbench} workbench
 * @property {string} workspace
 * @property {(name: string) => Promise<void>} picture
 */

/** @typedef {[string, (world: World) => Promise<void>]} Check */

/** Lines of workspace/ipsec.conf: the conn that others take in, an `also=` that does, and a misspelt keyword. */
const CONN = 13;
const ALSO = 20;
const FAULT = 21;

const FORMATTED = `\
conn office
	also=gateways
	leftsubnet=10.1.0.0/16 # Zürich
	rightsubnet=10.2.0.0/16
	ike=aes_gcm256-sha2_256-dh19
	dpddelay=30
	auto=start
`;

/** Waits until a text is in a file on the disk. @param {string} file @param {string} text */
async function written(file, text) {
  let found = '';
  for (let tries = 0; tries < 100 && !found.includes(text); tries += 1) {
    await pause(100);
    found = readFileSync(file, 'utf8');
  }
  assert.ok(found.includes(text), found);
}

/** @type {Check[]} */
export const CHECKS = [
  [
    'ipsec.conf is known by its name',
    async ({ workbench }) => {
      await workbench.openFile('etc/ipsec.conf');
      await workbench.language().filter({ hasText: /^ipsec\.conf$/ }).waitFor();
    },
  ],
  [
    'the status bar tells the target and why',
    async ({ workbench }) => {
      await workbench.target().filter({ hasText: 'libreswan@4.10' }).waitFor();
      const label = await workbench.target().locator('a').getAttribute('aria-label');
      assert.match(label ?? '', /judged as Libreswan 4\.10 reads it: a comment in the file/);
    },
  ],
  [
    'the fault is underlined',
    async ({ workbench }) => {
      await workbench.squiggles('error').first().waitFor({ state: 'attached' });
    },
  ],
  [
    'the problem has its message, its code and its place',
    async ({ workbench }) => {
      await workbench.press('Control+Shift+m');
      const row = workbench.problem('unknown keyword');
      await row.waitFor();
      const text = (await row.innerText()).replaceAll(/\s+/g, ' ');
      assert.match(text, /unknown keyword `lefsubnet`/);
      assert.match(text, /V101/);
      assert.match(text, new RegExp(`Ln ${FAULT}, Col 2`));
    },
  ],
  [
    'hovering over the fault tells what it costs',
    async ({ workbench, picture }) => {
      await workbench.press('Control+j');
      await workbench.goTo(FAULT, 4);
      await workbench.hoverOver('lefsubnet', 'did you mean');
      await picture('problem');
      await workbench.press('Escape');
    },
  ],
  [
    'hovering over a keyword explains it',
    async ({ workbench, picture }) => {
      await workbench.hoverOver('authby', 'How both ends prove their identity');
      await picture('hover');
      await workbench.press('Escape');
    },
  ],
  [
    'F12 on also= goes to the conn',
    async ({ workbench }) => {
      await workbench.goTo(ALSO, 8);
      await workbench.press('F12');
      await workbench.isAt(CONN);
    },
  ],
  [
    'F12 finds the conn from an included file',
    async ({ workbench }) => {
      await workbench.openFile('etc/ipsec.d/guests.conf');
      await workbench.language().filter({ hasText: /^ipsec\.conf$/ }).waitFor();
      await workbench.target().filter({ hasText: 'libreswan@4.10' }).waitFor();
      await workbench.goTo(2, 8);
      await workbench.press('F12');
      await workbench.activeTab('ipsec.conf').waitFor();
      await workbench.isAt(CONN);
    },
  ],
  [
    'the quick fix removes the fault',
    async ({ workbench, picture }) => {
      await workbench.goTo(FAULT, 4);
      await workbench.press('Control+.');
      const fix = workbench.action('write `leftsubnet`');
      await fix.waitFor();
      await picture('quick-fix');
      // It is the one that is selected.
      await workbench.press('Enter');
      await workbench.lineWith('leftsubnet=10.1.0.0/16').waitFor();
      await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    },
  ],
  [
    'keywords of the section are completed, with documentation',
    async ({ workbench, picture }) => {
      await workbench.press('Control+b');
      await workbench.goTo(25, 99);
      await workbench.press('Enter');
      await workbench.type('dpd');
      const labels = await workbench.completions('dpdaction');
      assert.ok(labels.some((label) => label.startsWith('dpdtimeout')), labels.join('\n'));
      await workbench.press('Control+Space');
      await workbench.details('What to do when the peer no longer answers').waitFor();
      await picture('completion');
      await workbench.press('Escape');
      await workbench.press('Control+b');
    },
  ],
  [
    'values are completed while they are typed',
    async ({ workbench }) => {
      await workbench.type('action=');
      const labels = await workbench.completions('restart');
      assert.ok(labels.some((label) => label.startsWith('hold')), labels.join('\n'));
      await workbench.press('Escape');
      await workbench.press('Control+Shift+k');
    },
  ],
  [
    'Format Document lays the file out, and once is enough',
    async ({ workbench, workspace }) => {
      await workbench.run('Format Document');
      await workbench.lineWith('dpddelay=30').waitFor();
      await workbench.press('Control+s');
      await written(path.join(workspace, 'etc/ipsec.conf'), FORMATTED);
      await workbench.unsaved().waitFor({ state: 'detached' });
      await workbench.run('Format Document');
      await workbench.goTo(1, 1);
      assert.equal(await workbench.unsaved().count(), 0);
    },
  ],
  [
    'a code lens writes the conn out',
    async ({ workbench, picture }) => {
      await workbench.goTo(FAULT, 2);
      await workbench.press('Control+b');
      await (await workbench.lens('effective values')).click();
      await workbench.lineWith('# as Libreswan 4.10 reads it (a comment in the file).').waitFor();
      await workbench.lineWith('left=192.0.2.1 # ipsec.conf:14, also=gateways').waitFor();
      await picture('effective');
      await workbench.press('Control+b');
    },
  ],
  [
    'the commands for the daemon are shown',
    async ({ workbench }) => {
      await workbench.openFile('etc/ipsec.conf');
      await workbench.goTo(FAULT, 2);
      await workbench.run('ipsec.conf: Show Commands of a Conn');
      await workbench.lineWith('# ipsec auto --showonly --add office, for Libreswan 4.10: nothing was run.').waitFor();
      await workbench.lineWith('addconn').waitFor();
    },
  ],
  [
    'the target is changed, and the status bar follows',
    async ({ workbench, picture }) => {
      await workbench.run('View: Close Editors in Other Groups');
      await workbench.openFile('etc/ipsec.conf');
      await workbench.goTo(1, 1);
      await workbench.target().click();
      await workbench.pick('strongswan@5.9.8').waitFor();
      await picture('target');
      await workbench.pick('strongswan@5.9.8').click();
      await workbench.pick('In the file').click();
      await workbench.lineWith('# ipsec-lint: target=strongswan@5.9.8').waitFor();
      await workbench.target().filter({ hasText: 'strongswan@5.9.8' }).waitFor();
      await workbench.press('Control+z');
      await workbench.target().filter({ hasText: 'libreswan@4.10' }).waitFor();
    },
  ],
  ...[
    ['etc/ipsec.secrets', 'ipsec.secrets', 'its name'],
    ['krakow.ipsec.conf', 'ipsec.conf', 'the end of its name'],
    ['first-line', 'ipsec.conf', 'its first line'],
    ['elsewhere.conf', 'ipsec.conf', 'what it contains'],
    ['other.conf', 'Properties', 'its name, and left alone'],
  ].map(
    ([file, language, why]) =>
      /** @type {Check} */ ([
        `${file} is known by ${why}`,
        async ({ workbench }) => {
          await workbench.openFile(file ?? '');
          await workbench.language().filter({ hasText: new RegExp(`^${language}$`) }).waitFor();
        },
      ]),
  ),
  [
    'snippets are offered',
    async ({ workbench }) => {
      await workbench.openFile('krakow.ipsec.conf');
      await workbench.goTo(2, 1);
      await workbench.type('site-to-site-psk');
      await workbench.completions('site-to-site-psk');
      await workbench.press('Enter');
      await workbench.lineWith('authby=secret').waitFor();
      await workbench.press('Escape');
      await workbench.run('File: Revert File');
      await workbench.unsaved().waitFor({ state: 'detached' });
    },
  ],
  [
    'the server is restarted',
    async ({ server, workbench }) => {
      const before = processes.of(server);
      assert.equal(before.length, 1);
      await workbench.openFile('etc/ipsec.conf');
      await workbench.run('ipsec.conf: Restart Language Server');
      await processes.replaced(server, before);
      await workbench.target().filter({ hasText: 'libreswan@4.10' }).waitFor();
    },
  ],
  [
    'a server that is missing is named, with what to do',
    async ({ codeServer, server, workbench, picture }) => {
      codeServer.machineSettings({});
      await workbench.notification('ipsec-lsp is neither in PATH nor in ~/.cargo/bin').waitFor();
      await workbench.notification('cargo install --path .').waitFor();
      await workbench.target().filter({ hasText: 'no ipsec-lsp' }).waitFor();
      await processes.end(server);
      await picture('server-missing');
    },
  ],
  [
    'a server that is there again is used again',
    async ({ codeServer, server, workbench }) => {
      codeServer.machineSettings({ 'ipsec.server.path': server });
      await workbench.target().filter({ hasText: 'libreswan@4.10' }).waitFor();
    },
  ],
  [
    'a workspace that is not trusted does not choose the server',
    async ({ codeServer, directory, workbench }) => {
      const folder = path.join(directory, 'restricted');
      const mark = path.join(directory, 'was-run');
      const program = path.join(folder, 'ipsec-lsp');
      writeFileSync(program, `#!/bin/sh\ntouch '${mark}'\n`, { mode: 0o755 });
      mkdirSync(path.join(folder, '.vscode'), { recursive: true });
      writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'ipsec.server.path': program }));
      codeServer.userSettings({ 'security.workspace.trust.enabled': true });
      await workbench.open(codeServer.url(folder));
      await workbench.openFile('ipsec.conf');
      await workbench.target().filter({ hasText: 'libreswan@' }).waitFor();
      assert.equal(existsSync(mark), false);
    },
  ],
];
