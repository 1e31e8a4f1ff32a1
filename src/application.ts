import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module';
import { CommandError } from './commands/command';
import type { Settings } from './config/settings';
import { configureApp, createHttpAdapter } from './configure-app';
import { holdsDemoSchool } from './demo';
import { MIGRATIONS } from './migrations';
import type { Clock } from './shared/clock/clock';
import type { ConnectionTarget } from './shared/database/data-source';
import { migrate } from './shared/database/migrate';
import { requireConnections } from './shared/database/server-limits';
import { openStore, type Store } from './shared/database/store';
import { Readiness } from './shared/health/health.module';
import type { HttpAdapter } from './shared/http/http-adapter';
import { isWorker } from './shared/workers/worker-channel';

/** The running application: its address, its store, and how to stop it. */
export interface RunningApplication {
  url: string;
  store: Store;
  /**
   * First it reports that it is not ready, and still takes requests for DRAIN_SECONDS. Then it finishes what is running,
   * and closes the server and the store.
   */
  stop(): Promise<void>;
}

/**
 * Opens the store. The embedded one is migrated here, because no administrator migrates it; one named by DATABASE_URL
 * is migrated by `npm run migrate`. `prepare` works on the migrated store before there is an application.
 */
export async function openPreparedStore(
  settings: Settings,
  say: (message: string) => void,
  prepare?: (store: Store) => Promise<void>,
): Promise<Store> {
  const store = await openStore(settings, 'application', say);
  try {
    if (store.isEmbedded) await migrate(store.target, MIGRATIONS, { onProgress: say });
    if (!isWorker()) await requireConnections(store.target, settings);
    await prepare?.(store);
    if (settings.environment === 'production') await refuseDemoSchool(store);
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** @throws CommandError where the store holds the demo school */
async function refuseDemoSchool({ target, description }: Store): Promise<void> {
  if (!(await holdsDemoSchool(target))) return;
  throw new CommandError(
    `The store (${description}) was filled with the demo school by npm run demo. Everybody knows the passwords of its accounts, its administrator's too, so it is not served with NODE_ENV=production. Name another, empty database with DATABASE_URL.`,
  );
}

/** Opens and prepares the store, makes the application and listens. */
export async function startApplication(
  settings: Settings,
  say: (message: string) => void,
  prepare?: (store: Store) => Promise<void>,
): Promise<RunningApplication> {
  const store = await openPreparedStore(settings, say, prepare);
  let nest: NestFastifyApplication | undefined;
  try {
    nest = await NestFactory.create<NestFastifyApplication>(
      AppModule.forRoot(settings, store.target),
      createHttpAdapter(settings),
      { bufferLogs: true, abortOnError: false },
    );
    await configureApp(nest);
    await nest.init();
    // Not nest.listen, which would also log that the port is taken; it is reported once.
    const url = await nest
      .getHttpAdapter()
      .getInstance()
      .listen({ port: settings.port, host: settings.host });
    const running = nest;
    return { url, store, stop: () => stop(running, store, settings) };
  } catch (error) {
    // Connections that stay open would keep the process from ending.
    await nest?.close().catch(() => undefined);
    await store.close();
    throw error;
  }
}

/** The modules without their HTTP side, for the time of the work: for commands. The store must be migrated. */
export async function withModules<T>(
  settings: Settings,
  target: ConnectionTarget,
  work: (modules: INestApplicationContext) => Promise<T>,
  clock?: Clock,
): Promise<T> {
  const modules = await NestFactory.createApplicationContext(AppModule.forRoot(settings, target, clock), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  try {
    return await work(modules);
  } finally {
    await modules.close();
  }
}

async function stop(nest: NestFastifyApplication, store: Store, settings: Settings): Promise<void> {
  nest.get(Readiness, { strict: false }).drain();
  // Time for load balancers to notice. Connections that are used meanwhile are told to close.
  await pause(settings.drainSeconds * 1000);
  await (nest.getHttpAdapter() as unknown as HttpAdapter).connections.end(settings.shutdownSeconds);
  await nest.close();
  await store.close();
}

/** Ends the application on SIGTERM or SIGINT; a second signal, or a stop that takes too long, ends it at once. */
export function stopOnSignals(application: RunningApplication, settings: Settings): void {
  let isStopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    const seconds = settings.drainSeconds + settings.shutdownSeconds;
    const deadline = setTimeout(() => process.exit(1), seconds * 1000);
    deadline.unref();
    application.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`Stopping after ${signal} failed: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
