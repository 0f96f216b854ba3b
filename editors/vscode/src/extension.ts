// What the editor calls: everything is tied together here.
import { commands, type ExtensionContext, languages, type TextDocument, window, workspace } from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
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
  const middleware: Middleware = {
    // The client makes commands of the editor out of the server's; code lenses run them, and the palette.
    executeCommand: (command, args: unknown[], next): unknown => {
      switch (command) {
        case 'ipsec.showEffectiveConn':
          return conns.showEffective(args);
        case 'ipsec.showUsers':
          return conns.showUsers(args);
        default:
          return next(command, args);
      }
    },
  };
  const session = new Session(log, middleware, context.extension.id);
  const conns = new Conns(session, pages);
  running = session;

  context.subscriptions.push(
    log,
    pages,
    session,
    new TargetStatus(session),
    commands.registerCommand('ipsec.restartServer', () => session.restart()),
    commands.registerCommand('ipsec.showCommands', (...args: unknown[]) => conns.showCommands(args)),
    commands.registerCommand('ipsec.changeTarget', changeTarget),
    commands.registerCommand('ipsec.openLog', () => {
      log.show();
    }),
    workspace.onDidOpenTextDocument((document) => welcome(document, session)),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('ipsec.server.path') && session.status !== 'idle') {
        void session.restart();
      } else if (event.affectsConfiguration('ipsec')) {
        void session.reconfigure();
      }
    }),
    workspace.onDidGrantWorkspaceTrust(() => {
      // A path that the workspace names counts from now on.
      if (session.status !== 'idle' && workspace.getConfiguration('ipsec').inspect('server.path')?.workspaceValue !== undefined) {
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
