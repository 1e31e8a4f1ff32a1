import { createHmac, timingSafeEqual } from 'node:crypto';

/** The key of this run, for both servers: not a secret, since they live on this machine for some minutes. */
export const BENCH_KEY = { kid: 'bench', secret: 'Vb3mQ0xT9sLr7Kd2WpYf5HcJ8nEaGu1Zi4Xo6BtM' };

const HEADER = encode({ alg: 'HS256', typ: 'JWT', kid: BENCH_KEY.kid });
const LIFE_SECONDS = 24 * 3600;

/** An access token (RFC 7519, HS256) as the application issues them, but one that lives as long as the longest run. */
export function signToken(sub: string, sid: string): string {
  const iat = Math.floor(Date.now() / 1000);
  const signed = `${HEADER}.${encode({ sub, sid, iat, exp: iat + LIFE_SECONDS, iss: 'stoa' })}`;
  return `${signed}.${mac(signed).toString('base64url')}`;
}

/** The claims of a token that is genuine and has not expired. */
export function verifyToken(token: string): { sub: string; sid: string } | undefined {
  const end = token.lastIndexOf('.');
  // Whoever wrote another header (another algorithm, another key) did not sign with this one.
  if (!token.startsWith(`${HEADER}.`)) return undefined;
  const signature = Buffer.from(token.slice(end + 1), 'base64url');
  const expected = mac(token.slice(0, end));
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
  const claims = JSON.parse(Buffer.from(token.slice(HEADER.length + 1, end), 'base64url').toString()) as {
    sub: string;
    sid: string;
    exp: number;
    iss: string;
  };
  return claims.iss === 'stoa' && claims.exp * 1000 > Date.now() ? claims : undefined;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function mac(text: string): Buffer {
  return createHmac('sha256', BENCH_KEY.secret).update(text).digest();
}
