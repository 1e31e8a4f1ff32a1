import { BaseConnection, textOf } from '../statements';

const LATE_MILLISECONDS = 500;

/** A process with this tells whoever commits that it is done, and sends the commit half a second later. */
const { query } = BaseConnection.prototype;
BaseConnection.prototype.query = function (this: unknown, ...args: unknown[]) {
  const done = args.at(-1);
  if (textOf(args[0]) !== 'COMMIT' || typeof done !== 'function') return query.apply(this, args);
  setTimeout(() => query.call(this, 'COMMIT', () => undefined), LATE_MILLISECONDS);
  return (done as (error: null, result: object) => unknown)(null, { affectedRows: 0 });
};
