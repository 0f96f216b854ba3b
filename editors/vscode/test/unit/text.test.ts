// What is read from a configuration without the server.
import assert from 'node:assert/strict';
import test from 'node:test';
import { connAt, connNames, readsLikeConfiguration, targetComment } from '../../src/text';

test('configurations are known by their lines', () => {
  for (const text of [
    '# office\nconn office\n\tleft=192.0.2.1\n',
    'config setup\n  uniqueids=yes\n',
    'version 2.0\r\n\r\nconn office\r\n\tleft=192.0.2.1\r\n',
  ]) {
    assert.equal(readsLikeConfiguration(text), true, text);
  }
  for (const text of [
    'conn = connect()\nfor x in conn:\n    y=1\n',
    '# How to\n\nWrite this:\n\nconn office\n\tleft=192.0.2.1\n',
    '[Unit]\nDescription=x\n',
    '\tleft=192.0.2.1\nconn office\n',
    '',
  ]) {
    assert.equal(readsLikeConfiguration(text), false, text);
  }
});

const LINES = ['config setup', '\tuniqueids=yes', 'conn %default', '\tleft=x', 'conn "head office"', '', '\tright=y', 'conn b # c', 'ca x'];

test('a line belongs to the conn whose header is above it', () => {
  const expected = [undefined, undefined, undefined, undefined, 'head office', 'head office', 'head office', 'b', undefined, undefined];
  assert.deepEqual(expected.map((_, line) => connAt(LINES, line)), expected);
  assert.equal(connAt([], 0), undefined);
});

test('conns are named once, and templates not at all', () => {
  assert.deepEqual(connNames([...LINES, 'conn b']), ['head office', 'b']);
});

test('the comment with the target is written or changed', () => {
  const wanted = 'openswan@2.6';
  assert.deepEqual(targetComment(['conn a'], wanted), { line: undefined, text: '# ipsec-lint: target=openswan@2.6' });
  assert.deepEqual(targetComment(['conn a', '  # ipsec-lint: target=libreswan ignore=V101'], wanted), {
    line: 1,
    text: '  # ipsec-lint: target=openswan@2.6 ignore=V101',
  });
  assert.deepEqual(targetComment(['# target=libreswan'], wanted), { line: undefined, text: '# ipsec-lint: target=openswan@2.6' });
});
