// Where the language server is looked for.
import assert from 'node:assert/strict';
import test from 'node:test';
import { findServer, type Machine, pathSetting, serverVersion } from '../../src/find';

function machine(path: string, ...programs: string[]): Machine {
  return { path, home: '/users/jane', platform: 'linux', isExecutable: (file) => programs.includes(file) };
}

test('the setting is taken', () => {
  assert.deepEqual(findServer('/opt/ipsec-lsp', machine('/bin', '/opt/ipsec-lsp', '/bin/ipsec-lsp')), { program: '/opt/ipsec-lsp' });
});

test('a tilde is the home directory', () => {
  assert.deepEqual(findServer('~/lsp', machine('', '/users/jane/lsp')), { program: '/users/jane/lsp' });
});

test('a setting that leads nowhere is no reason to take another program', () => {
  assert.deepEqual(findServer('/opt/ipsec-lsp', machine('/bin', '/bin/ipsec-lsp')), {
    problem: 'the setting "ipsec.server.path" is /opt/ipsec-lsp, and there is no such program',
  });
});

test('a relative path would depend on the workspace', () => {
  for (const setting of ['ipsec-lsp', './ipsec-lsp', 'target/debug/ipsec-lsp', '${workspaceFolder}/ipsec-lsp']) {
    assert.deepEqual(findServer(setting, machine('/bin', '/bin/ipsec-lsp', setting)), {
      problem: `the setting "ipsec.server.path" is ${setting}, which is no absolute path`,
    });
  }
});

test('without a setting the first one in PATH is taken, then that of cargo', () => {
  const all = ['/a/ipsec-lsp', '/b/ipsec-lsp', '/users/jane/.cargo/bin/ipsec-lsp'];
  assert.deepEqual(findServer('', machine('/x:/a:/b', ...all)), { program: '/a/ipsec-lsp' });
  assert.deepEqual(findServer('', machine('/x', ...all)), { program: '/users/jane/.cargo/bin/ipsec-lsp' });
  assert.deepEqual(findServer('', machine('/x')), { problem: 'ipsec-lsp is neither in PATH nor in ~/.cargo/bin' });
});

test('a relative directory in PATH is passed over', () => {
  const found = findServer('', machine('.::bin:/b', 'ipsec-lsp', './ipsec-lsp', 'bin/ipsec-lsp', '/b/ipsec-lsp'));
  assert.deepEqual(found, { program: '/b/ipsec-lsp' });
});

test('the nearest setting wins, and a workspace that is not trusted has none', () => {
  const inspected = { globalValue: '/user', workspaceValue: '/workspace', workspaceFolderValue: '/folder' };
  assert.equal(pathSetting(inspected, true), '/folder');
  assert.equal(pathSetting({ ...inspected, workspaceFolderValue: undefined }, true), '/workspace');
  assert.equal(pathSetting(inspected, false), '/user');
  assert.equal(pathSetting({ workspaceValue: '/workspace' }, false), '');
  assert.equal(pathSetting(undefined, true), '');
});

test('only ipsec-lsp calls itself ipsec-lsp', () => {
  assert.equal(serverVersion('ipsec-lsp 0.1.0\n'), '0.1.0');
  assert.equal(serverVersion('ipsec-lint 0.1.0\n'), undefined);
  assert.equal(serverVersion(''), undefined);
});
