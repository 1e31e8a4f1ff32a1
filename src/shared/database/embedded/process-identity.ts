import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Identifies one process uniquely: `<pid>-<start time>-<boot>`. A pid alone is reused for other processes, so a file that
 * outlives its writer must not identify a process by pid only. The form is safe in file names.
 */
export type ProcessIdentity = string;

/** The identity of a running process; undefined once it has ended (a zombie has ended). */
export function identityOf(pid: number): ProcessIdentity | undefined {
  return process.platform === 'linux' ? identityFromProc(pid) : identityFromPs(pid);
}

export function ownIdentity(): ProcessIdentity {
  const identity = identityOf(process.pid);
  if (!identity) throw new Error('This process could not read its own start time.');
  return identity;
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(pidOf(identity)) === identity;
}

export function pidOf(identity: ProcessIdentity): number {
  return Number.parseInt(identity, 10);
}

/** Source: proc_pid_stat(5). The name field may hold spaces and brackets, so fields count from its end. */
export function parseProcStat(stat: string): { state: string; startTicks: string } | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  return state && startTicks ? { state, startTicks } : undefined;
}

function identityFromProc(pid: number): ProcessIdentity | undefined {
  try {
    const stat = parseProcStat(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    if (!stat || stat.state === 'Z' || stat.state === 'X') return undefined;
    // Ticks count from the boot: without its id, two processes of different boots could look the same.
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8);
    return `${pid}-${stat.startTicks}-${boot}`;
  } catch {
    return undefined;
  }
}

function identityFromPs(pid: number): ProcessIdentity | undefined {
  const ps = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  const [, state, started] = /^\s*(\S+)\s+(.+?)\s*$/.exec(ps.stdout ?? '') ?? [];
  if (!state || !started || state.startsWith('Z')) return undefined;
  return `${pid}-${Date.parse(started) / 1000}-ps`;
}
