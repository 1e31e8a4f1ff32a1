import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const EVERY_MILLISECONDS = 5;

/**
 * A process with this writes to the file that STOA_VITAL_SIGNS names, when it gets SIGUSR2, what it has seen of itself since the
 * last time.
 *
 * - `residentBytes`: the most memory it had.
 * - `bufferBytes`: the most that was in buffers, used or not yet given back.
 * - `delayMilliseconds`: the longest that its event loop was late, for whatever reason.
 * - `busyMilliseconds`: the most that its main thread computed between two turns of its event loop. On a machine that is busy
 *   with other things the loop is late although nothing blocks it; this does not count then.
 */
const delays = monitorEventLoopDelay({ resolution: EVERY_MILLISECONDS });
delays.enable();
let residentBytes = 0;
let bufferBytes = 0;
let busyMicroseconds = 0;
let before = cpu();

function cpu(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

setInterval(() => {
  const now = cpu();
  busyMicroseconds = Math.max(busyMicroseconds, now - before);
  before = now;
  const memory = process.memoryUsage();
  residentBytes = Math.max(residentBytes, memory.rss);
  bufferBytes = Math.max(bufferBytes, memory.arrayBuffers);
}, EVERY_MILLISECONDS).unref();

process.on('SIGUSR2', () => {
  const signs = {
    residentBytes,
    bufferBytes,
    delayMilliseconds: delays.max / 1e6,
    busyMilliseconds: busyMicroseconds / 1000,
  };
  writeFileSync(process.env['STOA_VITAL_SIGNS'] ?? '/dev/null', JSON.stringify(signs));
  delays.reset();
  residentBytes = process.memoryUsage.rss();
  bufferBytes = 0;
  busyMicroseconds = 0;
});
