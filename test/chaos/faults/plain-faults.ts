import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../src/demo/content/random';
import type { PlainStore } from '../plain-store';
import type { Fault } from './fault';

type Make = (store: PlainStore, random: Random) => Promise<string>;

/** How long something is frozen, in milliseconds. */
const FREEZE = [1000, 4000] as const;
/** As above, a little longer than the application waits for a statement, and its client for the next try. */
const LATE = [11_000, 12_500] as const;
const STRIKES = 5;
const BETWEEN_STRIKES_MS = 300;

function plain(name: string, make: Make, isUsual = true): Fault {
  return {
    name,
    store: 'plain',
    isUsual: (store) => store === 'plain' && isUsual,
    make: ({ store, random }) => {
      if (store.kind !== 'plain') throw new Error(`${name} needs the plain store`);
      return make(store, random);
    },
  };
}

/** Every connection or half of them. */
function share(random: Random): { all: boolean; isChosen: () => boolean; words: string } {
  const all = random.chance(0.5);
  return {
    all,
    isChosen: () => all || random.chance(0.5),
    words: all ? 'all connections' : 'half of the connections',
  };
}

async function strike(blow: () => void | Promise<void>): Promise<void> {
  for (let strikes = 0; strikes < STRIKES; strikes += 1) {
    await blow();
    await pause(BETWEEN_STRIKES_MS);
  }
}

export const PLAIN_FAULTS: readonly Fault[] = [
  plain('database-kill', async ({ node }) => {
    await node.kill();
    await node.start();
    return 'killed and started again';
  }),
  plain('database-freeze', async ({ node }, random) => {
    const milliseconds = random.integer(...FREEZE);
    node.freeze();
    await pause(milliseconds);
    node.thaw();
    return `${milliseconds} ms`;
  }),
  plain('connections-kill', async (store, random) => {
    const { isChosen, words } = share(random);
    await strike(() => store.killConnections(isChosen));
    return `${words}, ${STRIKES} times`;
  }),
  plain('network-freeze', async ({ network }, random) => {
    const milliseconds = random.integer(...FREEZE);
    const { all, isChosen, words } = share(random);
    network.freeze(isChosen, all);
    await pause(milliseconds);
    network.thaw();
    return `${words}, ${milliseconds} ms`;
  }),
  // What was sent before arrives when the application has given it up and its client has gone on.
  plain(
    'network-late',
    async ({ network }, random) => {
      const milliseconds = random.integer(...LATE);
      network.freeze(() => random.chance(0.5), false);
      await pause(milliseconds);
      network.thaw();
      return `half of the connections, ${milliseconds} ms`;
    },
    false,
  ),
  plain('network-cut', async ({ network }, random) => {
    const { isChosen, words } = share(random);
    await strike(() => network.cut(isChosen));
    return `${words}, ${STRIKES} times`;
  }),
];
