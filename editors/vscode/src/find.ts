// Where the language server is. Nothing here knows the editor.
import * as path from 'node:path';

/** What is asked of the machine. */
export interface Machine {
  /** The value of `PATH`. */
  readonly path: string;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  isExecutable(file: string): boolean;
}

export type Found = { readonly program: string } | { readonly problem: string };

/** The value of a setting, by the place where it was written. */
export interface Inspected {
  readonly globalValue?: string | undefined;
  readonly workspaceValue?: string | undefined;
  readonly workspaceFolderValue?: string | undefined;
}

/** The path that the user set; a workspace that is not trusted has no say. */
export function pathSetting(inspected: Inspected | undefined, isTrusted: boolean): string {
  const ofWorkspace = isTrusted ? (inspected?.workspaceFolderValue ?? inspected?.workspaceValue) : undefined;
  return (ofWorkspace ?? inspected?.globalValue ?? '').trim();
}

/** The language server: the setting, if there is one, and nothing else. */
export function findServer(setting: string, machine: Machine): Found {
  if (setting === '') {
    return findInPath('ipsec-lsp', machine);
  }
  const program = setting.startsWith('~/') ? path.join(machine.home, setting.slice(2)) : setting;
  if (!path.isAbsolute(program)) {
    return { problem: `the setting "ipsec.server.path" is ${setting}, which is no absolute path` };
  }
  if (!machine.isExecutable(program)) {
    return { problem: `the setting "ipsec.server.path" is ${setting}, and there is no such program` };
  }
  return { program };
}

/** A program in a directory of `PATH`, or where `cargo install` puts it. */
function findInPath(name: string, machine: Machine): Found {
  const isWindows = machine.platform === 'win32';
  const file = isWindows ? `${name}.exe` : name;
  // A relative directory in PATH would be one of the workspace.
  const ofPath = machine.path.split(isWindows ? ';' : ':').filter((directory) => path.isAbsolute(directory));
  const cargo = path.join(machine.home, '.cargo', 'bin');
  const candidates = [...ofPath, cargo].map((directory) => path.join(directory, file));
  const program = candidates.find((candidate) => machine.isExecutable(candidate));
  return program === undefined ? { problem: `${name} is neither in PATH nor in ~/.cargo/bin` } : { program };
}

/** The version that `ipsec-lsp --version` prints; another program prints something else. */
export function serverVersion(printed: string): string | undefined {
  return /^ipsec-lsp (\S+)\s*$/.exec(printed)?.[1];
}
