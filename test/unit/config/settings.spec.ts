import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DEMO_JWT_KEYS } from '../../../src/config/production';
import { loadSettings, SettingsError } from '../../../src/config/settings';

const SECRET = 'k1:p7Zs0uXwWm1kR9eJf3TqYb6HcVg2LdNoA5iU8yEr';

function faultsOf(environment: Record<string, string>): string[] {
  try {
    loadSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

describe('settings', () => {
  const example = Object.fromEntries(
    readFileSync('.env.example', 'utf8')
      .split('\n')
      .filter((line) => /^[A-Z\d_]+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  it('the settings in .env.example are the defaults of the code', () => {
    expect(loadSettings(example)).toEqual(loadSettings({}));
  });

  it('all settings are named in .env.example', () => {
    const source = ['settings', 'file-storage']
      .map((file) => readFileSync(`src/config/${file}.ts`, 'utf8'))
      .join('\n');
    const names = [
      ...source.matchAll(/read\.(?:text|wholeNumber|flag|oneOf|url|list|file)\('([A-Z\d_]+)'/g),
    ].map((match) => match[1]);
    expect(names.length).toBeGreaterThan(20);
    expect(Object.keys(example)).toEqual(expect.arrayContaining(names));
  });

  it('the error about settings names a certificate file that cannot be read, or that nothing would use', () => {
    expect(faultsOf({ DATABASE_CA: '/nowhere/ca.pem' })).toEqual([
      expect.stringMatching(/^DATABASE_CA names a file that cannot be read: ENOENT/),
    ]);
    const ca = 'test/support/tls/ca.pem';
    expect(faultsOf({ DATABASE_CA: ca, DATABASE_SSL_MODE: 'required' })).toEqual([
      'DATABASE_CA is of no use with DATABASE_SSL_MODE=required, which checks no certificate',
    ]);
    expect(faultsOf({ DATABASE_CA: ca })).toEqual([]);
  });

  it('the error about settings tells every fault at once, each with the name of its variable', () => {
    const faults = faultsOf({
      PORT: '70000',
      REGISTRATION: 'perhaps',
      DATABASE_URL: 'postgres://x',
      JWT_KEYS: 'k:short',
    });
    expect(faults).toEqual([
      'PORT must be a whole number from 0 to 65535, not "70000"',
      'DATABASE_URL must be an address that starts with mysql:// or mariadb://',
      'JWT_KEYS each secret must have at least 32 characters',
      'REGISTRATION must be one of open, closed, not "perhaps"',
    ]);
  });

  describe('in production', () => {
    const GOOD = {
      NODE_ENV: 'production',
      JWT_KEYS: SECRET,
      PUBLIC_URL: 'https://stoa.example',
      DATABASE_URL: 'mysql://stoa@db/stoa',
      MAIL_TRANSPORT: 'smtp',
      MAIL_SMTP_URL: 'smtp://mail.example',
    };
    const NO_DATABASE =
      'DATABASE_URL must be set in production; to keep the records in the embedded server instead, set ALLOW_IN_PRODUCTION=embedded-database';
    const MAIL_FILES =
      'MAIL_TRANSPORT must be smtp in production, since nobody gets mails that become files; to have them as files all the same, set ALLOW_IN_PRODUCTION=mail-files';

    it.each([
      ['all that it takes', {}, []],
      [
        'no key and no address',
        { JWT_KEYS: '', PUBLIC_URL: '' },
        ['JWT_KEYS must be set in production', 'PUBLIC_URL must be set in production: mails link to it'],
      ],
      [
        'the demo key',
        { JWT_KEYS: DEMO_JWT_KEYS },
        ['JWT_KEYS holds the demo secret, which production refuses'],
      ],
      [
        'the demo key as the second one',
        { JWT_KEYS: `${SECRET},${DEMO_JWT_KEYS}` },
        ['JWT_KEYS holds the demo secret, which production refuses'],
      ],
      ['no database', { DATABASE_URL: '' }, [NO_DATABASE]],
      ['mails that become files', { MAIL_TRANSPORT: 'file' }, [MAIL_FILES]],
      ['mails that become files by default', { MAIL_TRANSPORT: '' }, [MAIL_FILES]],
      [
        'both of them allowed',
        { DATABASE_URL: '', MAIL_TRANSPORT: 'file', ALLOW_IN_PRODUCTION: 'embedded-database, mail-files' },
        [],
      ],
      ['one of them allowed', { DATABASE_URL: '', ALLOW_IN_PRODUCTION: 'mail-files' }, [NO_DATABASE]],
      [
        'a word that allows nothing',
        { ALLOW_IN_PRODUCTION: 'everything' },
        ['ALLOW_IN_PRODUCTION takes embedded-database and mail-files, separated by commas'],
      ],
    ])(
      'in production with %s, the settings are accepted or the error says what to set',
      (_what, environment, faults) => {
        expect(faultsOf({ ...GOOD, ...environment })).toEqual(faults);
      },
    );

    it.each([
      'x'.repeat(32),
      '7'.repeat(64),
      'abcdefghijklmnopqrstuvwxyz0123456789',
      '0123456789abcdef0123456789abcdef',
      'a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4',
      'my-secret-key-2026-my-secret-key-2026',
      'CHANGE-ME-1-CHANGE-ME-2-CHANGE-ME-3-4',
      'thequickbrownfoxjumpsoverthelazydogagain',
      '314159265358979323846264338327950288',
    ])('in production, the settings refuse the weak secret %s, whichever key it is of', (weak) => {
      const [fault, ...others] = faultsOf({ ...GOOD, JWT_KEYS: `${SECRET},old:${weak}` });
      expect(others).toEqual([]);
      expect(fault).toMatch(/^JWT_KEYS the secret of old .*; make one with: openssl rand -base64 48$/);
      expect(fault).not.toContain(weak);
      expect(faultsOf({ JWT_KEYS: `k:${weak}` })).toEqual([]);
    });

    it('in production, the settings take random secrets, however they are written', () => {
      for (let round = 0; round < 500; round += 1) {
        const bytes = createHash('sha512').update(String(round)).digest();
        for (const secret of [bytes.toString('base64'), bytes.subarray(32).toString('hex')])
          expect(faultsOf({ ...GOOD, JWT_KEYS: `k:${secret}` })).toEqual([]);
      }
    });
  });

  it('settings keep a password out of the message about a wrong address', () => {
    expect(faultsOf({ DATABASE_URL: 'mongodb://root:hunter2@db/x' }).join()).not.toContain('hunter2');
  });

  it('settings read several signing keys, the first to sign with', () => {
    const { jwtKeys } = loadSettings({ JWT_KEYS: `new:${'n'.repeat(32)}, old:${'o'.repeat(40)}` });
    expect(jwtKeys.map((key) => key.kid)).toEqual(['new', 'old']);
  });

  it.each([
    'nokid-but-a-secret-that-is-long-enough',
    ':secret-without-a-kid-but-long-enough',
    'a b:secret-with-a-space-in-its-kid-yet-long',
  ])('settings refuse signing keys without a proper kid: "%s"', (keys) => {
    expect(faultsOf({ JWT_KEYS: keys }).join()).toContain('must be kid:secret pairs');
  });

  it('settings refuse a CORS wildcard, which would let any site act for a signed-in person', () => {
    expect(faultsOf({ CORS_ORIGINS: '*' })).toEqual(['CORS_ORIGINS must name each origin; * is not taken']);
  });

  it('settings ask for the SMTP server when mails go by SMTP', () => {
    expect(faultsOf({ MAIL_TRANSPORT: 'smtp' })).toEqual([
      'MAIL_SMTP_URL is needed when MAIL_TRANSPORT is smtp',
    ]);
  });

  it('the error about settings tells what a bucket for files lacks', () => {
    expect(faultsOf({ FILES_STORAGE: 's3', FILES_S3_SECRET_KEY: 'x', FILES_S3_PREFIX: 'a b' })).toEqual([
      'FILES_S3_BUCKET is needed when FILES_STORAGE is s3',
      'FILES_S3_ACCESS_KEY and FILES_S3_SECRET_KEY must both be set, or neither',
      'FILES_S3_PREFIX may have letters, digits and the characters . _ - / and at most 200 of them',
    ]);
    expect(faultsOf({ FILES_STORAGE: 's3', FILES_S3_BUCKET: 'school' })).toEqual([]);
  });
});
