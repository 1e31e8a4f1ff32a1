/**
 * Faults between Stoa and its database, as the driver reports them:
 *
 * - `rolled_back`: the server undid the statement and its transaction (deadlock, lock wait, a node that is not ready)
 * - `lost`: the connection broke, could not be made, or did not answer in time
 * - `crowded`: the server has no connection left
 * - `read_only`: the server takes no writes, as an old primary after a failover
 * - `closed`: a migration is moving the table, which takes no writes meanwhile
 * - `killed`: the statement was ended from outside
 * - `full`: there is no room on the server's disk
 */
export type StoreFault = 'rolled_back' | 'lost' | 'crowded' | 'read_only' | 'closed' | 'killed' | 'full';

/** By the error numbers of MySQL and MariaDB. */
const FAULT_BY_ERRNO = new Map<number, StoreFault>([
  [1020, 'rolled_back'], // ER_CHECKREAD: the record has changed since it was read (MariaDB snapshot isolation)
  [1047, 'rolled_back'], // ER_UNKNOWN_COM_ERROR: a Galera node that is not ready for queries
  [1205, 'rolled_back'], // ER_LOCK_WAIT_TIMEOUT
  [1213, 'rolled_back'], // ER_LOCK_DEADLOCK
  [1053, 'lost'], // ER_SERVER_SHUTDOWN
  [1927, 'lost'], // ER_CONNECTION_KILLED (MariaDB)
  [3169, 'lost'], // ER_SESSION_WAS_KILLED (MySQL)
  [4031, 'lost'], // ER_CLIENT_INTERACTION_TIMEOUT: MySQL closed an idle connection
  [1040, 'crowded'], // ER_CON_COUNT_ERROR
  [1203, 'crowded'], // ER_TOO_MANY_USER_CONNECTIONS
  [1226, 'crowded'], // ER_USER_LIMIT_REACHED
  [1290, 'read_only'], // ER_OPTION_PREVENTS_STATEMENT
  [1792, 'read_only'], // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
  [1836, 'read_only'], // ER_READ_ONLY_MODE
  [1644, 'closed'], // ER_SIGNAL_EXCEPTION: the only triggers are those of refuseWrites
  [1317, 'killed'], // ER_QUERY_INTERRUPTED
  [1969, 'killed'], // ER_STATEMENT_TIMEOUT (MariaDB)
  [3024, 'killed'], // ER_QUERY_TIMEOUT (MySQL)
  [3, 'full'], // EE_WRITE
  [1021, 'full'], // ER_DISK_FULL
  [1026, 'full'], // ER_ERROR_ON_WRITE
  [1114, 'full'], // ER_RECORD_FILE_FULL: InnoDB cannot extend a file
]);

const NETWORK_CODES = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  // DNS has no address while a server is being replaced.
  'ENOTFOUND',
  'EAI_AGAIN',
  // The socket file does not exist while a server is starting.
  'ENOENT',
]);

interface DriverError {
  errno?: number;
  code?: string;
  fatal?: boolean;
  message?: string;
}

/** Errors that came from the driver. Others can look the same: an upload that was cut off has the code ECONNRESET too. */
const fromDriver = new WeakSet<object>();

/** Marks the error as coming from the driver. */
export function driverError(error: Error): Error {
  fromDriver.add(error);
  return error;
}

/** The fault that the driver reported; undefined for every other error. */
export function storeFault(error: unknown): StoreFault | undefined {
  if (typeof error !== 'object' || error === null || !fromDriver.has(error)) return undefined;
  const { errno, code, fatal, message } = error as DriverError;
  const known = errno === undefined ? undefined : FAULT_BY_ERRNO.get(errno);
  if (known) return known;
  // ER_GET_ERRNO passes on the number of the operating system: 28 is ENOSPC.
  if (errno === 1030 && message?.includes('28')) return 'full';
  return (code !== undefined && NETWORK_CODES.has(code)) || fatal === true ? 'lost' : undefined;
}

/** The server's error number, where the driver reported a fault. */
export function storeErrno(error: unknown): number | undefined {
  return storeFault(error) === undefined ? undefined : (error as DriverError).errno;
}

/** Whether the server refused the statement, so that even a write may be sent again. */
export function isRefused(error: unknown): boolean {
  const fault = storeFault(error);
  return fault === 'rolled_back' || fault === 'crowded' || fault === 'read_only';
}

/** Whether the connection leads to a server that no longer takes writes, such as an old primary. */
export function isOfWrongServer(error: unknown): boolean {
  return storeFault(error) === 'read_only' || storeErrno(error) === 1047;
}

/** A statement had no result in time; its connection was closed. */
export class StatementTimeout extends Error {
  readonly code = 'PROTOCOL_SEQUENCE_TIMEOUT';

  constructor(milliseconds: number) {
    super(`The database did not answer within ${milliseconds} ms`);
    driverError(this);
  }
}
