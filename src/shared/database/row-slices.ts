import type { PoolConnection, Query } from 'mysql2';
import { SLICE } from '../collections/slices';

/**
 * Takes the rows of a command as they arrive. After each slice the connection stands still until the event loop has
 * served everybody else: a fast server would otherwise fill it with rows for hundreds of milliseconds.
 *
 * @param done called after the last row, or with what went wrong; the first call counts
 */
export function readInSlices(
  connection: PoolConnection,
  command: Query,
  take: (row: object) => void,
  done: (error: Error | null) => void,
): void {
  let count = 0;
  let fault: Error | null = null;
  const finish = (error: Error | null): void => {
    connection.removeListener('error', finish);
    done(error);
  };
  // A command without a callback is not told that its connection broke.
  connection.once('error', finish);
  command
    .on('result', (row: object) => {
      if (fault) return;
      try {
        take(row);
      } catch (error) {
        // Thrown here, it would break the driver's reading of the connection. The rest of the rows is passed over.
        fault = error as Error;
      }
      count += 1;
      if (count % SLICE > 0) return;
      connection.pause();
      setImmediate(() => connection.resume());
    })
    .on('error', (error: Error) => (fault = error))
    .on('end', () => finish(fault));
}
