import { existsSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { loadSettings, type Settings, SettingsError } from '../config/settings';
import { EmbeddedServerError } from '../shared/database/embedded';
import { ServerLimitError } from '../shared/database/server-limits';
import { openStore, type Store } from '../shared/database/store';
import { DomainError } from '../shared/errors/domain-error';
import { inEnglish } from '../shared/sentences/say';
import { faultOfNode } from './node-version';

/** A fault that the person at the terminal can fix. Its message is shown without a stack. */
export class CommandError extends Error {}

const FOR_PEOPLE = [CommandError, SettingsError, EmbeddedServerError, ServerLimitError];

/** The database server refused the account. That it cannot be reached shows in the system call. */
const NO_ENTRY = ['ER_ACCESS_DENIED_ERROR', 'ER_DBACCESS_DENIED_ERROR', 'ER_BAD_DB_ERROR', 'ENOTFOUND'];

/** What the arguments of a command say. Throws CommandError with the usage for those that it does not know. */
export function argumentsOf<Config extends ParseArgsConfig>(
  config: Config,
  usage: string,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n${usage}`);
  }
}

/** Reads `.env` where there is one, without overriding what is set already, then the settings. */
export function readSettings(): Settings {
  readEnvironmentFile();
  return loadSettings(process.env);
}

export function readEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** Says something to the person at the terminal. Standard error, so that output stays clean. */
export function say(message: string): void {
  process.stderr.write(`${message}\n`);
}

/** Runs a command and exits: with the code it gives, or 0, when it is done; 1 when it failed, after `tell` has reported why. */
export async function runCommand(
  work: (settings: Settings) => Promise<number | void>,
  read: () => Settings = readSettings,
  tell: (error: unknown) => void = (error) => say(wordsFor(error)),
): Promise<void> {
  try {
    const fault = faultOfNode(process.versions.node);
    if (fault !== undefined) throw new CommandError(fault);
    process.exitCode = (await work(read())) ?? 0;
  } catch (error) {
    tell(error);
    // Not by exitCode: connections that are still open would keep the process running.
    process.exit(1);
  }
}

/** The message of an error that the person at the terminal can fix; otherwise its stack. */
export function wordsFor(error: unknown): string {
  return messageForPeople(error) ?? String((error as Error).stack ?? error);
}

/** The message of an error that the person at the terminal can fix; undefined for any other. */
function messageForPeople(error: unknown): string | undefined {
  if (FOR_PEOPLE.some((type) => error instanceof type)) return (error as Error).message;
  if (error instanceof DomainError)
    return [error.message, ...error.fields.map((fault) => `  - ${inEnglish(fault.message)}`)].join('\n');
  const { code = '', syscall, message, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken; set PORT=… to another one.`;
  if (code === 'EACCES' && port !== undefined)
    return `Port ${port} is not for this user; set PORT=… to one above 1023.`;
  if (syscall === 'connect' || NO_ENTRY.includes(code))
    return `The database cannot be used: ${message || code}`;
  if (code === 'ER_NO_SUCH_TABLE')
    return 'The database has no tables of this version yet. Run npm run migrate first.';
  return undefined;
}

/** Opens the store for the time of the work. */
export async function withStore(settings: Settings, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await openStore(settings, 'command', say);
  const loss = store.lost.then((error) => {
    throw new CommandError(`The database server has ended and cannot be started again. ${error.message}`);
  });
  try {
    await Promise.race([work(store), loss]);
  } finally {
    await store.close();
  }
}
