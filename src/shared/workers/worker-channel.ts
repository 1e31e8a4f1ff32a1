import cluster, { type Worker } from 'node:cluster';

/** Set for the workers that Stoa itself forks; one that somebody else's process manager forked stands alone. */
export const WORKER_VARIABLE = 'STOA_WORKER';

/** Whether this process is one of several that a primary of ours has started. */
export function isWorker(): boolean {
  return cluster.isWorker && process.env[WORKER_VARIABLE] === 'true';
}

/** What a worker and its primary tell each other: plain data, told apart by its kind. */
export interface WorkerMessage {
  kind: string;
}

/** Resolves when it is told; also when there is no primary any more, which ends this process in a moment. */
export function tellPrimary<T extends WorkerMessage>(message: T): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else resolve();
  });
}

export function listenToPrimary(listener: (message: WorkerMessage) => void): void {
  process.on('message', listener);
}

/** The worker may have died meanwhile, which shows elsewhere. */
export function tellWorker<T extends WorkerMessage>(worker: Worker, message: T): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}
