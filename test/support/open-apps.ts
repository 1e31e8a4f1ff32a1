import { AsyncLocalStorage } from 'node:async_hooks';
import { OperationRunner } from '../../src/shared/operations/operation-runner';
import { replaceMethod } from './negative-control';
import type { TestApp } from './test-app';

/** The applications that are open in this process. */
export const openApps = new Set<Pick<TestApp, 'get'>>();

/** Operations that a request starts by the way, and of whose statements nobody thinks who counts those of a request. */
const BY_THE_WAY: readonly string[] = ['totals_refresh'];

const work = new AsyncLocalStorage<'by the way'>();
replaceMethod(
  OperationRunner.prototype,
  'take',
  (take) =>
    function (this: OperationRunner, sign) {
      if (BY_THE_WAY.includes(sign.kind)) work.run('by the way', () => take.call(this, sign));
      else take.call(this, sign);
    },
);

/** Whether such an operation is what runs. */
export function isByTheWay(): boolean {
  return work.getStore() !== undefined;
}

/** Resolves when what earlier requests have started by the way has ended: it may keep others waiting, who then try again. */
export async function othersEnded(): Promise<void> {
  for (const app of openApps) for (const kind of BY_THE_WAY) await app.get(OperationRunner).idle(kind);
}
