import { createHmac } from 'node:crypto';
import { TestApp } from '../../support/test-app';
import { account, signIn } from './accounts';

const OLD = { kid: 'spring', secret: 'spring-key-spring-key-spring-key-spring' };
const NEW = { kid: 'autumn', secret: 'autumn-key-autumn-key-autumn-key-autumn' };

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

function forge(header: object, payload: object, secret: string | undefined): string {
  const text = `${encode(header)}.${encode(payload)}`;
  const signature = secret === undefined ? '' : createHmac('sha256', secret).update(text).digest('base64url');
  return `${text}.${signature}`;
}

function read(token: string): { header: Record<string, unknown>; payload: Record<string, unknown> } {
  const [header, payload] = token
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
  return { header: header ?? {}, payload: payload ?? {} };
}

describe('access tokens', () => {
  let app: TestApp;
  let token: string;
  let claims: Record<string, unknown>;
  beforeAll(async () => {
    app = await TestApp.start({
      JWT_KEYS: `${NEW.kid}:${NEW.secret},${OLD.kid}:${OLD.secret}`,
    });
    token = (await signIn(app, (await account(app)).username)).body.access_token;
    claims = read(token).payload;
  });
  afterAll(() => app.stop());

  const status = async (bearer: string): Promise<number> => (await app.bearing(bearer).get('/v1/me')).status;
  const HS256 = { alg: 'HS256', typ: 'JWT', kid: NEW.kid };

  it('an access token names the first key, the account and the session, and nothing else', () => {
    expect(read(token).header).toMatchObject({ alg: 'HS256', kid: NEW.kid });
    expect(Object.keys(claims).sort()).toEqual(['exp', 'iat', 'iss', 'sid', 'sub']);
  });

  it('an access token that was signed with the key elsewhere is accepted', async () => {
    expect(await status(forge(HS256, claims, NEW.secret))).toBe(200);
  });

  it('a token signed with an older key stays valid after a new key is put first', async () => {
    expect(await status(forge({ ...HS256, kid: OLD.kid }, claims, OLD.secret))).toBe(200);
  });

  it.each<[string, () => string]>([
    ['none at all', () => ''],
    ['text', () => 'a.b.c'],
    [
      'alg none without a signature',
      () => forge({ alg: 'none', typ: 'JWT', kid: NEW.kid }, claims, undefined),
    ],
    ['alg none of no key', () => forge({ alg: 'none', typ: 'JWT' }, claims, undefined)],
    ['alg none with a signature', () => forge({ alg: 'none', kid: NEW.kid }, claims, NEW.secret)],
    ['another algorithm', () => forge({ ...HS256, alg: 'HS512' }, claims, NEW.secret)],
    ['an unknown key', () => forge({ ...HS256, kid: 'winter' }, claims, NEW.secret)],
    ['an unknown key and an empty secret', () => forge({ ...HS256, kid: 'winter' }, claims, '')],
    ['a key named like a part of an object', () => forge({ ...HS256, kid: '__proto__' }, claims, '')],
    ['no key name', () => forge({ alg: 'HS256' }, claims, NEW.secret)],
    [
      'the name of one key and the secret of another',
      () => forge({ ...HS256, kid: OLD.kid }, claims, NEW.secret),
    ],
    ['another issuer', () => forge(HS256, { ...claims, iss: 'elsewhere' }, NEW.secret)],
    ['no expiry', () => forge(HS256, { ...claims, exp: undefined }, NEW.secret)],
    ['an expiry that is not a number', () => forge(HS256, { ...claims, exp: '9999999999' }, NEW.secret)],
    ['a session that is no id', () => forge(HS256, { ...claims, sid: "' OR 1=1" }, NEW.secret)],
    ['no signature', () => token.slice(0, token.lastIndexOf('.') + 1)],
  ])('a forged access token is refused: %s', async (_what, make) => {
    expect(await status(make())).toBe(401);
  });

  it('a token whose subject was replaced is refused', async () => {
    const victim = await account(app, { role: 'administrator' });
    const [header, , signature] = token.split('.');
    expect(await status(`${header}.${encode({ ...claims, sub: victim.id })}.${signature}`)).toBe(401);
  });

  it('a correctly signed token with the session of another person is refused', async () => {
    const victim = await account(app, { role: 'administrator' });
    expect(await status(forge(HS256, { ...claims, sub: victim.id }, NEW.secret))).toBe(401);
  });

  it('an expired access token is refused', async () => {
    const { username } = await account(app);
    const { access_token, expires_in } = (await signIn(app, username)).body;
    app.clock.advance((expires_in - 1) * 1000);
    expect(await status(access_token)).toBe(200);
    app.clock.advance(1000);
    expect(await status(access_token)).toBe(401);
  });
});
