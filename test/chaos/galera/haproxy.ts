import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OwnedProcess } from '../owned-process';

export interface Backend {
  name: string;
  port: number;
  checkPort: number;
}

const END_WITHIN_MS = 5000;

/**
 * One writer at a time: the first server that the check finds fit, and the others only after it. The one entry of the stick
 * table keeps the writer when an earlier server comes back; a change back would cost a second interruption.
 */
export function haproxyConfiguration(port: number, backends: readonly Backend[]): string {
  const servers = backends.map(
    ({ name, port: serverPort, checkPort }, place) =>
      `  server ${name} 127.0.0.1:${serverPort} check port ${checkPort}${place === 0 ? '' : ' backup'}`,
  );
  return `global
  maxconn 1000

defaults
  mode tcp
  timeout connect 2s
  timeout client 1h
  timeout server 1h
  timeout check 1s
  option clitcpka
  option srvtcpka

listen stoa-database
  bind 127.0.0.1:${port}
  option httpchk GET /
  stick-table type ip size 16
  stick on dst
  default-server inter 500ms fall 2 rise 2 on-marked-down shutdown-sessions
${servers.join('\n')}
`;
}

/** Debian's haproxy before the cluster. */
export async function startHaproxy(
  program: string,
  environment: NodeJS.ProcessEnv,
  folder: string,
  configuration: string,
): Promise<{ stop: () => Promise<void> }> {
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, configuration);
  const log = join(folder, 'haproxy.log');
  const haproxy = await OwnedProcess.start({
    name: 'haproxy',
    command: [program, '-db', '-f', file],
    environment,
    log,
  });
  return { stop: () => haproxy.stop(END_WITHIN_MS) };
}
