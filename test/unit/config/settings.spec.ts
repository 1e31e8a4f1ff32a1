import { readFileSync } from 'node:fs';
import { DEMO_JWT_KEYS, loadSettings, SettingsError } from '../../../src/config/settings';

const SECRET = 'k1:a-secret-that-is-long-enough-to-sign-with';

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
      .filter((line) => /^[A-Z_]+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );

  it('have in .env.example the very defaults of the code', () => {
    expect(loadSettings(example)).toEqual(loadSettings({}));
  });

  it('are all named in .env.example', () => {
    const source = readFileSync('src/config/settings.ts', 'utf8');
    const names = [...source.matchAll(/read\.(?:text|wholeNumber|flag|oneOf|url|list)\('([A-Z_]+)'/g)].map(
      (match) => match[1],
    );
    expect(names.length).toBeGreaterThan(20);
    expect(Object.keys(example)).toEqual(expect.arrayContaining(names));
  });

  it('tell every fault at once, each with the name of its variable', () => {
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

  it.each([
    [
      'nothing set',
      {},
      ['JWT_KEYS must be set in production', 'PUBLIC_URL must be set in production: mails link to it'],
    ],
    [
      'the demo key',
      { JWT_KEYS: DEMO_JWT_KEYS, PUBLIC_URL: 'https://stoa.example' },
      ['JWT_KEYS holds the demo secret, which production refuses'],
    ],
    [
      'the demo key as the second one',
      { JWT_KEYS: `${SECRET},${DEMO_JWT_KEYS}`, PUBLIC_URL: 'https://stoa.example' },
      ['JWT_KEYS holds the demo secret, which production refuses'],
    ],
    ['a key of its own', { JWT_KEYS: SECRET, PUBLIC_URL: 'https://stoa.example' }, []],
  ])('in production, with %s, start only with secrets of their own', (_what, environment, faults) => {
    expect(faultsOf({ NODE_ENV: 'production', ...environment })).toEqual(faults);
  });

  it('keep a password out of the message about a wrong address', () => {
    expect(faultsOf({ DATABASE_URL: 'mongodb://root:hunter2@db/x' }).join()).not.toContain('hunter2');
  });

  it('read several signing keys, the first to sign with', () => {
    const { jwtKeys } = loadSettings({ JWT_KEYS: `new:${'n'.repeat(32)}, old:${'o'.repeat(40)}` });
    expect(jwtKeys.map((key) => key.kid)).toEqual(['new', 'old']);
  });

  it.each([
    'nokid-but-a-secret-that-is-long-enough',
    ':secret-without-a-kid-but-long-enough',
    'a b:secret-with-a-space-in-its-kid-yet-long',
  ])('refuse signing keys without a proper kid: "%s"', (keys) => {
    expect(faultsOf({ JWT_KEYS: keys }).join()).toContain('must be kid:secret pairs');
  });

  it('refuse a CORS wildcard, which would let any site act for a signed-in person', () => {
    expect(faultsOf({ CORS_ORIGINS: '*' })).toEqual(['CORS_ORIGINS must name each origin; * is not taken']);
  });

  it('ask for the SMTP server when mails go by SMTP', () => {
    expect(faultsOf({ MAIL_TRANSPORT: 'smtp' })).toEqual([
      'MAIL_SMTP_URL is needed when MAIL_TRANSPORT is smtp',
    ]);
  });
});
