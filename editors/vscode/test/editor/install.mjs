// Installs code-server, which is VS Code in a browser: node test/editor/install.mjs DIR
//
// From npm alone: its own installation scripts would download, so its native modules are built here, with the headers of
// the Node that runs this. What was installed once is kept.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The last one for Node 20; the newest asks for Node 24. */
const VERSION = '4.100.3';

const ENTRY = 'node_modules/code-server/out/node/entry.js';

const target = process.argv[2];
if (target === undefined) {
  throw new Error('a directory is needed');
}
const directory = path.join(path.resolve(target), VERSION);
if (!existsSync(path.join(directory, ENTRY))) {
  await install();
}
console.log(path.join(directory, ENTRY));

async function install() {
  const major = Number(process.versions.node.split('.', 1)[0]);
  if (major < 20 || major > 22) {
    throw new Error(`code-server ${VERSION} runs with Node 20 to 22, not ${process.version}`);
  }
  const prefix = path.dirname(path.dirname(process.execPath));
  if (!existsSync(path.join(prefix, 'include/node/node.h'))) {
    throw new Error(`the headers of Node are not in ${prefix}/include/node`);
  }
  // In a place of its own until it is complete: a stopped run must not look like a finished one.
  const partial = `${directory}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  writeFileSync(path.join(partial, 'package.json'), '{ "private": true }\n');
  const npm = ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await run(partial, [...npm, `code-server@${VERSION}`]);
  const modules = path.join(partial, 'node_modules');
  const vscode = path.join(modules, 'code-server/lib/vscode');
  await Promise.all([run(vscode, [...npm, '--omit=dev']), run(path.join(vscode, 'extensions'), [...npm, '--omit=dev'])]);
  const gyp = path.join(await npmRoot(), 'npm/node_modules/node-gyp/bin/node-gyp.js');
  const build = [process.execPath, gyp, 'rebuild', `--nodedir=${prefix}`];
  const native = ['node-pty', 'native-watchdog', '@vscode/spdlog'].map((name) => path.join(vscode, 'node_modules', name));
  const argon2 = path.join(modules, 'argon2');
  await Promise.all([
    ...native.filter((module) => existsSync(module)).map((module) => run(module, build)),
    run(argon2, [...build, '--module_name=argon2', `--module_path=${argon2}/lib/binding/napi-v3`, '--napi_build_version=3']),
  ]);
  renameSync(partial, directory);
}

async function npmRoot() {
  return (await run(process.cwd(), ['npm', 'root', '--global'])).trim();
}

/**
 * @param {string} directory
 * @param {string[]} line a program and its arguments
 * @returns {Promise<string>} what it printed
 */
function run(directory, [program = '', ...args]) {
  return new Promise((resolve, reject) => {
    // Nobody measures the modules: what is not optimised is built sooner.
    const env = { ...process.env, CFLAGS: '-O0', CXXFLAGS: '-O0' };
    const child = spawn(program, args, { cwd: directory, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let printed = '';
    let complaints = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ piece) => (printed += piece));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ piece) => (complaints += piece));
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) {
        resolve(printed);
      } else {
        const line = [program, ...args].join(' ');
        reject(new Error(`${line} in ${directory} ended with ${status}:\n${(printed + complaints).slice(-4000)}`));
      }
    });
  });
}
