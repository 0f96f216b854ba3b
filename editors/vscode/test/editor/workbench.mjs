// VS Code's window, as a user has it. All selectors are here: they are insides of VS Code and change with it.

const SELECTORS = {
  workbench: '.monaco-workbench .explorer-folders-view',
  tree: '.explorer-folders-view .monaco-list-row',
  lines: '.editor-instance .view-line',
  activeLines: '.editor-group-container.active .editor-instance .view-line',
  details: '.suggest-details:visible',
  language: '#status\\.editor\\.mode',
  position: '#status\\.editor\\.selection',
  target: '#ipsec-conf-tools\\.ipsec-conf\\.ipsec\\.target',
  input: '.quick-input-widget:visible input[type=text]',
  picks: '.quick-input-widget:visible .monaco-list-row',
  problems: '.markers-panel .monaco-list-row',
  hover: '.monaco-hover:visible',
  completions: '.suggest-widget.visible .monaco-list-row',
  actions: '.action-widget .monaco-list-row',
  lenses: '.codelens-decoration a',
  notification: '.notifications-toasts .notification-list-item',
  dirty: '.tab.active.dirty',
  activeTab: '.editor-group-container.active .tab.active',
};

/** On a busy machine. */
const START_MS = 90_000;

/** @typedef {import('playwright-core').Page} Page */

export class Workbench {
  /** @param {Page} page */
  constructor(page) {
    this.page = page;
  }

  /** @param {string} url */
  async open(url) {
    await this.page.goto(url);
    await this.page.locator(SELECTORS.workbench).first().waitFor({ timeout: START_MS });
  }

  /** @param {string} text */
  lineWith(text) {
    return this.page.locator(SELECTORS.lines).filter({ hasText: text }).first();
  }

  /** @param {'error' | 'warning' | 'info'} kind */
  squiggles(kind) {
    return this.page.locator(`.squiggly-${kind}`);
  }

  language() {
    return this.page.locator(SELECTORS.language);
  }

  target() {
    return this.page.locator(SELECTORS.target);
  }

  /** @param {string} text */
  problem(text) {
    return this.page.locator(SELECTORS.problems).filter({ hasText: text }).first();
  }

  /** @param {string} text */
  notification(text) {
    return this.page.locator(SELECTORS.notification).filter({ hasText: text }).first();
  }

  /**
   * Rests on a word until a text is shown. The editor may just be moving its lines: then the mouse comes once more.
   * @param {string} word
   * @param {string} text
   */
  async hoverOver(word, text) {
    const shown = this.page.locator(SELECTORS.hover).filter({ hasText: text }).first();
    for (let tries = 0; tries < 10 && !(await shown.isVisible()); tries += 1) {
      await this.page.mouse.move(0, 0);
      await this.page.locator(SELECTORS.activeLines).getByText(word, { exact: true }).first().hover();
      await shown.waitFor({ timeout: 3000 }).catch(() => undefined);
    }
    await shown.waitFor();
  }

  /** @param {string} text */
  action(text) {
    return this.page.locator(SELECTORS.actions).filter({ hasText: text }).first();
  }

  /** The lowest code lens with a text; their order in the page is another. @param {string} text */
  async lens(text) {
    const lenses = this.page.locator(SELECTORS.lenses).filter({ hasText: text });
    await lenses.first().waitFor();
    const all = await lenses.all();
    const heights = await Promise.all(all.map(async (lens) => (await lens.boundingBox())?.y ?? 0));
    return lenses.nth(heights.indexOf(Math.max(...heights)));
  }

  /** @param {string} text */
  pick(text) {
    return this.page.locator(SELECTORS.picks).filter({ hasText: text }).first();
  }

  unsaved() {
    return this.page.locator(SELECTORS.dirty);
  }

  /** @param {string} name */
  activeTab(name) {
    return this.page.locator(SELECTORS.activeTab).filter({ hasText: name });
  }

  /** The labels of the completions, when one starts with `wanted`. @param {string} wanted */
  async completions(wanted) {
    await this.page.locator(`${SELECTORS.completions}[aria-label^="${wanted}"]`).first().waitFor();
    const rows = await this.page.locator(SELECTORS.completions).all();
    return Promise.all(rows.map(async (row) => (await row.getAttribute('aria-label')) ?? ''));
  }

  /** What is told about the completion that is selected. @param {string} text */
  details(text) {
    return this.page.locator(SELECTORS.details).filter({ hasText: text }).first();
  }

  /** Opens a file of the workspace from the tree, and its folders before it. @param {string} file */
  async openFile(file) {
    const name = file.split('/').at(-1) ?? file;
    for (const part of file.split('/')) {
      const row = this.page.locator(`${SELECTORS.tree}[aria-label^="${part}"]`).first();
      await row.waitFor();
      if (part === name) {
        await row.dblclick();
      } else if ((await row.getAttribute('aria-expanded')) === 'false') {
        await row.click();
      }
    }
    await this.activeTab(name).waitFor();
    // At its beginning: in the middle of a long line the editor would scroll.
    await this.page.locator(SELECTORS.activeLines).first().click({ position: { x: 2, y: 8 } });
  }

  /** @param {string} command */
  async run(command) {
    await this.page.keyboard.press('F1');
    await this.page.locator(SELECTORS.input).fill(`>${command}`);
    await this.pick(command).click();
  }

  /** Puts the cursor somewhere. @param {number} line @param {number} column */
  async goTo(line, column) {
    await this.page.keyboard.press('Control+g');
    const input = this.page.locator(SELECTORS.input);
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
    await this.isAt(line);
  }

  /** Waits until the cursor is on a line; the column that is shown depends on the width of tabs. @param {number} line */
  async isAt(line) {
    await this.page.locator(SELECTORS.position).filter({ hasText: `Ln ${line},` }).waitFor();
  }

  /** @param {string} key */
  async press(key) {
    await this.page.keyboard.press(key);
  }

  /** @param {string} text */
  async type(text) {
    await this.page.keyboard.type(text, { delay: 20 });
  }
}
