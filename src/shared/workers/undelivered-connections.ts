import type { Worker } from 'node:cluster';

/** A connection as Node's cluster passes it on: its handle in libuv. */
interface Connection {
  /** Negative once it is closed. */
  fd: number;
  close(): void;
}

/** The worker that a connection was passed to last. Node passes a connection that a worker refuses to another one. */
const passedTo = new WeakMap<Connection, Worker>();

/**
 * Closes the connection that was on its way to a worker when it died. The primary keeps its copy of one until the
 * worker says that it has it; when the worker dies instead, Node forgets the copy but leaves it open, and the caller
 * waits for ever. (Seen on Node 24.21, about once for each worker that is killed under load; decision 9.)
 */
export function closeUndelivered(worker: Worker): void {
  const child = worker.process;
  const passed = new Set<Connection>();
  const send = child.send.bind(child) as (...parts: unknown[]) => boolean;
  child.send = (...parts: unknown[]) => {
    const [, handle] = parts;
    if (isConnection(handle)) {
      for (const connection of passed) if (connection.fd < 0) passed.delete(connection);
      passed.add(handle);
      passedTo.set(handle, worker);
    }
    return send(...parts);
  };
  worker.once('exit', () => {
    for (const connection of passed) if (passedTo.get(connection) === worker) connection.close();
  });
}

function isConnection(handle: unknown): handle is Connection {
  return typeof handle === 'object' && handle !== null && 'fd' in handle && 'close' in handle;
}
