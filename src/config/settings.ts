import { type FileStorageSettings, readFileStorage } from './file-storage';
import {
  checkForProduction,
  DEMO_JWT_KEYS,
  type ProductionException,
  readProductionExceptions,
} from './production';
import { SettingsReader } from './settings-reader';
import { readTrustedProxies, type TrustedProxies } from './trusted-proxies';

/** A signing key of access tokens: tokens name it by `kid`, so that keys can be rotated. */
export interface SigningKey {
  kid: string;
  secret: string;
}

/**
 * What connections to the database require of TLS, in MySQL's terms: `required` encrypts and accepts any
 * certificate, `verify_ca` one of a trusted authority, `verify_identity` one that names the server's host as well.
 */
export const DATABASE_SSL_MODES = ['disabled', 'required', 'verify_ca', 'verify_identity'] as const;

export interface DatabaseTls {
  mode: (typeof DATABASE_SSL_MODES)[number];
  /** Certificates of the authority that signed the server's, in PEM; Node's own list of authorities otherwise. */
  ca?: string;
}

/** Everything that can be set from outside, checked and typed. `.env.example` says what each is for. */
export interface Settings {
  environment: 'development' | 'test' | 'production';
  allowInProduction: ProductionException[];
  host: string;
  port: number;
  workers: number;
  publicUrl: string;
  trustProxy: TrustedProxies;
  databaseUrl: string | undefined;
  databaseTls: DatabaseTls;
  databasePoolSize: number;
  databaseWaitSeconds: number;
  databaseStatementSeconds: number;
  databaseLockWaitSeconds: number;
  databaseStuckSeconds: number;
  databaseRestartSeconds: number;
  heavyReadsAtOnce: number;
  heavyReadsWaiting: number;
  heavyReadWaitSeconds: number;
  dataDirectory: string;
  jwtKeys: SigningKey[];
  receiptKeys: SigningKey[];
  accessTokenMinutes: number;
  refreshTokenDays: number;
  registration: 'open' | 'closed';
  passwordHashConcurrency: number;
  corsOrigins: string[];
  rateLimitPerMinute: number;
  signInLimitPerMinute: number;
  signInLimitPerNetwork: number;
  signInLimitInAll: number;
  mailLimitPerHour: number;
  bodyLimitKilobytes: number;
  uploadLimitMegabytes: number;
  fileStorage: FileStorageSettings;
  filesOrigin: string | undefined;
  fileLimitMegabytes: number;
  imageLimitMegapixels: number;
  filesPerPersonMegabytes: number;
  filesPerCourseMegabytes: number;
  filesGraceHours: number;
  clamdAddress: string | undefined;
  clamdSeconds: number;
  rosterEndSharePercent: number;
  mailTransport: 'file' | 'smtp';
  mailSmtpUrl: string | undefined;
  mailFrom: string;
  logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
  outboxPollMilliseconds: number;
  headersSeconds: number;
  bodySeconds: number;
  requestSeconds: number;
  keepAliveSeconds: number;
  drainSeconds: number;
  shutdownSeconds: number;
}

/** Lists all settings that are invalid. */
export class SettingsError extends Error {
  constructor(readonly faults: string[]) {
    super(
      `These settings are wrong:\n${faults.map((fault) => `  - ${fault}`).join('\n')}\nSee .env.example for what each takes.`,
    );
    this.name = 'SettingsError';
  }
}

