import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { MalformedError, StaleError } from '../errors/domain-error';
import { sentences } from './http.sentences';

const VIEW = Symbol('view');

/**
 * Marks an answer that differs by reader with the name of its view, in lower-case letters. The name is part of the ETag,
 * so nobody keeps a copy of another view after their role has changed.
 */
export function asView<T extends object>(body: T, view: string): T {
  return Object.defineProperty(body, VIEW, { value: view });
}

/** The view's name that `asView` gave to the answer. */
export function viewOf(body: unknown): string | undefined {
  return (body as { [VIEW]?: string } | null | undefined)?.[VIEW];
}

/**
 * The name of a view that shows more than its version counts, such as what its reader has done. `state` names that in
 * lower-case letters and digits, and is part of the ETag as well: `"v3-member.5f0c"`.
 */
export function viewIn(view: string, state: string): string {
  return `${view}.${state}`;
}

/** A short name of what a view tells, for `viewIn`: 16 hexadecimal digits, the same where its JSON is the same. */
export function stateName(told: unknown): string {
  return createHash('sha256').update(JSON.stringify(told)).digest('hex').slice(0, 16);
}

/** The ETag of an authored thing, `"v3"`, or of a view of it, `"v3-learner"`. */
export function etagOf(version: number, view?: string): string {
  return view === undefined ? `"v${version}"` : `"v${version}-${view}"`;
}

/** The ETag of an answer's body, if it is one of something with a version. */
export function etagOfBody(body: unknown): string | undefined {
  const { version, [VIEW]: view } = (body ?? {}) as { version?: unknown; [VIEW]?: string };
  return typeof version === 'number' ? etagOf(version, view) : undefined;
}

interface EntityTag {
  isWeak: boolean;
  /** The text between the quotes. */
  opaque: string;
}

const ENTITY_TAG = /[ \t]*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"[ \t]*(?:,|$)|[ \t]*,/y;
const OWN_TAG = /^v([1-9]\d{0,8})(?:-[a-z]+(?:\.[a-z\d]+)?)?$/;

/** The tags that a header lists (RFC 9110 §8.8.3), `*` for any, or undefined when it is malformed. */
export function entityTags(header: string): EntityTag[] | '*' | undefined {
  if (header.trim() === '*') return '*';
  const tags: EntityTag[] = [];
  ENTITY_TAG.lastIndex = 0;
  while (ENTITY_TAG.lastIndex < header.length) {
    const found = ENTITY_TAG.exec(header);
    if (!found) return undefined;
    if (found[2] !== undefined) tags.push({ isWeak: found[1] !== undefined, opaque: found[2] });
  }
  return tags.length > 0 ? tags : undefined;
}

/**
 * Whether a reader who sends this `If-None-Match` has the copy with the ETag (RFC 9110 §13.1.2). Compared weakly: a
 * proxy that compresses makes weak tags of ours, and the copy is the same. What is malformed matches nothing.
 */
export function hasCopy(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  // By far the most frequent case.
  if (ifNoneMatch === etag) return true;
  const tags = entityTags(ifNoneMatch);
  return tags === '*' || (tags?.some(({ opaque }) => `"${opaque}"` === etag) ?? false);
}

/**
 * What `If-Match` says of the version that a change is for: one of those listed (never an empty list), `*` for any that
 * exists, or nothing.
 */
export type ExpectedVersion = readonly number[] | '*' | undefined;

/** Whether the stored thing, of which there is no version while there is none, is not what the caller expects. */
export function isStale(expected: ExpectedVersion, present: number | undefined): boolean {
  if (expected === undefined) return false;
  return present === undefined || (expected !== '*' && !expected.includes(present));
}

/** The versions that a statement may change; undefined for all of them. */
export function listedVersions(expected: ExpectedVersion): readonly number[] | undefined {
  return expected === '*' ? undefined : expected;
}

/**
 * The version that `If-Match` expects. Compared strongly (RFC 9110 §13.1.1), so weak tags match nothing; the view that
 * a tag names does not matter, since a change of another view would be lost as well. 400 for what is no list of tags,
 * 412 for a list of which none can match.
 */
export const IfMatch = createParamDecorator((_data: unknown, context: ExecutionContext): ExpectedVersion => {
  const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
  return header === undefined ? undefined : expectedVersion(header);
});

export function expectedVersion(ifMatch: string): ExpectedVersion {
  const tags = entityTags(ifMatch);
  if (tags === '*') return tags;
  if (!tags) throw new IfMatchMalformedError();
  const versions = tags.flatMap(({ isWeak, opaque }) => {
    const version = isWeak ? undefined : OWN_TAG.exec(opaque)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
  if (versions.length > 0) return versions;
  throw tags.every(({ isWeak }) => isWeak) ? new WeakIfMatchError() : new StaleVersionError('resource');
}

export class IfMatchMalformedError extends MalformedError {
  constructor() {
    super('request.invalid_if_match', sentences.malformedIfMatch(), [
      {
        field: 'If-Match',
        rule: 'etag',
        message: sentences.malformedIfMatchField(),
      },
    ]);
  }
}

export class WeakIfMatchError extends StaleError {
  constructor() {
    super('request.weak_if_match', sentences.weakIfMatch());
  }
}

/** What has versions, by its name in the sentence of the error. */
type Versioned =
  | 'accommodation'
  | 'account'
  | 'activity'
  | 'announcement'
  | 'comment'
  | 'course'
  | 'enrollment'
  | 'enrollment_key'
  | 'enrollment_request'
  | 'enrollment_settings'
  | 'exception'
  | 'final_grade'
  | 'folder'
  | 'key'
  | 'grade_rules'
  | 'group'
  | 'group_set'
  | 'line_item'
  | 'live_session'
  | 'marking_rule'
  | 'outline'
  | 'question'
  | 'quiz'
  | 'remark_request'
  | 'resource'
  | 'rubric'
  | 'result'
  | 'school'
  | 'script'
  | 'section'
  | 'survey'
  | 'tag'
  | 'term';

/** The caller changed a copy that is older than the stored thing. */
export class StaleVersionError extends StaleError {
  constructor(what: Versioned) {
    super('request.stale', sentences.stale({ what }));
  }
}
