import cluster, { type Worker } from 'node:cluster';

/** Set for the workers that Stoa itself forks, in contrast to those of a process manager that uses node:cluster. */
export const WORKER_VARIABLE = 'STOA_WORKER';

/** Whether this process is one of several that a primary of ours has started. */
export function isWorker(): boolean {
  return cluster.isWorker && process.env[WORKER_VARIABLE] === 'true';
}

/** A message between a worker and its primary: plain data, distinguished by its kind. */
export interface WorkerMessage {
  kind: string;
}

/** Resolves when the message is sent, or when there is no primary any more; Node then ends this process. */
export function tellPrimary<T extends WorkerMessage>(message: T): Promise<void> {
  return new Promise((resolve) => {
    if (process.connected) process.send?.(message, undefined, undefined, () => resolve());
    else resolve();
  });
}

export function listenToPrimary(listener: (message: WorkerMessage) => void): void {
  process.on('message', listener);
}

/** Does nothing if the worker has died; its exit is handled elsewhere. */
export function tellWorker<T extends WorkerMessage>(worker: Worker, message: T): void {
  if (worker.isConnected()) worker.send(message, () => undefined);
}
