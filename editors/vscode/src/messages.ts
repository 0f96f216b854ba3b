// What the extension tells the user, apart from the findings. Nothing here knows the editor.

/** A notification: what is the matter, and what to do. */
export const BUTTONS = { install: 'How to Install', settings: 'Open Settings', log: 'Open Log' } as const;

const RESTART = 'run "ipsec.conf: Restart Language Server"';

export function serverMissing(problem: string): string {
  const isSetting = problem.startsWith('the setting');
  const next = isSetting
    ? 'Correct it, or empty it to have ipsec-lsp looked for in PATH.'
    : `Type \`cargo install --path .\` in a clone of ipsec-conf-tools, then ${RESTART}; or set "ipsec.server.path".`;
  return `No language server for ipsec.conf: ${problem}. ${next}`;
}

export function notTheServer(program: string, why: string): string {
  return `${program} is not the language server for ipsec.conf: ${why}. Set "ipsec.server.path" to ipsec-lsp, then ${RESTART}.`;
}

export function serverFailed(program: string, why: string): string {
  return `${program} did not start: ${why}. The log may say more; to try again, ${RESTART}.`;
}

export const SERVER_NOT_RUNNING = `The language server for ipsec.conf is not running: ${RESTART}.`;

/** What the server says about the target of a document. */
export interface Status {
  readonly uri: string;
  readonly target: string;
  /** The target in words. */
  readonly program: string;
  readonly reason: string;
}

export function isStatus(value: unknown): value is Status {
  const { uri, target, program, reason } = (value ?? {}) as Partial<Status>;
  return [uri, target, program, reason].every((part) => typeof part === 'string');
}

export function targetTooltip({ program, reason }: Status): string {
  return `This configuration is judged as ${program} reads it: ${reason}. Click to change the target.`;
}

/** The head of the page with a conn written out. */
export function effectiveHead(name: string, file: string, { program, reason }: Status): string {
  return `# conn ${name} of ${file},\n# as ${program} reads it (${reason}).\n\n`;
}

/** The head of the page with the commands for the daemon. */
export function commandsHead(name: string, { program }: Status): string {
  return `# ipsec auto --showonly --add ${name}, for ${program}: nothing was run.\n\n`;
}
