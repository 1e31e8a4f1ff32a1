import { PASSWORD } from './swagger-page';

/** The API as a front end uses it, for one person. */
export interface SignedIn {
  /** Expects 200. */
  read: <T>(path: string) => Promise<T>;
  send: (path: string, form: FormData) => Promise<{ status: number; body: unknown }>;
}

/** @param base of the API, up to its version */
export async function signedIn(base: string, username: string): Promise<SignedIn> {
  const answer = await fetch(`${base}/auth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'password', username, password: PASSWORD }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const headers = { authorization: `Bearer ${token}` };
  return {
    async read<T>(path: string) {
      const read = await fetch(`${base}${path}`, { headers });
      expect([path, read.status]).toEqual([path, 200]);
      return (await read.json()) as T;
    },
    async send(path, body) {
      const sent = await fetch(`${base}${path}`, { method: 'POST', headers, body });
      return { status: sent.status, body: await sent.json() };
    },
  };
}
