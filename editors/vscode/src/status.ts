// The item in the status bar: the target in force and why, or what is the matter with the server.
import { StatusBarAlignment, type TextEditor, ThemeColor, window, workspace, type Disposable } from 'vscode';
import { isTarget, targetTooltip } from './messages';
import { isOurs, type Session } from './session';

/** A comment that names the target may be typed just now. */
const PAUSE_MS = 300;

export class TargetStatus implements Disposable {
  private readonly item = window.createStatusBarItem('ipsec.target', StatusBarAlignment.Right, 100);
  private readonly listeners: Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly session: Session) {
    this.item.name = 'Target of ipsec.conf';
    const soon = () => {
      this.refreshSoon();
    };
    this.listeners = [
      session.onDidChange(soon),
      window.onDidChangeActiveTextEditor(soon),
      workspace.onDidChangeConfiguration(soon),
      workspace.onDidChangeTextDocument(soon),
    ];
    this.refreshSoon();
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const listener of this.listeners) {
      listener.dispose();
    }
    this.item.dispose();
  }

  private refreshSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), PAUSE_MS);
  }

  private async refresh(): Promise<void> {
    const editor = window.activeTextEditor;
    if (editor === undefined || !isOurs(editor.document)) {
      this.item.hide();
      return;
    }
    const { session } = this;
    this.item.backgroundColor = undefined;
    switch (session.status) {
      case 'running':
        await this.showTarget(editor);
        break;
      case 'failed':
        this.item.text = '$(error) no ipsec-lsp';
        this.item.tooltip = `${session.failure} Click to try again.`.trim();
        this.item.command = 'ipsec.restartServer';
        this.item.backgroundColor = new ThemeColor('statusBarItem.errorBackground');
        break;
      default:
        this.item.text = '$(sync~spin) ipsec-lsp';
        this.item.tooltip = 'The language server for ipsec.conf starts.';
        this.item.command = 'ipsec.openLog';
    }
    this.item.show();
  }

  private async showTarget(editor: TextEditor): Promise<void> {
    let answer: unknown;
    try {
      answer = await this.session.ask('ipsec.showTarget', editor.document.uri.toString());
    } catch {
      // It was closed, or the server stopped: the next event shows what holds then.
      return;
    }
    if (isTarget(answer)) {
      this.item.text = `$(target) ${answer.target}`;
      this.item.tooltip = targetTooltip(answer);
      this.item.command = 'ipsec.changeTarget';
    }
  }
}
