// Makes what the package carries: the program, the grammar, the licences. With --tests, the unit tests as well.
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const repository = path.resolve(here, '../..');
process.chdir(here);

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node18',
  logLevel: 'warning',
};

if (process.argv.includes('--tests')) {
  rmSync('out', { recursive: true, force: true });
  const tests = readdirSync('test/unit').filter((file) => file.endsWith('.test.ts'));
  await build({ ...common, entryPoints: tests.map((file) => `test/unit/${file}`), outdir: 'out', sourcemap: 'inline' });
} else {
  rmSync('dist', { recursive: true, force: true });
  const { metafile } = await build({
    ...common,
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    external: ['vscode'],
    minify: true,
    legalComments: 'none',
    metafile: true,
  });
  writeFileSync('THIRD-PARTY-NOTICES.txt', notices(Object.keys(metafile.inputs)));
  mkdirSync('syntaxes', { recursive: true });
  cpSync(path.join(repository, 'editors/textmate/ipsec-conf.tmLanguage.json'), 'syntaxes/ipsec-conf.tmLanguage.json');
  for (const licence of ['LICENSE-MIT', 'LICENSE-APACHE']) {
    cpSync(path.join(repository, licence), licence);
  }
}

/**
 * The licence of every package that ended up in the program.
 * @param {string[]} inputs
 */
function notices(inputs) {
  const packages = new Set(inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []));
  const texts = [...packages].sort().map((directory) => {
    const manifest = readFileSync(path.join(directory, 'package.json'), 'utf8');
    const { name, version, license } = /** @type {Record<string, string>} */ (JSON.parse(manifest));
    const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined || !existsSync(path.join(directory, file))) {
      throw new Error(`${directory} has no licence file`);
    }
    const text = readFileSync(path.join(directory, file), 'utf8').replaceAll('\r\n', '\n').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
