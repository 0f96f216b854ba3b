// The language server: found, started, asked, stopped.
import { commands, EventEmitter, type OutputChannel, Uri, window, workspace, type Disposable } from 'vscode';
import {
  type ClientCapabilities,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerCapabilities,
  type StaticFeature,
  State,
} from 'vscode-languageclient/node';
import { findServer, pathSetting, serverVersion } from './find';
import { here, run } from './machine';
import { BUTTONS, isStatus, notTheServer, SERVER_NOT_RUNNING, serverFailed, serverMissing, type Status } from './messages';

export const LANGUAGES = ['ipsec-conf', 'ipsec-secrets'];

/** The configurations that the server is told about; pages that this extension made are not among them. */
const SCHEMES = ['file', 'untitled'];

export type Phase = 'idle' | 'starting' | 'running' | 'failed';

/** What the server is told about us, and what of it is not left to the client library. */
const ours: StaticFeature = {
  fillClientCapabilities(capabilities: ClientCapabilities) {
    const others = capabilities.experimental as object | undefined;
    capabilities.experimental = { ...others, ipsecAnswers: true, ipsecStatus: true };
  },
  preInitialize(capabilities: ServerCapabilities) {
    // The library would make commands of the editor out of the server's; ours say what is missing when there is no server.
    delete capabilities.executeCommandProvider;
  },
  initialize: () => undefined,
  getState: () => ({ kind: 'static' }),
  clear: () => undefined,
};

export class Session implements Disposable {
  private client: LanguageClient | undefined;
  /** The one start or stop that is under way; the next one waits for it. */
  private work: Promise<void> = Promise.resolve();
  /** What the server said last, by document. */
  private readonly targets = new Map<string, Status>();
  private readonly changed = new EventEmitter<void>();
  /** The state of the server is another. */
  readonly onDidChange = this.changed.event;
  phase: Phase = 'idle';
  /** What was said about the last failure. */
  failure = '';

  constructor(
    private readonly log: OutputChannel,
    /** The name of this extension, for its walkthrough. */
    private readonly id: string,
  ) {}

  /** Starts the server unless that was done, or tried, already. */
  start(): Promise<void> {
    return this.phase === 'idle' ? this.restart() : this.work;
  }

  restart(): Promise<void> {
    this.set('starting');
    this.work = this.work.then(async () => {
      await this.end();
      await this.begin();
    });
    return this.work;
  }

  /** The target of a document, and why; unknown until the server has read it. */
  target(uri: Uri): Status | undefined {
    return this.targets.get(uri.toString());
  }

  /** The answer to a command of the server. */
  async ask(command: string, ...args: readonly unknown[]): Promise<unknown> {
    if (this.client === undefined || this.phase !== 'running') {
      throw new Error(SERVER_NOT_RUNNING);
    }
    return this.client.sendRequest('workspace/executeCommand', { command, arguments: args });
  }

  /** The settings are others: the server asks for them. */
  async reconfigure(): Promise<void> {
    if (this.phase === 'running') {
      await this.client?.sendNotification('workspace/didChangeConfiguration', { settings: null });
    }
  }

  async stop(): Promise<void> {
    this.work = this.work.then(() => this.end());
    await this.work;
  }

  dispose(): void {
    this.changed.dispose();
    void this.stop();
  }

  private async begin(): Promise<void> {
    const setting = workspace.getConfiguration('ipsec').inspect<string>('server.path');
    const found = findServer(pathSetting(setting, workspace.isTrusted), here);
    if ('problem' in found) {
      this.fail(serverMissing(found.problem), BUTTONS.install, BUTTONS.settings);
      return;
    }
    const { program } = found;
    const printed = await run(program, ['--version']);
    const version = serverVersion(printed.output);
    if (version === undefined) {
      const why = printed.failure ?? 'it does not answer --version as ipsec-lsp does';
      this.fail(notTheServer(program, why), BUTTONS.settings, BUTTONS.log);
      return;
    }
    this.log.appendLine(`${program}, version ${version}`);
    const client = this.create(program);
    this.client = client;
    try {
      await client.start();
    } catch (error) {
      this.fail(serverFailed(program, reason(error)), BUTTONS.log);
      return;
    }
    this.set('running');
    client.onDidChangeState(({ newState }) => {
      if (this.client === client) {
        this.set(newState === State.Running ? 'running' : newState === State.Starting ? 'starting' : 'failed');
      }
    });
  }

  private create(program: string): LanguageClient {
    const options: LanguageClientOptions = {
      documentSelector: [
        ...LANGUAGES.flatMap((language) => SCHEMES.map((scheme) => ({ language, scheme }))),
        // What is not saved of it holds as well.
        { scheme: 'file', pattern: '**/ipsec-lint.toml' },
      ],
      // The first findings are those of the right target already.
      initializationOptions: () => ({ ipsec: workspace.getConfiguration('ipsec') }),
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
    };
    const client = new LanguageClient('ipsec', 'ipsec.conf', { command: program }, options);
    client.registerFeature(ours);
    client.onNotification('ipsec/status', (status: unknown) => {
      if (isStatus(status)) {
        // The editor writes some characters of a URI otherwise.
        this.targets.set(Uri.parse(status.uri).toString(), status);
        this.changed.fire();
      }
    });
    return client;
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.targets.clear();
    try {
      await client?.dispose();
    } catch (error) {
      // One that is just starting, or that has ended by itself, cannot be stopped; there is nothing left of it to use.
      this.log.appendLine(`the server was not stopped in order: ${reason(error)}`);
    }
  }

  private fail(message: string, ...buttons: string[]): void {
    this.failure = message;
    this.log.appendLine(message);
    this.set('failed');
    void window.showErrorMessage(message, ...buttons).then((chosen) => this.help(chosen));
  }

  private async help(chosen: string | undefined): Promise<void> {
    switch (chosen) {
      case BUTTONS.install:
        await commands.executeCommand('workbench.action.openWalkthrough', `${this.id}#start`, false);
        break;
      case BUTTONS.settings:
        await commands.executeCommand('workbench.action.openSettings', 'ipsec.server.path');
        break;
      case BUTTONS.log:
        this.log.show();
        break;
    }
  }

  private set(phase: Phase): void {
    this.phase = phase;
    void commands.executeCommand('setContext', 'ipsec.serverRunning', phase === 'running');
    this.changed.fire();
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether the server is told about a document. */
export function isOurs(document: { readonly languageId: string; readonly uri: Uri }): boolean {
  return LANGUAGES.includes(document.languageId) && SCHEMES.includes(document.uri.scheme);
}