/** Reads the settings from environment variables. Throws one SettingsError that lists every fault. */
export function loadSettings(environment: Record<string, string | undefined>): Settings {
  const read = new SettingsReader(environment);
  const mode = read.oneOf('NODE_ENV', ['development', 'test', 'production'], 'development');
  const port = read.wholeNumber('PORT', 3000, 0, 65_535);
  const settings: Settings = {
    environment: mode,
    allowInProduction: readProductionExceptions(read, read.list('ALLOW_IN_PRODUCTION')),
    host: read.text('HOST', '127.0.0.1'),
    port,
    workers: read.wholeNumber('WORKERS', 1, 1, 64),
    publicUrl: read.url('PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${port}`,
    trustProxy: readTrustedProxies(read, read.text('TRUST_PROXY', 'false')),
    databaseUrl: read.url('DATABASE_URL', ['mysql:', 'mariadb:']),
    databaseTls: readDatabaseTls(read),
    databasePoolSize: read.wholeNumber('DATABASE_POOL_SIZE', 10, 1, 500),
    databaseWaitSeconds: read.wholeNumber('DATABASE_WAIT_SECONDS', 5, 1, 600),
    databaseStatementSeconds: read.wholeNumber('DATABASE_STATEMENT_SECONDS', 10, 1, 600),
    databaseLockWaitSeconds: read.wholeNumber('DATABASE_LOCK_WAIT_SECONDS', 1, 1, 600),
    databaseStuckSeconds: read.wholeNumber('DATABASE_STUCK_SECONDS', 60, 1, 3600),
    databaseRestartSeconds: read.wholeNumber('DATABASE_RESTART_SECONDS', 120, 1, 86_400),
    heavyReadsAtOnce: read.wholeNumber('HEAVY_READS_AT_ONCE', 2, 1, 100),
    heavyReadsWaiting: read.wholeNumber('HEAVY_READS_WAITING', 100, 1, 10_000),
    heavyReadWaitSeconds: read.wholeNumber('HEAVY_READ_WAIT_SECONDS', 15, 1, 600),
    dataDirectory: read.text('DATA_DIRECTORY', '.data'),
    jwtKeys: parseKeys(read, 'JWT_KEYS', read.text('JWT_KEYS', DEMO_JWT_KEYS)),
    receiptKeys:
      read.text('RECEIPT_KEYS', '') !== ''
        ? parseKeys(read, 'RECEIPT_KEYS', read.text('RECEIPT_KEYS', ''))
        : [],
    accessTokenMinutes: read.wholeNumber('ACCESS_TOKEN_MINUTES', 15, 1, 1440),
    refreshTokenDays: read.wholeNumber('REFRESH_TOKEN_DAYS', 30, 1, 365),
    registration: read.oneOf('REGISTRATION', ['open', 'closed'], 'open'),
    passwordHashConcurrency: read.wholeNumber('PASSWORD_HASH_CONCURRENCY', 2, 1, 64),
    corsOrigins: read.list('CORS_ORIGINS'),
    rateLimitPerMinute: read.wholeNumber('RATE_LIMIT_PER_MINUTE', 1200, 1, 10_000_000),
    signInLimitPerMinute: read.wholeNumber('SIGN_IN_LIMIT_PER_MINUTE', 20, 1, 10_000_000),
    signInLimitPerNetwork: read.wholeNumber('SIGN_IN_LIMIT_PER_NETWORK', 100, 1, 10_000_000),
    signInLimitInAll: read.wholeNumber('SIGN_IN_LIMIT_IN_ALL', 1000, 1, 10_000_000),
    mailLimitPerHour: read.wholeNumber('MAIL_LIMIT_PER_HOUR', 5, 1, 10_000_000),
    bodyLimitKilobytes: read.wholeNumber('BODY_LIMIT_KILOBYTES', 1024, 1, 102_400),
    uploadLimitMegabytes: read.wholeNumber('UPLOAD_LIMIT_MEGABYTES', 256, 1, 4096),
    fileStorage: readFileStorage(read),
    filesOrigin: read.url('FILES_ORIGIN', ['http:', 'https:']),
    fileLimitMegabytes: read.wholeNumber('FILE_LIMIT_MEGABYTES', 100, 1, 4096),
    imageLimitMegapixels: read.wholeNumber('IMAGE_LIMIT_MEGAPIXELS', 50, 1, 1000),
    filesPerPersonMegabytes: read.wholeNumber('FILES_PER_PERSON_MEGABYTES', 2048, 1, 1_000_000),
    filesPerCourseMegabytes: read.wholeNumber('FILES_PER_COURSE_MEGABYTES', 2048, 1, 1_000_000),
    filesGraceHours: read.wholeNumber('FILES_GRACE_HOURS', 24, 1, 8760),
    clamdAddress: read.url('CLAMD_ADDRESS', ['tcp:', 'unix:']),
    clamdSeconds: read.wholeNumber('CLAMD_SECONDS', 60, 1, 3600),
    rosterEndSharePercent: read.wholeNumber('ROSTER_END_SHARE_PERCENT', 20, 0, 100),
    mailTransport: read.oneOf('MAIL_TRANSPORT', ['file', 'smtp'], 'file'),
    mailSmtpUrl: read.url('MAIL_SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: read.text('MAIL_FROM', 'Stoa <no-reply@stoa.example>'),
    logLevel: read.oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info'),
    outboxPollMilliseconds: read.wholeNumber('OUTBOX_POLL_MILLISECONDS', 2000, 50, 600_000),
    headersSeconds: read.wholeNumber('HEADERS_SECONDS', 15, 1, 600),
    bodySeconds: read.wholeNumber('BODY_SECONDS', 30, 1, 600),
    requestSeconds: read.wholeNumber('REQUEST_SECONDS', 3600, 1, 86_400),
    keepAliveSeconds: read.wholeNumber('KEEP_ALIVE_SECONDS', 72, 1, 3600),
    drainSeconds: read.wholeNumber('DRAIN_SECONDS', mode === 'production' ? 5 : 0, 0, 600),
    shutdownSeconds: read.wholeNumber('SHUTDOWN_SECONDS', 20, 0, 600),
  };
  if (settings.receiptKeys.length === 0) settings.receiptKeys = settings.jwtKeys;
  checkTogether(settings, environment, read);
  if (read.faults.length > 0) throw new SettingsError(read.faults);
  return settings;
}

function readDatabaseTls(read: SettingsReader): DatabaseTls {
  const ca = read.file('DATABASE_CA');
  const asksByAddress = /[?&]ssl=true\b/.test(read.text('DATABASE_URL', ''));
  const usual = ca !== undefined || asksByAddress ? 'verify_identity' : 'disabled';
  const mode = read.oneOf('DATABASE_SSL_MODE', DATABASE_SSL_MODES, usual);
  if (ca !== undefined && (mode === 'disabled' || mode === 'required'))
    read.fault('DATABASE_CA', `is of no use with DATABASE_SSL_MODE=${mode}, which checks no certificate`);
  return { mode, ...(ca === undefined ? {} : { ca }) };
}

/** `kid:secret,kid:secret`: the first signs, all verify. */
function parseKeys(read: SettingsReader, setting: string, text: string): SigningKey[] {
  const keys = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => ({
      kid: part.slice(0, Math.max(part.indexOf(':'), 0)),
      secret: part.slice(part.indexOf(':') + 1),
    }));
  if (keys.length === 0 || keys.some((key) => !/^[\w.-]{1,64}$/.test(key.kid))) {
    read.fault(
      setting,
      'must be kid:secret pairs, separated by commas; a kid is letters, digits, ".", "_" or "-"',
    );
  }
  if (keys.some((key) => key.secret.length < 32))
    read.fault(setting, 'each secret must have at least 32 characters');
  if (new Set(keys.map((key) => key.kid)).size !== keys.length) read.fault(setting, 'names a kid twice');
  return keys;
}

function checkTogether(
  settings: Settings,
  environment: Record<string, string | undefined>,
  read: SettingsReader,
): void {
  if (settings.mailTransport === 'smtp' && settings.mailSmtpUrl === undefined) {
    read.fault('MAIL_SMTP_URL', 'is needed when MAIL_TRANSPORT is smtp');
  }
  if (settings.requestSeconds < Math.max(settings.headersSeconds, settings.bodySeconds))
    read.fault(
      'REQUEST_SECONDS',
      'must not be less than HEADERS_SECONDS or BODY_SECONDS, which are parts of it',
    );
  if (
    settings.filesOrigin !== undefined &&
    new URL(settings.filesOrigin).origin === new URL(settings.publicUrl).origin
  )
    read.fault('FILES_ORIGIN', 'must be another origin than PUBLIC_URL; leave it empty if there is none');
  if (settings.corsOrigins.includes('*')) read.fault('CORS_ORIGINS', 'must name each origin; * is not taken');
  if (settings.environment === 'production') checkForProduction(settings, environment, read);
}
