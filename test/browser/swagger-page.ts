import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
import { DemoServer } from './demo-server';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const PASSWORD = 'stoa-demo-2026';

/** What an operation was answered. */
export interface Executed {
  status: number;
  // What a test asserts on is the shape it expects.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A file that a person chooses. */
export interface UploadedFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Swagger UI of a demo of its own, as a person uses it. */
export class SwaggerPage {
  private constructor(
    readonly server: DemoServer,
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  static async open(environment?: Record<string, string>): Promise<SwaggerPage> {
    if (!existsSync(CHROMIUM))
      throw new Error(`${CHROMIUM} is missing: apt-get install chromium, or set CHROMIUM`);
    const server = await DemoServer.start(environment);
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    await page.goto(`${server.url}/docs`);
    await page.locator('.opblock-tag').first().waitFor();
    return new SwaggerPage(server, browser, page);
  }

  /** A page of the same browser, at another origin than the API. */
  emptyPage(): Promise<Page> {
    return this.browser.newPage();
  }

  /** Returns the exit code of the demo. */
  async close(): Promise<number | null> {
    await this.browser.close();
    return this.server.stop();
  }

  /** Fills the Authorize dialog in. The caller waits for what it says. */
  async authorize(username: string, password = PASSWORD): Promise<Locator> {
    await this.page.locator('.auth-wrapper .authorize').first().click();
    const dialog = this.page.locator('.auth-container', { hasText: 'password' }).first();
    await dialog.locator('#oauth_username').fill(username);
    await dialog.locator('#oauth_password').fill(password);
    await dialog.locator('button.authorize').click();
    return dialog;
  }

  async signIn(username: string): Promise<void> {
    const dialog = await this.authorize(username);
    await dialog.getByText('Logout').waitFor();
    await this.closeDialog();
  }

  async closeDialog(): Promise<void> {
    await this.page.locator('.btn-done, .close-modal').first().click();
  }

  /** Opens an operation's panel, ready to be filled. */
  async openOperation(method: string, path: string): Promise<Locator> {
    const operation = this.page.locator(`.opblock-${method.toLowerCase()}`, {
      has: this.page.locator(`[data-path="${path}"]`),
    });
    if ((await operation.count()) === 0) {
      // Tags are folded at first. One is open at a time: of 150 entries and more, Swagger UI draws only those within the window.
      const open = this.page.locator('.opblock-tag-section.is-open .opblock-tag');
      while ((await open.count()) > 0) await open.first().click();
      await this.page.locator(`.opblock-tag[data-tag="${tagOf(method, path)}"]`).click();
      await operation.waitFor();
    }
    if (!(await operation.getAttribute('class'))?.includes('is-open'))
      await operation.locator('.opblock-summary-control').click();
    await operation.locator('.execute').waitFor();
    return operation;
  }

  async fill(operation: Locator, name: string, value: string): Promise<void> {
    const row = operation.locator(`tr[data-param-name="${name}"]`);
    const select = row.locator('select');
    if ((await select.count()) > 0) await select.selectOption(value);
    else await row.locator('input').fill(value);
  }

  /** Presses Execute with the body that stands in the editor: the one given, or `offered`, in place of what was sent before. */
  async execute(
    method: string,
    path: string,
    parameters: Record<string, string> = {},
    sent?: object | 'offered',
  ): Promise<Executed> {
    const operation = await this.openOperation(method, path);
    await this.clear(operation);
    if (sent === 'offered') await this.press(operation.locator('.try-out__btn.reset'));
    else if (sent) await operation.locator('textarea.body-param__text').fill(JSON.stringify(sent));
    for (const [name, value] of Object.entries(parameters)) await this.fill(operation, name, value);
    return this.answer(operation);
  }

  /** Presses Execute, and reads what is answered. */
  async answer(operation: Locator): Promise<Executed> {
    await operation.locator('.execute').click();
    const shown = operation.locator('.live-responses-table .response');
    const status = shown.locator('.response-col_status').last();
    await status.waitFor();
    const text = shown.locator('.microlight, pre').first();
    const body = (await text.count()) > 0 ? await text.innerText() : '';
    return {
      status: Number.parseInt(await status.innerText(), 10),
      body: body.startsWith('{') ? JSON.parse(body) : body,
    };
  }

  /** Chooses one of the examples that an operation offers by its name in openapi.json, and returns what then stands in the editor. */
  async chooseExample(operation: Locator, name: string): Promise<{ response: unknown }> {
    const choice = operation.locator('.opblock-section-request-body .examples-select select');
    await choice.selectOption(name);
    return JSON.parse(await operation.locator('textarea.body-param__text').inputValue());
  }

  /** Fills a field of a form in: a file with what is to be uploaded. */
  async fillForm(operation: Locator, name: string, value: string | UploadedFile): Promise<void> {
    const row = operation.locator(`tr[data-property-name="${name}"]`);
    if (typeof value !== 'string') await row.locator('input[type=file]').setInputFiles(value);
    else if ((await row.locator('select').count()) > 0) await row.locator('select').selectOption(value);
    else await row.locator('input').fill(value);
  }

  /** Takes away the answer of an earlier press. */
  async clear(operation: Locator): Promise<void> {
    await this.press(operation.locator('.btn-clear'));
  }

  /** Presses a button if it is there. */
  private async press(button: Locator): Promise<void> {
    if ((await button.count()) > 0) await button.click();
  }

  /** For a person to look at, where SCREENSHOTS names a folder. */
  async picture(name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS'];
    if (folder !== undefined) await this.page.screenshot({ path: `${folder}/${name}.png` });
  }
}

interface Tagged {
  paths: Record<string, Record<string, { tags: string[] }>>;
}

function tagOf(method: string, path: string): string {
  const { paths } = JSON.parse(readFileSync('openapi.json', 'utf8')) as Tagged;
  const tag = paths[path]?.[method.toLowerCase()]?.tags[0];
  if (tag === undefined) throw new Error(`openapi.json has no ${method} ${path}`);
  return tag;
}
