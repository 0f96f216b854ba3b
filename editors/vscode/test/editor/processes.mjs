// The processes of a program, as Linux lists them.
import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** @param {string} program */
function of(program) {
  return readdirSync('/proc').filter((entry) => {
    try {
      return /^\d+$/.test(entry) && readlinkSync(`/proc/${entry}/exe`) === program;
    } catch {
      // It has ended meanwhile, or belongs to somebody else.
      return false;
    }
  });
}

/** Waits until every process of a program has ended. @param {string} program */
async function end(program) {
  for (let tries = 0; tries < 100 && of(program).length > 0; tries += 1) {
    await pause(100);
  }
  assert.deepEqual(of(program), []);
}

/** Waits until other processes of a program run than `before`. @param {string} program @param {string[]} before */
async function replaced(program, before) {
  const isNew = () => of(program).length > 0 && of(program).every((id) => !before.includes(id));
  for (let tries = 0; tries < 300 && !isNew(); tries += 1) {
    await pause(100);
  }
  assert.ok(isNew(), `still ${of(program).join(', ')}`);
}

export const processes = { of, end, replaced };
