import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccessTokens } from '../../src/shared/auth/access-tokens';
import type { Answer, TestApp } from '../support/test-app';
import type { ReleaseSchool } from './school';

/** What one person got from one address. Of a refusal only its code counts: words may be put better. */
export interface RecordedAnswer {
  as: string;
  address: string;
  status: number;
  body?: unknown;
}

/** Addresses of the process, not of the school. */
const NOT_OF_THE_SCHOOL = /^\/health\//;

/** Of parameters without which an address gives nothing. */
const QUERIES: Record<string, string> = {
  '/v1/people': '?search=okafor&limit=100',
  '/v1/courses/{courseId}/report/score-distribution.svg': '?lineItemId={lineItemId}',
};

/** Every GET of the API about the school, its path parameters filled in. Takes the API's description of today. */
export function addressesOf({ ids }: ReleaseSchool): string[] {
  const file = join(__dirname, '../../openapi.json');
  const { paths } = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
  };
  const addresses = Object.entries(paths)
    .filter(([path, { get }]) => get !== undefined && !NOT_OF_THE_SCHOOL.test(path))
    .map(([path, { get }]) => path + (QUERIES[path] ?? wholeList(get?.parameters ?? [])));
  const more = addresses
    .filter((address) => address.startsWith('/v1/courses/{courseId}'))
    .map((address) =>
      address.replace('{courseId}', '{importedCourseId}').replace('{lineItemId}', '{importedLineItemId}'),
    );
  return [...addresses, '/v1/activities/{pageId}', ...more].flatMap((address) => {
    const filled = address.replaceAll(/\{(\w+)\}/g, (parameter, name: string) => ids[name] ?? parameter);
    return filled.includes('{') ? [] : [filled];
  });
}

/** Asks for each address as each of the school's people. */
export async function ask(
  app: TestApp,
  school: ReleaseSchool,
  addresses: readonly string[],
): Promise<RecordedAnswer[]> {
  app.clock.set(school.now);
  const answers: RecordedAnswer[] = [];
  for (const [as, userId] of Object.entries(school.people)) {
    const caller = app.bearing(await tokenOf(app, userId));
    for (const address of addresses) {
      answers.push({ as, address, ...told(await caller.get(address)) });
    }
  }
  return answers;
}

/** Drawings are left out: what they show is in the report. */
function told({ status, body, text, headers }: Answer): Omit<RecordedAnswer, 'as' | 'address'> {
  if (status >= 400) return { status, body: { code: (body as { code: string }).code } };
  return String(headers['content-type']).includes('svg')
    ? { status }
    : { status, body: (body as unknown) ?? text };
}

async function tokenOf(app: TestApp, userId: string): Promise<string> {
  const session = await app.database.row<{ id: string }>(
    'SELECT LOWER(HEX(id)) AS id FROM sessions WHERE user_id = UNHEX(?)',
    [userId.replaceAll('-', '')],
  );
  const sid = session!.id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return (await app.get(AccessTokens).issue({ sub: userId, sid })).token;
}

function wholeList(parameters: { name: string }[]): string {
  return parameters.some(({ name }) => name === 'limit') ? '?limit=100' : '';
}
