// What the editor calls: everything is tied together here.
import { commands, type ExtensionContext, languages, type TextDocument, window, workspace } from 'vscode';
import { Conns } from './conns';
import { Pages } from './pages';
import { isOurs, Session } from './session';
import { TargetStatus } from './status';
import { changeTarget } from './target';
import { readsLikeConfiguration } from './text';

let running: Session | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('ipsec.conf');
  const pages = new Pages();
  const session = new Session(log, context.extension.id);
  const conns = new Conns(session, pages);
  running = session;

  context.subscriptions.push(
    log,
    pages,
    session,
    new TargetStatus(session),
    commands.registerCommand('ipsec.restart', () => session.restart()),
    commands.registerCommand('ipsec.showEffectiveConn', (...args: unknown[]) => conns.showEffective(args)),
    commands.registerCommand('ipsec.showCommands', (...args: unknown[]) => conns.showCommands(args)),
    commands.registerCommand('ipsec.showUsers', (...args: unknown[]) => conns.showUsers(args)),
    commands.registerCommand('ipsec.changeTarget', () => changeTarget(session)),
    commands.registerCommand('ipsec.openLog', () => {
      log.show();
    }),
    workspace.onDidOpenTextDocument((document) => welcome(document, session)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('ipsec.server.path') && session.phase !== 'idle') {
        void session.restart();
      } else if (event.affectsConfiguration('ipsec')) {
        void session.reconfigure();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      // A path that the workspace names counts from now on.
      if (session.phase !== 'idle' && workspace.getConfiguration('ipsec').inspect('server.path')?.workspaceValue !== undefined) {
        void session.restart();
      }
    }),
  );
  for (const document of workspace.textDocuments) {
    void welcome(document, session);
  }
}

export async function deactivate(): Promise<void> {
  await running?.stop();
}

/** The server is started for the first document that is ours. */
async function welcome(document: TextDocument, session: Session): Promise<void> {
  if (isOurs(document)) {
    await commands.executeCommand('setContext', 'ipsec.hasConfiguration', true);
    await session.start();
  } else if (document.languageId === 'properties' && document.fileName.endsWith('.conf')) {
    // The editor takes every `.conf` for properties, and looks at the first line of other files only.
    const isWanted = workspace.getConfiguration('ipsec', document).get<boolean>('detectByContent') ?? true;
    if (isWanted && readsLikeConfiguration(document.getText())) {
      await languages.setTextDocumentLanguage(document, 'ipsec-conf');
    }
  }
}
