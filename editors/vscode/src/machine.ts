// The machine that the extension runs on.
import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Machine } from './find';

const PATIENCE_MS = 10_000;

export const here: Machine = {
  get path() {
    return process.env.PATH ?? '';
  },
  home: homedir(),
  platform: process.platform,
  isExecutable(file) {
    try {
      accessSync(file, constants.X_OK);
      return statSync(file).isFile();
    } catch {
      return false;
    }
  },
};

export interface Printed {
  readonly output: string;
  readonly complaints: string;
  /** Why it did not end well; `undefined` if it did. */
  readonly failure: string | undefined;
}

/** Runs a program to its end, without a shell. */
export function run(program: string, args: readonly string[]): Promise<Printed> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PATIENCE_MS, maxBuffer: 16 << 20 }, (error, output, complaints) => {
      const failure = error === null ? undefined : error.killed === true ? 'it took too long' : firstLine(error.message);
      resolve({ output, complaints, failure });
    });
  });
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
