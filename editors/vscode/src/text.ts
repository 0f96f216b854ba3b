// What can be said about the text of a configuration without the language server.

/** What a second look takes; a configuration says soon that it is one. */
const LINES = 200;

/** A `conn` or a `config setup` with an indented parameter, and hardly anything else in column 1: as `ipsec-lint` judges. */
export function readsLikeConfiguration(text: string): boolean {
  let headers = 0;
  let parameters = 0;
  let others = 0;
  for (const line of text.split('\n', LINES)) {
    const [first, second] = line.trim().split(/\s+/, 2);
    if (first === undefined || first === '' || first.startsWith('#')) {
      continue;
    }
    if (/^\s/.test(line)) {
      parameters += headers > 0 && line.includes('=') ? 1 : 0;
    } else if (second !== undefined && (first === 'conn' || (first === 'config' && second === 'setup'))) {
      headers += 1;
    } else if (second === undefined || !['ca', 'include', 'version'].includes(first)) {
      others += 1;
    }
  }
  return headers > 0 && parameters > 0 && others <= Math.floor(headers / 4);
}

const HEADER = /^\s*conn\s+(?:"([^"]*)"|([^\s#]+))/i;
const OTHER_SECTION = /^\s*(?:ca|config)\s+\S/i;

function connOf(line: string): string | undefined {
  const match = HEADER.exec(line);
  return match?.[1] ?? match?.[2];
}

function isTemplate(name: string): boolean {
  return name === '' || name.startsWith('%');
}

/** The conn whose section a line is in. */
export function connAt(lines: readonly string[], at: number): string | undefined {
  for (let index = Math.min(at, lines.length - 1); index >= 0; index -= 1) {
    const line = lines[index] ?? '';
    const name = connOf(line);
    if (name !== undefined) {
      return isTemplate(name) ? undefined : name;
    }
    if (OTHER_SECTION.test(line)) {
      return undefined;
    }
  }
  return undefined;
}

/** The names of all conns, each once. */
export function connNames(lines: readonly string[]): string[] {
  const names = lines.map(connOf).filter((name) => name !== undefined && !isTemplate(name));
  return [...new Set(names)] as string[];
}

/** The line that says which target a file is for, as it is to become; `line` is where it stands already. */
export interface TargetComment {
  readonly line: number | undefined;
  readonly text: string;
}

export function targetComment(lines: readonly string[], target: string): TargetComment {
  const comment = /^(\s*#\s*ipsec-lint:.*?\s)target=\S+(.*)$/;
  const line = lines.slice(0, LINES).findIndex((text) => comment.test(text));
  const old = comment.exec(lines[line] ?? '');
  return old === null
    ? { line: undefined, text: `# ipsec-lint: target=${target}` }
    : { line, text: `${old[1] ?? ''}target=${target}${old[2] ?? ''}` };
}
