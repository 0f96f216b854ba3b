// The item in the status bar: the target in force and why, or what is the matter with the server.
import { StatusBarAlignment, ThemeColor, window, workspace, type Disposable } from 'vscode';
import { targetTooltip } from './messages';
import { isOurs, type Session } from './session';

export class TargetStatus implements Disposable {
  private readonly item = window.createStatusBarItem('ipsec.target', StatusBarAlignment.Right, 100);
  private readonly listeners: Disposable[];

  constructor(private readonly session: Session) {
    this.item.name = 'Target of ipsec.conf';
    const refresh = () => {
      this.refresh();
    };
    this.listeners = [
      session.onDidChange(refresh),
      window.onDidChangeActiveTextEditor(refresh),
      // A document that gets another language is closed and opened.
      workspace.onDidOpenTextDocument(refresh),
    ];
    this.refresh();
  }

  dispose(): void {
    for (const listener of this.listeners) {
      listener.dispose();
    }
    this.item.dispose();
  }

  private refresh(): void {
    const editor = window.activeTextEditor;
    if (editor === undefined || !isOurs(editor.document)) {
      this.item.hide();
      return;
    }
    const { session } = this;
    const status = session.target(editor.document.uri);
    this.item.backgroundColor = undefined;
    if (session.phase === 'failed') {
      this.item.text = '$(error) no ipsec-lsp';
      this.item.tooltip = `${session.failure} Click to try again.`.trim();
      this.item.command = 'ipsec.restart';
      this.item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
    } else if (session.phase === 'running' && status !== undefined) {
      this.item.text = `$(target) ${status.target}`;
      this.item.tooltip = targetTooltip(status);
      this.item.command = 'ipsec.changeTarget';
    } else {
      this.item.text = '$(sync~spin) ipsec-lsp';
      this.item.tooltip = 'The language server for ipsec.conf reads the configuration.';
      this.item.command = 'ipsec.openLog';
    }
    this.item.show();
  }
}
