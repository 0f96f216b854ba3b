// What users are told.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findServer } from '../../src/find';
import { commandsPage, effectiveHead, isTarget, serverMissing } from '../../src/messages';
import { targetFault, TARGETS } from '../../src/targets';

function missing(setting: string): string {
  const found = findServer(setting, { path: '/bin', home: '/users/jane', platform: 'linux', isExecutable: () => false });
  return 'problem' in found ? serverMissing(found.problem) : found.program;
}

test('a server that is missing is named with what to type', () => {
  assert.equal(
    missing(''),
    'No language server for ipsec.conf: ipsec-lsp is neither in PATH nor in ~/.cargo/bin. Type `cargo install --path .` in a clone of ' +
      'ipsec-conf-tools, then run "ipsec.conf: Restart Language Server"; or set "ipsec.server.path".',
  );
  assert.equal(
    missing('/opt/ipsec-lsp'),
    'No language server for ipsec.conf: the setting "ipsec.server.path" is /opt/ipsec-lsp, and there is no such program. ' +
      'Correct it, or empty it to have ipsec-lsp looked for in PATH.',
  );
});

test('what is offered as a target is one', () => {
  for (const { target } of TARGETS) {
    assert.equal(targetFault(target), undefined);
  }
  for (const typed of ['', 'freebsd', 'libreswan@', 'libreswan@4.', 'Libreswan 4']) {
    assert.equal(targetFault(typed), 'Write libreswan, openswan or strongswan, and a version behind @, such as libreswan@4.12.', typed);
  }
});

test('an answer of the server is looked at before it is used', () => {
  assert.equal(isTarget({ target: 'libreswan@5.2', reason: 'nothing says otherwise' }), true);
  for (const answer of [null, undefined, 'libreswan', { target: 1, reason: '' }, { target: 'libreswan' }]) {
    assert.equal(isTarget(answer), false);
  }
});

test('a conn that is written out says for whom', () => {
  const target = { target: 'libreswan@4.10', reason: 'a comment in the file' };
  assert.equal(effectiveHead('a', 'ipsec.conf', target), '# conn a of ipsec.conf, as libreswan@4.10 reads it (a comment in the file).\n\n');
});

test('complaints stand above the commands, as comments', () => {
  assert.equal(commandsPage(['ipsec', 'auto', '--add', 'a'], 'ipsec whack\n', ''), '# ipsec auto --add a\n# Nothing was run.\n\nipsec whack\n');
  assert.equal(
    commandsPage(['ipsec', 'auto', '--add', 'a'], '', 'no such conn\n\nsee\n'),
    '# ipsec auto --add a\n# Nothing was run.\n\n# no such conn\n#\n# see\n\n',
  );
});
