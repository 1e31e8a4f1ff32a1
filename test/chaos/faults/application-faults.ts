import type { Fault, Stage } from './fault';

async function restartOne({ replicas, random }: Stage, signal: 'SIGKILL' | 'SIGTERM'): Promise<string> {
  const place = random.integer(0, replicas.count - 1);
  await replicas.restart(place, signal);
  return `${signal} to replica ${place + 1}`;
}

export const APPLICATION_FAULTS: readonly Fault[] = [
  {
    name: 'application-kill',
    store: 'any',
    isUsual: (store) => store === 'plain',
    make: (stage) => restartOne(stage, 'SIGKILL'),
  },
  {
    name: 'application-term',
    store: 'any',
    isUsual: (store) => store === 'plain',
    make: (stage) => restartOne(stage, 'SIGTERM'),
  },
];
