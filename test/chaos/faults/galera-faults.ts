import { setTimeout as pause } from 'node:timers/promises';
import type { GaleraStore } from '../galera/galera-store';
import type { Fault } from './fault';

/** Time that a machine needs to restart; longer than its cluster waits for it. */
const AWAY_MS = 8000;

function galera(name: string, isUsual: boolean, make: (store: GaleraStore) => Promise<string>): Fault {
  return {
    name,
    store: 'galera',
    isUsual: (store) => store === 'galera' && isUsual,
    make: ({ store }) => {
      if (store.kind !== 'galera') throw new Error(`${name} needs the galera store`);
      return make(store);
    },
  };
}

export const GALERA_FAULTS: readonly Fault[] = [
  galera('writer-kill', true, async (store) => {
    const writer = await store.writer();
    await writer.database.kill();
    await pause(AWAY_MS);
    await writer.rejoin(store.nodes);
    return `${writer.name} killed; the writer is ${(await store.writer()).name}`;
  }),
  galera('writer-freeze', false, async (store) => {
    const writer = await store.writer();
    writer.database.freeze();
    await pause(AWAY_MS);
    writer.database.thaw();
    await writer.untilSynced();
    return `${writer.name} frozen for ${AWAY_MS / 1000} s; the writer is ${(await store.writer()).name}`;
  }),
];
