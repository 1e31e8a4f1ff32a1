import type { PlatformRole } from '../../../src/shared/auth/caller';
import type { Answer, Caller, TestApp } from '../../support/test-app';

export const PASSWORD = 'seven-quiet-otters';

export interface TestAccount {
  id: string;
  username: string;
  email: string;
}

let accounts = 0;

/** An account created by an administrator, with PASSWORD by default; null creates it without a password. */
export async function account(
  app: TestApp,
  { password = PASSWORD, role = 'learner' }: { password?: string | null; role?: PlatformRole } = {},
): Promise<TestAccount> {
  accounts += 1;
  const username = `test-account-${accounts}`;
  const email = `${username}@school.example`;
  const administrator = await app.person('administrator');
  const { body, status } = await administrator.post('/v1/users', {
    username,
    email,
    givenName: 'Noor',
    familyName: 'Haddad',
    role,
    ...(password === null ? {} : { password }),
  });
  expect(status).toBe(201);
  return { id: body.id, username, email };
}

export function signIn(app: TestApp, username: string, password = PASSWORD): Promise<Answer> {
  return app.anyone.post('/v1/auth/token', { grant_type: 'password', username, password });
}

export function refresh(app: TestApp, refreshToken: string): Promise<Answer> {
  return app.anyone.post('/v1/auth/token', { grant_type: 'refresh_token', refresh_token: refreshToken });
}

/** Somebody who has signed in with their password. */
export async function signedIn(app: TestApp, username: string, password = PASSWORD): Promise<Caller> {
  const { body, status } = await signIn(app, username, password);
  expect(status).toBe(200);
  return app.bearing(body.access_token);
}

/** POSTs from an address of its own, as a caller without a token. */
export async function postFrom(app: TestApp, address: string, url: string, body: object): Promise<Answer> {
  const response = await app.nest.inject({ method: 'POST', url, payload: body, remoteAddress: address });
  return {
    status: response.statusCode,
    body: response.payload === '' ? undefined : JSON.parse(response.payload),
    headers: response.headers,
    text: response.payload,
    bytes: response.rawPayload,
  };
}

/** Tries to sign in from an address of its own, as a rule with a wrong password. Returns the status. */
export async function tryFrom(
  app: TestApp,
  address: string,
  username: string,
  password = 'not-the-password',
): Promise<number> {
  const body = { grant_type: 'password', username, password };
  return (await postFrom(app, address, '/v1/auth/token', body)).status;
}
