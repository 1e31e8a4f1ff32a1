import { createInterface } from 'node:readline';
import { startEmbeddedServer } from '../../src/shared/database/embedded';

/**
 * A process that holds an embedded server, for tests that kill it: `embedded-owner.ts <folder> <role> [options of the server…]`.
 * It tells on one line what it got, and stops when its input says so.
 */
async function main([dataDirectory = '', role, ...extraArguments]: string[]): Promise<void> {
  try {
    const server = await startEmbeddedServer({
      dataDirectory,
      role: role === 'command' ? 'command' : 'application',
      extraArguments,
    });
    const { connection, pid, created, recovered } = server;
    process.stdout.write(`${JSON.stringify({ connection, pid, created, recovered })}\n`);
    createInterface(process.stdin).once('line', () => {
      void server.stop().then(() => process.exit(0));
    });
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ error: (error as Error).message })}\n`);
  }
}

void main(process.argv.slice(2));
