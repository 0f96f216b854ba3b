// Changing the target: in the settings, or in a comment of the file.
import { ConfigurationTarget, Position, type TextDocument, window, workspace, WorkspaceEdit } from 'vscode';
import { isOurs, type Session } from './session';
import { AUTO, type Choice, targetFault, TARGETS } from './targets';
import { targetComment } from './text';

export async function changeTarget(session: Session): Promise<void> {
  const target = await pickTarget();
  if (target === undefined) {
    return;
  }
  const settings = workspace.getConfiguration('ipsec');
  switch (await pickPlace(target, session)) {
    case 'workspace':
      await settings.update('target', target, ConfigurationTarget.Workspace);
      break;
    case 'user':
      await settings.update('target', target, ConfigurationTarget.Global);
      break;
    case 'comment':
      await writeComment(target);
      break;
    case 'session':
      await session.ask('ipsec.changeTarget', target);
      break;
    case undefined:
  }
}

async function pickTarget(): Promise<string | undefined> {
  const other = 'another one...';
  const now = workspace.getConfiguration('ipsec').get<string>('target') ?? AUTO.target;
  const item = ({ target, about }: Choice) => ({ label: target, description: target === now ? `${about} (set now)` : about });
  const picked = await window.showQuickPick([AUTO, ...TARGETS].map(item).concat({ label: other, description: '' }), {
    title: 'Which program reads the configuration?',
  });
  if (picked?.label !== other) {
    return picked?.label;
  }
  return window.showInputBox({
    title: 'Which program reads the configuration?',
    placeHolder: 'libreswan@4.12',
    validateInput: (typed) => targetFault(typed),
  });
}

type Place = 'workspace' | 'user' | 'comment' | 'session';

async function pickPlace(target: string, session: Session): Promise<Place | undefined> {
  const places: { label: string; description: string; place: Place }[] = [];
  if (target !== AUTO.target && configuration() !== undefined) {
    places.push({
      label: 'In the file',
      description: 'a comment in its head, for everybody and every tool; a setting has precedence',
      place: 'comment',
    });
  }
  if (workspace.workspaceFolders !== undefined) {
    places.push({ label: 'In the settings of the workspace', description: 'for all files in it', place: 'workspace' });
  }
  places.push({ label: 'In your settings', description: 'for all files', place: 'user' });
  if (session.phase === 'running') {
    places.push({ label: 'Nowhere', description: 'it holds for this session, before comments and settings', place: 'session' });
  }
  return (await window.showQuickPick(places, { title: `Where is ${target} to be written?` }))?.place;
}

function configuration(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  return document !== undefined && isOurs(document) && document.languageId === 'ipsec-conf' ? document : undefined;
}

async function writeComment(target: string): Promise<void> {
  const document = configuration();
  if (document === undefined) {
    return;
  }
  const { line, text } = targetComment(document.getText().split(/\r?\n/), target);
  const edit = new WorkspaceEdit();
  if (line === undefined) {
    edit.insert(document.uri, new Position(0, 0), `${text}\n`);
  } else {
    edit.replace(document.uri, document.lineAt(line).range, text);
  }
  await workspace.applyEdit(edit);
}
