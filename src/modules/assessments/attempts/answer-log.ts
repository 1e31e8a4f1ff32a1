import { isDeepStrictEqual } from 'node:util';
import { namedEnum } from '../../../shared/http/named-schemas';

/**
 * The log of answers: which entries are taken, and which of them counts. Facts in, verdicts out; nothing here knows the
 * store.
 *
 * `on_time`: accepted while the attempt was open. `late`: written before the end and delivered after it. `overtaken`: came
 * without a sequence, and a later answer was there already. Only entries on time count.
 */
export const ENTRY_STANDINGS = ['on_time', 'late', 'overtaken'] as const;
export type EntryStanding = (typeof ENTRY_STANDINGS)[number];

/** What has become of an answer that was sent. */
export const ANSWER_OUTCOMES = ['counts', 'replaced', 'late'] as const;
export type AnswerOutcome = (typeof ANSWER_OUTCOMES)[number];
namedEnum('AnswerOutcome', ANSWER_OUTCOMES);

/**
 * The highest sequence that a client may send. Large enough for the milliseconds of a clock; the numbers above it, up to
 * 2 ** 53, are left to those who send none.
 */
export const MOST_SEQUENCE = 2 ** 52;

/** An answer as a client sends it, already in the form in which it is kept. */
export interface SentAnswer {
  response: unknown;
  /** Counts the client's changes of this question upwards, with gaps as it likes; undefined: the next one. */
  sequence: number | undefined;
  idempotencyKey: string | undefined;
  /** By the clock of the learner's device. */
  writtenAt: Date | undefined;
}

export interface LogEntry {
  sequence: number;
  response: unknown;
  standing: EntryStanding;
  idempotencyKey: string | null;
  writtenAt: Date | null;
  savedAt: Date;
}

/** What is known of one question of an attempt when an answer arrives. */
export interface LogFacts {
  /** When the server took the request up. */
  now: Date;
  /** The end of the attempt, past which nothing is on time; null while it is open. */
  endedAt: Date | null;
  /** The highest sequence of any entry; 0 without one. */
  highest: number;
  /** The entry that counts at present. */
  head: Pick<LogEntry, 'sequence' | 'savedAt'> | null;
  /** Entries with the sequence or the key of the answer. */
  known: readonly LogEntry[];
}

export type Verdict =
  | { kind: 'append'; entry: LogEntry; outcome: AnswerOutcome }
  /** It is in the log already. */
  | { kind: 'repeated'; entry: LogEntry; outcome: AnswerOutcome }
  /** Its sequence or its key belongs to another answer. */
  | { kind: 'taken' }
  /** The attempt is over. */
  | { kind: 'ended' };

/**
 * What becomes of an answer that arrives. The clock of the client decides in one point alone: whether an answer that comes
 * after the end is kept as a late one, which counts for nothing.
 */
export function judge(sent: SentAnswer, facts: LogFacts): Verdict {
  const [known] = facts.known;
  if (known)
    return facts.known.every((entry) => isSame(sent, entry))
      ? { kind: 'repeated', entry: known, outcome: outcomeOf(known, facts.head) }
      : { kind: 'taken' };
  const sequence = sent.sequence ?? facts.highest + 1;
  const standing = standingOf(sent, facts);
  if (standing === undefined) return { kind: 'ended' };
  const entry: LogEntry = {
    ...{ sequence, standing, response: sent.response, savedAt: facts.now },
    idempotencyKey: sent.idempotencyKey ?? null,
    writtenAt: sent.writtenAt ?? null,
  };
  return { kind: 'append', entry, outcome: outcomeOf(entry, facts.head) };
}

/** Of entries with different sequences, the one that counts: the highest sequence on time. */
export function headOf<Entry extends Pick<LogEntry, 'sequence' | 'standing'>>(
  entries: readonly Entry[],
): Entry | undefined {
  return entries
    .filter(({ standing }) => standing === 'on_time')
    .reduce<Entry | undefined>(
      (head, entry) => (head && head.sequence > entry.sequence ? head : entry),
      undefined,
    );
}

/** What has become of an entry, where `head` is the one that counted before it came, or counts now. */
export function outcomeOf(
  { sequence, standing }: Pick<LogEntry, 'sequence' | 'standing'>,
  head: Pick<LogEntry, 'sequence'> | null,
): AnswerOutcome {
  if (standing === 'late') return 'late';
  return standing === 'on_time' && sequence >= (head?.sequence ?? 0) ? 'counts' : 'replaced';
}

function standingOf(sent: SentAnswer, { now, endedAt, head }: LogFacts): EntryStanding | undefined {
  if (endedAt === null) {
    const isOvertaken = sent.sequence === undefined && head !== null && head.savedAt > now;
    return isOvertaken ? 'overtaken' : 'on_time';
  }
  const wasWrittenBefore = sent.writtenAt !== undefined && sent.writtenAt <= endedAt;
  return wasWrittenBefore && sent.sequence !== undefined ? 'late' : undefined;
}

/** The same answer sent again: nothing that tells the two apart differs. */
function isSame(sent: SentAnswer, entry: LogEntry): boolean {
  return (
    (sent.sequence === undefined || sent.sequence === entry.sequence) &&
    (sent.idempotencyKey === undefined || sent.idempotencyKey === (entry.idempotencyKey ?? undefined)) &&
    isDeepStrictEqual(sent.response ?? null, entry.response ?? null)
  );
}
