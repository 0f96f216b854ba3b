// Prints line, column and class of every character of a file that has one, by VS Code's own engine:
// node textmate.mjs MODULES GRAMMAR FILE
import fs from 'node:fs';
import { createRequire } from 'node:module';

const [modules, grammarFile, file] = process.argv.slice(2);
const require = createRequire(`${modules}/`);
const oniguruma = require('vscode-oniguruma');
const { INITIAL, Registry, parseRawGrammar } = require('vscode-textmate');

const CLASSES = [
  ['keyword.control.section', 'section'],
  ['entity.name.section', 'name'],
  ['support.type.property-name', 'keyword'],
  ['invalid.illegal.unknown-keyword', 'unknown'],
  ['keyword.operator.assignment', 'equals'],
  ['constant.language.boolean', 'boolean'],
  ['constant.language.value', 'value'],
  ['constant.numeric', 'number'],
  ['string.quoted.double', 'string'],
  ['constant.other.address', 'address'],
  ['variable.language.percent', 'percent'],
  ['string.unquoted.path', 'path'],
  ['comment.line.number-sign', 'comment'],
  ['comment.line.trailing', 'trailing'],
];

const wasm = fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
const registry = new Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => parseRawGrammar(fs.readFileSync(grammarFile, 'utf8'), grammarFile),
});
const grammar = await registry.loadGrammar('source.ipsec-conf');
const report = [];
let state = INITIAL;
fs.readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
  const result = grammar.tokenizeLine(line, state);
  state = result.ruleStack;
  for (const { startIndex, endIndex, scopes } of result.tokens) {
    const scope = scopes.at(-1);
    if (scope === 'source.ipsec-conf') continue;
    const known = CLASSES.find(([name]) => scope === `${name}.ipsec-conf`);
    for (let at = startIndex; at < Math.min(endIndex, line.length); at += 1) {
      report.push(`${index + 1}\t${at + 1}\t${known ? known[1] : scope}`);
    }
  }
});
console.log(report.join('\n'));
