import { Worker } from 'node:cluster';
import { replaceMethod } from '../negative-control';

/** A process with this does not hear that one of its workers has ended. */
replaceMethod(
  Worker.prototype as { once: (event: string, listener: () => void) => Worker },
  'once',
  (once) =>
    function (this: Worker, event, listener) {
      return event === 'exit' ? this : once.call(this, event, listener);
    },
);
