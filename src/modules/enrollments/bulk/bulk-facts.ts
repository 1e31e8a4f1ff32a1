import type { Caller } from '../../../shared/auth/caller';
import { searchForm } from '../../../shared/text/search-form';
import type { Seats } from '../admission/admission-rules';
import type { Candidate } from '../candidates.repository';
import type { InstructorRecord } from '../enrollment-locks.repository';
import type { StandingPlace } from '../groups/group-rules';
import type { EnrollmentShape, JudgedRow, Naming, PlaceShape, TagShape } from './bulk-rows';

/** A group, a set or a tag, as rows name it. */
export interface Titled {
  id: string;
  title: string;
}

/** Sets of groups and tags of a course. */
export interface CourseLabels {
  sets: readonly (Titled & { groups: readonly Titled[] })[];
  tags: readonly Titled[];
}

/** An account by which a row may name its person. */
export interface NamedAccount {
  id: string;
  username: string;
  email: string | null;
}

/** A row of the same operation that was done before. */
export type EarlierRow = Pick<JudgedRow, 'number' | 'wish' | 'after'> & { userId: string; subject: string };

/** What rows are judged by. The judge changes it as it goes: what one row does, the next one finds. */
export interface BulkFacts {
  courseId: string;
  /** Of the course's time zone. */
  today: string;
  by: Pick<Caller, 'userId' | 'role'>;
  accounts: Accounts;
  people: Map<string, Candidate>;
  /** By `placeKey`: where people stand in the sets of the course. */
  places: Map<string, StandingPlace>;
  /** By `tagKey`. */
  tagged: Set<string>;
  labels: CourseLabels;
  /** Undefined where they are not limited, or may be exceeded. */
  seats: (Seats & { hasWaitlist: boolean }) | undefined;
  instructors: readonly InstructorRecord[];
  /** By `subjectKey`: what rows have asked for. */
  asked: Map<string, Pick<JudgedRow, 'number' | 'wish'>>;
}

export const placeKey = (setId: string, userId: string): string => `${setId} ${userId}`;
export const tagKey = (tagId: string, userId: string): string => `${tagId} ${userId}`;
export const subjectKey = (userId: string, subject: string): string => `${userId} ${subject}`;

/** That a name is nearly that of several accounts. */
export const SEVERAL = Symbol('several accounts');

/** Finds accounts by what rows call them. The store has found them with its own idea of equal texts. */
export class Accounts {
  private readonly ids = new Set<string>();
  private readonly byText = { username: new Map<string, string[]>(), email: new Map<string, string[]>() };
  private readonly exact = { username: new Map<string, string>(), email: new Map<string, string>() };

  constructor(accounts: readonly NamedAccount[]) {
    for (const { id, username, email } of accounts) {
      this.ids.add(id);
      this.add('username', username, id);
      if (email !== null) this.add('email', email, id);
    }
  }

  /** The id of the account. */
  find({ by, value }: Naming): string | typeof SEVERAL | undefined {
    if (by === 'userId') return this.ids.has(value.toLowerCase()) ? value.toLowerCase() : undefined;
    const exact = this.exact[by].get(value.toLowerCase());
    if (exact !== undefined) return exact;
    const [first, second] = this.byText[by].get(searchForm(value)) ?? [];
    return second === undefined ? first : SEVERAL;
  }

  private add(by: 'username' | 'email', text: string, id: string): void {
    this.exact[by].set(text.toLowerCase(), id);
    const form = searchForm(text);
    this.byText[by].set(form, [...(this.byText[by].get(form) ?? []), id]);
  }
}

/** One of these by its id or its title; titles are compared as the store compares them, all but. */
export function titled<T extends Titled>(all: readonly T[], name: string): T | undefined {
  return (
    all.find(({ id, title }) => id === name.toLowerCase() || title === name) ??
    all.find(({ title }) => searchForm(title) === searchForm(name))
  );
}

/** As if what earlier rows of a dry run would have done were done. */
export function withEarlierRows(facts: BulkFacts, rows: readonly EarlierRow[]): void {
  for (const { userId, after } of rows) {
    const candidate = facts.people.get(userId);
    if (!after || !candidate) continue;
    if ('enrollmentId' in after) replaceEnrollment(candidate, after, facts.courseId);
    else if ('setId' in after) replacePlace(facts, userId, after);
    else replaceTag(facts, userId, after);
  }
}

export function replaceEnrollment(
  candidate: Candidate,
  { enrollmentId, ...shape }: EnrollmentShape,
  courseId: string,
): void {
  const own = candidate.enrollments.find(({ role }) => role === shape.role);
  if (own) {
    Object.assign(own, shape);
    return;
  }
  const made = { id: enrollmentId, courseId, userId: candidate.person.id, version: 1 };
  candidate.enrollments.push({
    ...made,
    isOwner: false,
    groupIds: null,
    ...shape,
    source: 'staff',
    createdAt: new Date(0),
  });
}

export function replacePlace({ places }: BulkFacts, userId: string, { setId, groupId }: PlaceShape): void {
  const key = placeKey(setId, userId);
  if (groupId === null) places.delete(key);
  else places.set(key, { membershipId: places.get(key)?.membershipId ?? '', userId, groupId });
}

export function replaceTag({ tagged }: BulkFacts, userId: string, { tagId, isTagged }: TagShape): void {
  if (isTagged) tagged.add(tagKey(tagId, userId));
  else tagged.delete(tagKey(tagId, userId));
}
