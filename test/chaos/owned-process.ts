import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

interface ProcessOptions {
  name: string;
  command: readonly [program: string, ...words: string[]];
  environment: NodeJS.ProcessEnv;
  /** What it prints goes to this file. */
  log: string;
}

/** With util-linux's setpriv, Linux ends a process when its parent ends, even by SIGKILL. */
const END_WITH_PARENT = ['setpriv', '--pdeathsig', 'KILL', '--'];
let canEndWithParent: boolean | undefined;

/**
 * A program that is not Node, in a process group of its own: Ctrl-C at the terminal is for the command, which then ends
 * the group, and with it whatever scripts the program has started.
 */
export class OwnedProcess {
  private constructor(
    readonly name: string,
    private readonly child: ChildProcess,
    readonly pid: number,
  ) {}

  static async start({ name, command, environment, log }: ProcessOptions): Promise<OwnedProcess> {
    canEndWithParent ??= spawnSync(END_WITH_PARENT[0]!, ['--version']).status === 0;
    const [program, ...words] = canEndWithParent ? [...END_WITH_PARENT, ...command] : command;
    const output = openSync(log, 'a');
    const child = spawn(program, words, {
      env: environment,
      stdio: ['ignore', output, output],
      detached: true,
    });
    closeSync(output);
    await once(child, 'spawn');
    return new OwnedProcess(name, child, child.pid!);
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded) this.child.kill(signal);
  }

  /** Kills it, and waits until it is gone. */
  async kill(): Promise<void> {
    const ended = this.ended();
    this.signal('SIGKILL');
    await ended;
    this.endGroup();
  }

  /** Asks it to end and waits; kills it if it does not. */
  async stop(withinMilliseconds: number): Promise<void> {
    const ended = this.ended();
    this.signal('SIGTERM');
    // A frozen process does not receive SIGTERM.
    this.signal('SIGCONT');
    await Promise.race([ended, pause(withinMilliseconds, undefined, { ref: false })]);
    await this.kill();
  }

  private async ended(): Promise<void> {
    if (!this.hasEnded) await once(this.child, 'exit');
  }

  private endGroup(): void {
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}
