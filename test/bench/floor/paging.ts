import type { FastifyRequest } from 'fastify';
import { idText } from '../data/seeded-ids';
import { idBytes } from '../flows';
import { Refusal } from './standing';

export type CourseRequest = FastifyRequest<{ Params: { courseId: string } }>;
export type PageRequest = FastifyRequest<{
  Params: { courseId: string };
  Querystring: { limit: string; cursor?: string };
}>;

interface PlacedRow {
  id: Buffer;
  familyName: string;
  givenName: string;
}

type Place = [family: string, given: string, id: Buffer];

/** SQL for lists by name: the index that holds each role of a course in their order. */
export const INDEXED_BY_NAME = 'FORCE INDEX (ix_enrollments_name)';
export const BY_NAME = 'e.family_name, e.given_name, e.id';

/** SQL for what comes after a place, in a form in which the optimizer finds the index's range, and its values. */
export const BEHIND =
  'AND (e.family_name > ? OR (e.family_name = ? AND (e.given_name > ? OR (e.given_name = ? AND e.id > ?))))';

export function placeValues([family, given, id]: Place): (string | Buffer)[] {
  return [family, family, given, given, id];
}

/** The page that is asked for: its length, and the sort values that it begins after. */
export function pageOf({ query }: PageRequest): {
  limit: number;
  after: Place | undefined;
} {
  const limit = Number(query.limit);
  if (!(limit >= 1 && limit <= 100)) throw new Refusal(422);
  if (query.cursor === undefined) return { limit, after: undefined };
  const [family, given, id] = JSON.parse(Buffer.from(query.cursor, 'base64url').toString()) as string[];
  if (family === undefined || given === undefined || id === undefined) throw new Refusal(400);
  return { limit, after: [family, given, idBytes(id)] };
}

/** The cursor of the page after this one, of which there are `limit` + 1 rows if there is a next one. */
export function nextOf(rows: PlacedRow[], limit: number): string | null {
  const last = rows[limit - 1];
  if (rows.length <= limit || !last) return null;
  const { familyName, givenName, id } = last;
  return Buffer.from(JSON.stringify([familyName, givenName, idText(id)])).toString('base64url');
}
