// VS Code as code-server serves it: a profile of its own, the extension installed, one process group that ends with us.
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const START_MS = 60_000;

/** What would hide the editor, or reach for the network. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.tips.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'editor.minimap.enabled': false,
  'editor.accessibilitySupport': 'off',
  'editor.hover.delay': 100,
  // A browser's default is to save after a while.
  'files.autoSave': 'off',
  'git.enabled': false,
  'chat.commandCenter.enabled': false,
  'window.commandCenter': false,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

export class CodeServer {
  /**
   * @param {string} entry the program of code-server
   * @param {string} directory where everything is written
   */
  constructor(entry, directory) {
    this.entry = entry;
    this.directory = directory;
    this.address = '';
    /** @type {import('node:child_process').ChildProcess | undefined} */
    this.process = undefined;
    this.home = path.join(directory, 'home');
    for (const folder of ['home', 'data/User', 'data/Machine', 'extensions']) {
      mkdirSync(path.join(directory, folder), { recursive: true });
    }
    this.userSettings({});
  }

  /** @param {Record<string, unknown>} settings */
  userSettings(settings) {
    writeFileSync(path.join(this.directory, 'data/User/settings.json'), JSON.stringify({ ...QUIET, ...settings }));
  }

  /**
   * The settings that a workspace may not change.
   * @param {Record<string, unknown>} settings
   */
  machineSettings(settings) {
    writeFileSync(path.join(this.directory, 'data/Machine/settings.json'), JSON.stringify(settings));
  }

  /** @param {string} vsix */
  install(vsix) {
    const installed = spawnSync(process.execPath, [...this.#arguments(), '--install-extension', vsix], {
      env: this.#environment(),
      encoding: 'utf8',
    });
    if (!installed.stdout.includes('was successfully installed')) {
      throw new Error(`${vsix} was not installed: ${installed.stdout}${installed.stderr}`);
    }
  }

  async start() {
    const log = openSync(path.join(this.directory, 'code-server.log'), 'w');
    const args = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry', '--disable-update-check'];
    this.process = spawn(process.execPath, [...this.#arguments(), ...args, '--disable-getting-started-override'], {
      env: this.#environment(),
      stdio: ['ignore', 'pipe', log],
      // A group of its own, so that the extension host does not stay behind.
      detached: true,
    });
    const printed = /** @type {import('node:stream').Readable} */ (this.process.stdout);
    const until = AbortSignal.timeout(START_MS);
    let text = '';
    printed.setEncoding('utf8').on('data', (/** @type {string} */ piece) => (text += piece));
    while (this.address === '') {
      this.address = /HTTP server listening on (http:\/\/\S+?)\/?\s/.exec(text)?.[1] ?? '';
      if (until.aborted || this.process.exitCode !== null) {
        throw new Error(`code-server does not start:\n${text}`);
      }
      await pause(100);
    }
  }

  stop() {
    if (this.process?.pid !== undefined) {
      try {
        process.kill(-this.process.pid);
      } catch {
        // It has ended by itself.
      }
    }
  }

  /** @param {string} folder */
  url(folder) {
    return `${this.address}/?folder=${encodeURIComponent(folder)}`;
  }

  #arguments() {
    const { entry, directory } = this;
    return [
      ...[entry, '--config', path.join(directory, 'config.yaml')],
      ...['--user-data-dir', path.join(directory, 'data'), '--extensions-dir', path.join(directory, 'extensions')],
    ];
  }

  /** A PATH in which there is no language server, and a home directory without settings. */
  #environment() {
    const { home } = this;
    return { PATH: '/usr/bin:/bin', HOME: home, LANG: 'C.UTF-8', XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home };
  }
}
