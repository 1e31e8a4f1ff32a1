import { OperationRunner } from '../../src/shared/operations/operation-runner';
import type { TestApp } from './test-app';

/** The applications that are open in this process. */
export const openApps = new Set<Pick<TestApp, 'get'>>();

/** Operations that a request starts by the way, and of whose statements nobody thinks who counts those of the next. */
const BY_THE_WAY = ['totals_refresh'];

/** Resolves when what earlier requests have started by the way has ended. */
export async function othersEnded(): Promise<void> {
  for (const app of openApps) for (const kind of BY_THE_WAY) await app.get(OperationRunner).idle(kind);
}
