// What can be asked about one conn: its effective values, its commands, who takes it in.
import * as path from 'node:path';
import { commands, Location, Range, type TextDocument, Uri, window, workspace } from 'vscode';
import { commandsHead, effectiveHead } from './messages';
import type { Pages } from './pages';
import { isOurs, type Session } from './session';
import { connAt, connNames } from './text';

interface Chosen {
  readonly document: TextDocument;
  readonly name: string;
}

/** Code lenses name a document and a conn; from the palette there are no arguments. */
export class Conns {
  constructor(
    private readonly session: Session,
    private readonly pages: Pages,
  ) {}

  async showEffective(args: readonly unknown[]): Promise<void> {
    const chosen = await choose(args, 'Which conn is to be written out?');
    if (chosen === undefined) {
      return;
    }
    const { document, name } = chosen;
    const text = await this.ask('ipsec.showEffectiveConn', document, name);
    const status = this.session.target(document.uri);
    if (typeof text === 'string' && status !== undefined) {
      const head = effectiveHead(name, path.basename(document.fileName), status);
      await this.pages.show(`${name} (effective)`, document.uri, 'ipsec-conf', head + text);
    }
  }

  async showCommands(args: readonly unknown[]): Promise<void> {
    const chosen = await choose(args, 'The commands of which conn?');
    if (chosen === undefined) {
      return;
    }
    const { document, name } = chosen;
    const text = await this.ask('ipsec.showCommands', document, name);
    const status = this.session.target(document.uri);
    if (typeof text === 'string' && status !== undefined) {
      await this.pages.show(`${name} (commands)`, document.uri, 'shellscript', commandsHead(name, status) + text);
    }
  }

  async showUsers(args: readonly unknown[]): Promise<void> {
    const chosen = await choose(args, 'Who takes in which conn?');
    const editor = window.activeTextEditor;
    if (chosen === undefined || editor === undefined) {
      return;
    }
    const places = (await this.ask('ipsec.showUsers', chosen.document, chosen.name)) as { uri: string; range: Range }[] | undefined;
    const locations = (places ?? []).map(({ uri, range: { start, end } }) => {
      return new Location(Uri.parse(uri), new Range(start.line, start.character, end.line, end.character));
    });
    await commands.executeCommand('editor.action.showReferences', editor.document.uri, editor.selection.active, locations);
  }

  /** The server's answer; why there is none is shown. */
  private async ask(command: string, document: TextDocument, name: string): Promise<unknown> {
    try {
      return await this.session.ask(command, document.uri.toString(), name);
    } catch (error) {
      void window.showErrorMessage(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }
}

/** The conn that a code lens names, the one at the cursor, or one that is picked. */
async function choose([uri, name]: readonly unknown[], title: string): Promise<Chosen | undefined> {
  if (typeof uri === 'string' && typeof name === 'string') {
    return { document: await workspace.openTextDocument(Uri.parse(uri)), name };
  }
  const editor = window.activeTextEditor;
  if (editor === undefined || !isOurs(editor.document)) {
    void window.showErrorMessage('No conn is meant: open an ipsec.conf, and put the cursor into one of its conns.');
    return undefined;
  }
  const { document } = editor;
  const lines = document.getText().split(/\r?\n/);
  const here = connAt(lines, editor.selection.active.line);
  const picked = here ?? (await window.showQuickPick(connNames(lines), { title }));
  return picked === undefined ? undefined : { document, name: picked };
}
