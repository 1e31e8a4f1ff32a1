import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { toDatabaseUrl } from '../../../src/shared/database/data-source';
import type { TestApp } from '../../support/test-app';

const ROOT = resolve(__dirname, '../../..');

export interface CommandOutcome {
  code: number;
  /** Standard output. */
  out: string;
  /** Standard error, where it talks to people. */
  said: string;
}

/** Runs `npm run import` as a process of its own on the store of the application, and waits for its end. */
export async function importCommand(app: TestApp, args: readonly string[]): Promise<CommandOutcome> {
  const { fileStorage } = app.settings;
  const loader = ['--require', './test/support/swc-require.cjs', 'src/commands/import.ts'];
  const child = spawn(process.execPath, [...loader, ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      NODE_ENV: 'development',
      DATABASE_URL: toDatabaseUrl(app.target),
      ...(fileStorage.kind === 'folder' ? { FILES_DIRECTORY: fileStorage.folder } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, said] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code: code as number, out, said };
}
