import type { StoreName } from '../options';
import { APPLICATION_FAULTS } from './application-faults';
import type { Fault } from './fault';
import { GALERA_FAULTS } from './galera-faults';
import { PLAIN_FAULTS } from './plain-faults';

export type { Fault, Stage } from './fault';

export const FAULTS: readonly Fault[] = [...APPLICATION_FAULTS, ...PLAIN_FAULTS, ...GALERA_FAULTS];

/** The faults that were asked for, or the usual ones of the store. Throws a RangeError for one that it cannot have. */
export function faultsOf(store: StoreName, asked: readonly string[] | undefined): Fault[] {
  const possible = FAULTS.filter((fault) => fault.store === 'any' || fault.store === store);
  if (asked === undefined) return possible.filter((fault) => fault.isUsual(store));
  return asked.map((name) => {
    const fault = possible.find((each) => each.name === name);
    if (!fault)
      throw new RangeError(
        `There is no fault ${name} on ${store}; there are ${possible.map((each) => each.name).join(', ')}`,
      );
    return fault;
  });
}
