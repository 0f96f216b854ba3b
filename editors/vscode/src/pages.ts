// Pages that are made and only read: a conn written out, the commands for the daemon.
import { EventEmitter, languages, type TextDocumentContentProvider, Uri, ViewColumn, window, workspace, type Disposable } from 'vscode';

const SCHEME = 'ipsec-page';

export class Pages implements TextDocumentContentProvider, Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly listeners = [
    workspace.registerTextDocumentContentProvider(SCHEME, this),
    workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
  ];

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Shows a text beside the editor; one with the same title and origin is replaced. */
  async show(title: string, origin: Uri, language: string, text: string): Promise<void> {
    const path = `/${title.replaceAll('/', '\u2215')}`;
    const uri = Uri.from({ scheme: SCHEME, path, query: origin.toString() });
    this.texts.set(uri.toString(), text);
    this.changed.fire(uri);
    const document = await workspace.openTextDocument(uri);
    await languages.setTextDocumentLanguage(document, language);
    // Setting the language closes the document and opens it again.
    this.texts.set(uri.toString(), text);
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preview: true, preserveFocus: true });
  }

  dispose(): void {
    for (const listener of this.listeners) {
      listener.dispose();
    }
    this.changed.dispose();
  }
}
