import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, constants, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EmbeddedServerError } from './embedded-server.errors';

/**
 * A shell script that runs the server as its child and a guard that reads a named pipe. Every process that uses the
 * server holds the pipe open for writing. The kernel closes it when a process is killed, so the guard reads the end of the
 * pipe exactly when no process is left, and then sends the server SIGTERM. A process that joins writes the name of a file
 * to the pipe; the guard creates that file, which shows that it is not ending the server already. When the server ends
 * first, the script ends the guard.
 *
 * Until the first such line, which is written once the server is ready, the guard sends SIGKILL instead: MariaDB 10.11
 * hangs for ever on a SIGTERM during its start (29 of 150 tries). Nothing can have been committed by then, and an
 * interrupted recovery is repeated at the next start.
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

/** This process's open pipe: the server runs while any process has one, and ends after the last is closed. */
export class ServerKeeper {
  private released = false;

  private constructor(private readonly pipe: number) {}

  /**
   * Starts the server under a new keeper and opens its pipe.
   *
   * @param folder where the keeper's pipe is created; the arguments say where the server's own files are
   * @returns the open pipe and the server's pid; the server is starting, not ready
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
    // The reading end first: opening a pipe for writing blocks until it has a reader.
    const readingEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const keeper = new ServerKeeper(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    try {
      // Detached: Ctrl-C in the terminal is for the application, which then shuts the server down cleanly.
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

  /** Opens the pipe of a running server; undefined if its keeper is gone or is ending the server. */
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
   * Tells the keeper that the server is ready, and waits for the keeper's confirmation.
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
      else reject(new EmbeddedServerError('The database server could not be started.'));
    });
    shell.on('error', reject);
  });
}
