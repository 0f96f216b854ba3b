// What users are told.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findServer } from '../../src/find';
import { commandsHead, effectiveHead, isStatus, serverMissing, targetTooltip } from '../../src/messages';
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

const STATUS = { uri: 'file:///etc/ipsec.conf', target: 'libreswan@4.10', program: 'Libreswan 4.10', reason: 'a comment in the file' };

test('what the server says is looked at before it is used', () => {
  assert.equal(isStatus(STATUS), true);
  for (const value of [null, undefined, 'libreswan', {}, { ...STATUS, target: 1 }, { ...STATUS, reason: undefined }]) {
    assert.equal(isStatus(value), false);
  }
});

test('whose rules apply is said everywhere', () => {
  assert.equal(
    targetTooltip(STATUS),
    'This configuration is judged as Libreswan 4.10 reads it: a comment in the file. Click to change the target.',
  );
  assert.equal(effectiveHead('a', 'ipsec.conf', STATUS), '# conn a of ipsec.conf,\n# as Libreswan 4.10 reads it (a comment in the file).\n\n');
  assert.equal(commandsHead('a', STATUS), '# ipsec auto --showonly --add a, for Libreswan 4.10: nothing was run.\n\n');
});
