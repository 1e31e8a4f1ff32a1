import { DEMO_PASSWORD } from '../../src/demo';
import type { Caller, TestApp } from './test-app';

/** Somebody of the demo school, who is there. */
export async function demoSignIn(app: TestApp, username: string): Promise<Caller> {
  const form = { grant_type: 'password', username, password: DEMO_PASSWORD };
  const answer = await app.anyone.post('/v1/auth/token', form);
  expect([username, answer.status]).toEqual([username, 200]);
  return app.bearing(answer.body.access_token);
}
