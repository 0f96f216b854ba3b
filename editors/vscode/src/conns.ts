// What can be asked about one conn: its effective values, its commands, who takes it in.
import * as path from 'node:path';
import { commands, Position, Range, type TextDocument, Uri, window, workspace, Location } from 'vscode';
import { findProgram } from './find';
import { here, run } from './machine';
import { autoMissing, commandsPage, effectiveHead, isTarget } from './messages';
import type { Pages } from './pages';
import { isOurs, type Session } from './session';
import { connAt, connNames } from './text';

interface Chosen {
  readonly document: TextDocument;
  readonly name: string;
}

const OPERATIONS = [
  { label: '--add', description: 'load the conn into the daemon' },
  { label: '--up', description: 'establish the conn' },
  { label: '--down', description: 'take the conn down' },
  { label: '--replace', description: 'delete the conn, if it is there, and load it anew' },
  { label: '--delete', description: 'remove the conn from the daemon' },
  { label: '--route', description: 'install the route, so that traffic starts the conn' },
  { label: '--unroute', description: 'remove the route' },
];

export class Conns {
  constructor(
    private readonly session: Session,
    private readonly pages: Pages,
  ) {}

  /** Behind a code lens and the palette: `ipsec.showEffectiveConn`. */
  async showEffective(args: readonly unknown[]): Promise<void> {
    const chosen = await choose(args, 'Which conn is to be written out?');
    if (chosen === undefined) {
      return;
    }
    const { document, name } = chosen;
    const uri = document.uri.toString();
    const [target, text] = await Promise.all([
      this.session.ask('ipsec.showTarget', uri),
      this.session.ask('ipsec.showEffectiveConn', uri, name),
    ]);
    if (isTarget(target) && typeof text === 'string') {
      const head = effectiveHead(name, path.basename(document.fileName), target);
      await this.pages.show(`${name} (effective)`, document.uri, 'ipsec-conf', head + text);
    }
  }

  /** What `ipsec auto` would run; nothing is run. */
  async showCommands(args: readonly unknown[]): Promise<void> {
    const chosen = await choose(args, 'The commands of which conn?');
    const operation = chosen && (await window.showQuickPick(OPERATIONS, { title: `ipsec auto --showonly ... ${chosen.name}` }));
    if (chosen === undefined || operation === undefined) {
      return;
    }
    const { document, name } = chosen;
    const found = findProgram('ipsec-auto', [path.dirname(this.session.program)], here);
    if ('problem' in found) {
      await window.showErrorMessage(autoMissing(found.problem));
      return;
    }
    if (document.isUntitled || (document.isDirty && !(await saved(document)))) {
      await window.showErrorMessage('No commands to show: ipsec auto reads the file from the disk; save it first.');
      return;
    }
    const answer = await this.session.ask('ipsec.showTarget', document.uri.toString());
    const target = isTarget(answer) ? ['--target', answer.target] : [];
    const root = workspace.getConfiguration('ipsec').get<string>('root') ?? '';
    const below = root === '' ? [] : ['--root', root];
    const file = configurationOf(answer) ?? document.fileName;
    const line = ['--showonly', ...target, ...below, '--config', file, operation.label, '--', name];
    const printed = await run(found.program, line);
    // A configuration at fault ends it with a status, and then the complaints say why.
    const complaints = printed.complaints === '' ? (printed.failure ?? '') : printed.complaints;
    const page = commandsPage(['ipsec', 'auto', ...line], printed.output, complaints);
    await this.pages.show(`${name} (${operation.label})`, document.uri, 'shellscript', page);
  }

  /** Behind a code lens: `ipsec.showUsers`. */
  async showUsers(args: readonly unknown[]): Promise<void> {
    const [uri, name] = args;
    const editor = window.activeTextEditor;
    if (typeof uri !== 'string' || typeof name !== 'string' || editor === undefined) {
      return;
    }
    const places = (await this.session.ask('ipsec.showUsers', uri, name)) as { uri: string; range: Range }[];
    const locations = places.map(({ uri, range: { start, end } }) => {
      const range = new Range(new Position(start.line, start.character), new Position(end.line, end.character));
      return new Location(Uri.parse(uri), range);
    });
    await commands.executeCommand('editor.action.showReferences', editor.document.uri, editor.selection.active, locations);
  }
}

/** The conn that a code lens names, the one at the cursor, or one that is picked. */
async function choose([uri, name]: readonly unknown[], title: string): Promise<Chosen | undefined> {
  if (typeof uri === 'string' && typeof name === 'string') {
    return { document: await workspace.openTextDocument(Uri.parse(uri)), name };
  }
  const editor = window.activeTextEditor;
  if (editor === undefined || !isOurs(editor.document)) {
    await window.showErrorMessage('Open an ipsec.conf, and put the cursor into one of its conns.');
    return undefined;
  }
  const { document } = editor;
  const lines = document.getText().split(/\r?\n/);
  const here = connAt(lines, editor.selection.active.line);
  const picked = here ?? (await window.showQuickPick(connNames(lines), { title }));
  return picked === undefined ? undefined : { document, name: picked };
}

async function saved(document: TextDocument): Promise<boolean> {
  const save = 'Save';
  const question = `${path.basename(document.fileName)} has changes that are not saved; the commands are made of what is on the disk.`;
  return (await window.showWarningMessage(question, { modal: true }, save)) === save && document.save();
}

/** The first file of the configuration, if the server says which one it is. */
function configurationOf(answer: unknown): string | undefined {
  const uri = ((answer ?? {}) as { configuration?: unknown }).configuration;
  return typeof uri === 'string' && uri.startsWith('file:') ? Uri.parse(uri).fsPath : undefined;
}
