import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-server.errors';

/**
 * Runs the server as its child and a guard that reads the pipe. Every process that needs the server
 * holds the pipe open for writing; the kernel closes it for one that is killed, so the guard meets
 * the end of the pipe exactly when nobody is left, and asks the server to end. A line on the pipe is
 * a newcomer's greeting: the guard answers by making the file it names, which proves to the newcomer
 * that the guard has not already made up its mind. When the server ends first, the guard is dismissed.
 *
 * Before the first greeting, which is that of a server found ready, the guard kills instead of asking:
 * MariaDB 10.11 hangs for good on a SIGTERM during its start (29 of 150 tries), nobody can have
 * committed anything by then, and a recovery that is cut short is simply done again.
 */
const KEEPER = `
exec 3<&0 </dev/null
"$@" 3<&- >/dev/null 2>&1 &
server=$!
echo "$server"
exec >&-
(
  signal=KILL
  while IFS= read -r greeting; do signal=TERM; true >"$greeting"; done <&3
  kill -"$signal" "$server"
) &
guard=$!
exec 3<&-
wait "$server"
kill "$guard"
`;

export const PIPE = 'server.pipe';
export const GREETING = 'greeting.';
const ANSWER_WITHIN_MS = 3000;

/** This process's hold on the server: while any process has one the server runs, after the last it ends. */
export class ServerKeeper {
  private released = false;

  private constructor(private readonly pipe: number) {}

  /**
   * Starts the server under a new keeper and holds it.
   *
   * @param folder where the keeper's pipe is made; the server's own files are the arguments' affair
   * @returns the hold and the server's pid; the server is starting, not ready
   */
  static async launch(
    folder: string,
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
  ): Promise<{ keeper: ServerKeeper; pid: number }> {
    const path = join(folder, PIPE);
    rmSync(path, { force: true });
    const made = spawnSync('mkfifo', ['-m', '600', path], { encoding: 'utf8' });
    if (made.status !== 0) {
      throw new EmbeddedServerError(`mkfifo ${path} failed: ${made.error?.message ?? made.stderr.trim()}`);
    }
    // The reading end first: a pipe that nobody reads cannot be opened for writing without waiting.
    const readingEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const keeper = new ServerKeeper(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    try {
      // Detached: Ctrl-C in the terminal is for the application, which then ends the server in good order.
      const shell = spawn('/bin/sh', ['-c', KEEPER, 'stoa-database-keeper', ...command], {
        cwd: folder,
        env: environment,
        stdio: [readingEnd, 'pipe', 'ignore'],
        detached: true,
      });
      shell.unref();
      return { keeper, pid: await readPid(shell.stdout!, shell) };
    } catch (error) {
      keeper.release();
      throw error;
    } finally {
      closeSync(readingEnd);
    }
  }

  /** Holds a server that runs already; undefined if its keeper is gone or is just ending it. */
  static async join(folder: string): Promise<ServerKeeper | undefined> {
    let keeper: ServerKeeper | undefined;
    try {
      keeper = new ServerKeeper(openSync(join(folder, PIPE), constants.O_WRONLY | constants.O_NONBLOCK));
      await keeper.greet(folder);
      return keeper;
    } catch {
      keeper?.release();
      return undefined;
    }
  }

  /**
   * Tells the keeper of a ready server, and hears that the keeper is at its post.
   *
   * @throws Error if there is no answer in time
   */
  async greet(folder: string): Promise<void> {
    const greeting = `${GREETING}${randomBytes(6).toString('hex')}`;
    const answer = join(folder, greeting);
    try {
      writeSync(this.pipe, `${greeting}\n`);
      const deadline = performance.now() + ANSWER_WITHIN_MS;
      while (!existsSync(answer)) {
        if (performance.now() > deadline)
          throw new Error('The keeper of the database server does not answer.');
        await pause(5);
      }
    } finally {
      rmSync(answer, { force: true });
    }
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    closeSync(this.pipe);
  }
}

function readPid(stdout: NodeJS.ReadableStream, shell: NodeJS.EventEmitter): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    stdout.on('end', () => {
      const pid = Number.parseInt(text, 10);
      if (pid > 0) resolve(pid);
      else reject(new EmbeddedServerError('The database server could not be launched.'));
    });
    shell.on('error', reject);
  });
}
