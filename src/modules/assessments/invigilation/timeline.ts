import type { EntryStanding } from '../attempts/answer-log';
import { decodeCursor } from '../../../shared/http/pagination';
import { isId } from '../../../shared/database/ids';
import type { EndCause, EndReason } from '../attempts/lifecycle';
import type { ActionDetails, TimelineKind } from './attempt-action';

/** Who did something. */
export interface Person {
  id: string;
  givenName: string;
  familyName: string;
}

/** Which answer was saved, without what it says. */
export interface TimelineAnswer {
  questionId: string;
  sequence: number;
  standing: EntryStanding;
}

export interface TimelineEntry extends TimelinePlace {
  kind: TimelineKind;
  /** Null: nobody did it. */
  by: Person | null;
  reason: string | null;
  details: ActionDetails;
  answer: TimelineAnswer | null;
}

/** Where an entry stands: by its instant, then by its sort of entry, then within that sort. */
export interface TimelinePlace {
  at: Date;
  rank: TimelineRank;
  /** Of an answer, its question and sequence; of an action, its id. */
  key: string;
}

/** Of entries with the same instant, the start comes first and the end last. */
export const RANKS = { start: 0, answer: 1, action: 2, end: 3 } as const;
export type TimelineRank = (typeof RANKS)[keyof typeof RANKS];

/** An attempt, as far as its start and end are entries. */
export interface TimelineFacts {
  learner: Person;
  startedAt: Date;
  endedAt: Date | null;
  endReason: EndReason | null;
  endsBecause: EndCause | null;
}

/** The entries that the attempt itself tells: that it began, and that it is over. */
export function ownEntries({
  learner,
  startedAt,
  endedAt,
  endReason,
  endsBecause,
}: TimelineFacts): TimelineEntry[] {
  const plain = { key: '', reason: null, answer: null };
  const start: TimelineEntry = {
    ...{ ...plain, at: startedAt, rank: RANKS.start, kind: 'started', by: learner, details: {} },
  };
  if (endedAt === null) return [start];
  const isAbandoned = endReason === 'abandoned';
  const end: TimelineEntry = {
    ...{ ...plain, at: endedAt, rank: RANKS.end, kind: isAbandoned ? 'abandoned' : 'submitted' },
    by: endReason === 'submitted' ? learner : null,
    details: {
      endReason: endReason ?? 'submitted',
      ...(isAbandoned && endsBecause ? { endsBecause } : {}),
    },
  };
  return [start, end];
}

/** Of entries in any order, the first `most` behind the place, in order. */
export function inOrder(
  entries: readonly TimelineEntry[],
  after: TimelinePlace | undefined,
  most: number,
): TimelineEntry[] {
  return entries
    .filter((entry) => after === undefined || compare(entry, after) > 0)
    .sort(compare)
    .slice(0, most);
}

export function cursorKeysOf({ at, rank, key }: TimelinePlace): (string | number)[] {
  return [at.toISOString(), rank, key];
}

/** Throws MalformedError for a cursor of another list. */
export function placeIn(cursor: string | undefined): TimelinePlace | undefined {
  if (cursor === undefined) return undefined;
  const [at = '', rank, key = ''] = decodeCursor(
    cursor,
    3,
    ([instant = '', sort = '', last = '']) =>
      !Number.isNaN(Date.parse(instant)) && isPlaceWithin(Number(sort), last),
  );
  return { at: new Date(at), rank: Number(rank) as TimelineRank, key };
}

export function answerKey({ questionId, sequence }: Pick<TimelineAnswer, 'questionId' | 'sequence'>): string {
  // As many digits as the highest sequence has, so that texts compare as the numbers do.
  return `${questionId} ${String(sequence).padStart(16, '0')}`;
}

/** What `answerKey` was made of. */
export function ofAnswerKey(key: string): Pick<TimelineAnswer, 'questionId' | 'sequence'> {
  const [questionId = '', sequence] = key.split(' ');
  return { questionId, sequence: Number(sequence) };
}

function isPlaceWithin(rank: number, key: string): boolean {
  if (rank === RANKS.answer) return isId(key.split(' ')[0]) && /^\S+ \d{16}$/.test(key);
  if (rank === RANKS.action) return isId(key);
  return (rank === RANKS.start || rank === RANKS.end) && key === '';
}

function compare(one: TimelinePlace, other: TimelinePlace): number {
  const byTime = one.at.getTime() - other.at.getTime() || one.rank - other.rank;
  if (byTime !== 0 || one.key === other.key) return byTime;
  return one.key < other.key ? -1 : 1;
}
