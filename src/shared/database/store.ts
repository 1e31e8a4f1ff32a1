import { resolve } from 'node:path';
import pino from 'pino';
import type { Settings } from '../../config/settings';
import { type ConnectionTarget, parseDatabaseUrl } from './data-source';
import { EMBEDDED_DATABASE, startEmbeddedServer } from './embedded';

/** The database that a process uses, and how to close it. */
export interface Store {
  target: ConnectionTarget;
  /** Shown at start; never with a password. */
  description: string;
  /** Whether it is the embedded server, which only Stoa migrates and maintains. */
  isEmbedded: boolean;
  /** Resolves with the reason when the embedded server has ended and could not be started again. */
  lost: Promise<Error>;
  close(): Promise<void>;
}

/**
 * Opens the server that DATABASE_URL names, or else the embedded one on the data folder. An application owns that
 * folder alone; a command uses the server that runs there, or starts it until the command ends.
 *
 * @throws EmbeddedServerError with a message for the terminal
 */
export async function openStore(
  settings: Settings,
  role: 'application' | 'command',
  onProgress: (message: string) => void,
): Promise<Store> {
  if (settings.databaseUrl !== undefined) {
    const target = parseDatabaseUrl(settings.databaseUrl, settings.databaseTls);
    const place = target.socketPath ?? `${target.host}:${target.port}`;
    return {
      target,
      description: `${target.database} at ${place}`,
      isEmbedded: false,
      lost: new Promise(() => undefined),
      close: () => Promise.resolve(),
    };
  }
  const dataDirectory = resolve(settings.dataDirectory, 'database');
  let onLost: (error: Error) => void = () => undefined;
  const lost = new Promise<Error>((resolvePromise) => (onLost = resolvePromise));
  const log = pino({ level: settings.logLevel });
  const supervision = {
    limitSeconds: settings.databaseRestartSeconds,
    onTrouble: (message: string) => (role === 'application' ? log.error(message) : onProgress(message)),
    onLost,
  };
  const server = await startEmbeddedServer({ dataDirectory, role, onProgress, supervision });
  return {
    target: { ...server.connection, database: EMBEDDED_DATABASE },
    description: `embedded ${server.version} in ${dataDirectory}`,
    isEmbedded: true,
    lost,
    close: () => server.stop(),
  };
}
