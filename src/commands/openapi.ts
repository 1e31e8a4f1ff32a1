import { readFileSync, writeFileSync } from 'node:fs';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from '../app.module';
import { loadSettings } from '../config/settings';
import { configureRoutes, createHttpAdapter } from '../configure-app';
import { buildOpenApi } from '../shared/http/openapi';
import { CommandError, runCommand, say } from './command';

const FILE = 'openapi.json';

/**
 * `npm run openapi` writes openapi.json from the built application; with `--check` it only compares and fails
 * when they differ. In Nest's preview mode nothing is instantiated, so no store is needed.
 */
void runCommand(async () => {
  const settings = loadSettings({ NODE_ENV: 'test', LOG_LEVEL: 'silent' });
  const target = { user: '', password: '', database: '' };
  const nest = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(settings, target),
    createHttpAdapter(settings),
    {
      preview: true,
      logger: false,
      abortOnError: false,
    },
  );
  configureRoutes(nest);
  const text = `${JSON.stringify(buildOpenApi(nest), null, 2)}\n`;
  if (!process.argv.includes('--check')) {
    writeFileSync(FILE, text);
    say(`Wrote ${FILE}`);
  } else if (readFileSync(FILE, 'utf8') !== text) {
    throw new CommandError(
      `${FILE} and the code differ. Run npm run openapi, look at the difference, and commit it.`,
    );
  } else {
    say(`${FILE} and the code agree`);
  }
});
