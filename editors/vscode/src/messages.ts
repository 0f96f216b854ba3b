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

export function autoMissing(problem: string): string {
  return `No commands to show: ${problem}. It comes with the language server: type \`cargo install --path .\` in a clone of ipsec-conf-tools.`;
}

export const SERVER_NOT_RUNNING = `The language server for ipsec.conf is not running: ${RESTART}.`;

/** What the server says about the target of a file. */
export interface Target {
  readonly target: string;
  readonly reason: string;
}

export function isTarget(value: unknown): value is Target {
  const { target, reason } = (value ?? {}) as Partial<Target>;
  return typeof target === 'string' && typeof reason === 'string';
}

export function targetTooltip({ target, reason }: Target): string {
  return `This configuration is judged as ${target} reads it: ${reason}. Click to change the target.`;
}

/** The head of the page with a conn written out. */
export function effectiveHead(name: string, file: string, { target, reason }: Target): string {
  return `# conn ${name} of ${file}, as ${target} reads it (${reason}).\n\n`;
}

/** What `ipsec auto --showonly` printed, with its complaints as comments. */
export function commandsPage(line: readonly string[], printed: string, complaints: string): string {
  const comments = complaints.trim() === '' ? '' : complaints.trimEnd().replaceAll(/^/gm, '# ').replaceAll(/ +$/gm, '') + '\n\n';
  return `# ${line.join(' ')}\n# Nothing was run.\n\n${comments}${printed}`;
}
