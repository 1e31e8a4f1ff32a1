import { isDeepStrictEqual } from 'node:util';
import { namedEnum } from '../../../shared/http/named-schemas';
import type { Certainty } from '../behaviors/behavior';
import type { EndCause } from './lifecycle';

/**
 * The log of answers: which entries are taken, and which of them counts. Facts in, verdicts out; nothing here knows the
 * store.
 *
 * `on_time`: accepted while the attempt was open. `offline`: written before the end and delivered after it, in a quiz in which
 * that counts. `late`: came after the end, and does not count. `overtaken`: came without a sequence, and a later answer was
 * there already. Only entries on time and offline ones count.
 */
export const ENTRY_STANDINGS = ['on_time', 'offline', 'late', 'overtaken'] as const;
export type EntryStanding = (typeof ENTRY_STANDINGS)[number];

/** Those that count. */
const COUNTING: readonly EntryStanding[] = ['on_time', 'offline'];

/** For so long after the end of an attempt, what comes is still kept: a day. */
const KEPT_AFTER_END_MILLISECONDS = 86_400_000;

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
  certainty: Certainty | null;
  /** By the clock of the learner's device. */
  writtenAt: Date | undefined;
}

export interface LogEntry {
  sequence: number;
  response: unknown;
  standing: EntryStanding;
  idempotencyKey: string | null;
  certainty: Certainty | null;
  writtenAt: Date | null;
  savedAt: Date;
}

/** That no more answers are taken. */
export interface AnsweringEnd {
  at: Date;
  /** The attempt is only paused, or the question was passed: nothing counts that comes meanwhile, whenever it was written. */
  isPause: boolean;
  /** It is the learner who has stopped the clock, in a rest. */
  isRest?: boolean;
  /** The learner handed the attempt in, rather than that its time was up. */
  isHandedIn: boolean;
  /** What ended it otherwise. */
  because: EndCause | null;
  /** What was written before the end counts: the quiz allows it, and the learner has not been shown yet what is right. */
  offlineCounts: boolean;
  /** Since when its clock stood, of an attempt that ended in a pause or a rest: what was written since does not count. */
  stoppedAt?: Date;
}

/** What is known of one question of an attempt when an answer arrives. */
export interface LogFacts {
  /** When the server took the request up. */
  now: Date;
  /** Since when nothing is on time; null while answers are taken. */
  end: AnsweringEnd | null;
  /** The highest sequence of any entry; 0 without one. */
  highest: number;
  /** The entry that counts at present. */
  head: Pick<LogEntry, 'sequence' | 'savedAt' | 'standing'> | null;
  /** Entries with the sequence or the key of the answer. */
  known: readonly LogEntry[];
}

export type Verdict =
  | { kind: 'append'; entry: LogEntry; outcome: AnswerOutcome }
  /** It is in the log already. */
  | { kind: 'repeated'; entry: LogEntry; outcome: AnswerOutcome }
  /** Its sequence or its key belongs to another answer. */
  | { kind: 'taken' }
  /** The attempt is over. `kept`: the answer is put into the log all the same, as one that does not count; null: it is not. */
  | { kind: 'ended'; kept: LogEntry | null };

/**
 * What becomes of an answer that arrives. An answer that was refused in a pause and is sent again when the attempt goes on is
 * a new one, unless a later one counts. The clock of the client decides in one point alone: whether an answer that comes
 * after the end was written before it. It counts then if the quiz says so, and is late otherwise.
 *
 * What else comes after the end is refused. If time was up, it is kept all the same: the learner had typed it when the clock
 * ended the attempt, and staff may want to see it.
 */
export function judge(sent: SentAnswer, facts: LogFacts): Verdict {
  const [known] = facts.known;
  if (known && !facts.known.every((entry) => isSame(sent, entry))) return { kind: 'taken' };
  if (known?.standing === 'late') {
    if (facts.end && !wasWrittenBefore(sent, facts.end)) return { kind: 'ended', kept: null };
    if (!facts.end && known.sequence > (facts.head?.sequence ?? 0))
      return judge(sentAnew(sent), { ...facts, known: [] });
    // A later answer counts, perhaps this very one, which had come anew before: in a running attempt nothing is late.
    if (!facts.end) return { kind: 'repeated', entry: known, outcome: 'replaced' };
  }
  if (known) return { kind: 'repeated', entry: known, outcome: outcomeOf(known, facts.head) };
  const sequence = sent.sequence ?? facts.highest + 1;
  const standing = standingOf(sent, facts);
  const entry: LogEntry = {
    ...{ sequence, standing: standing ?? 'late', response: sent.response, savedAt: facts.now },
    idempotencyKey: sent.idempotencyKey ?? null,
    certainty: sent.certainty,
    writtenAt: sent.writtenAt ?? null,
  };
  if (standing === undefined) return { kind: 'ended', kept: keptAfter(facts) ? entry : null };
  return { kind: 'append', entry, outcome: outcomeOf(entry, facts.head) };
}

/** As the next answer: its sequence and its key belong to the entry that was kept when it came first. */
function sentAnew({ response, certainty, writtenAt }: SentAnswer): SentAnswer {
  return { response, certainty, writtenAt, sequence: undefined, idempotencyKey: undefined };
}

function keptAfter({ end, now }: LogFacts): boolean {
  return end !== null && !end.isHandedIn && (end.isPause || isKept(end.at, now));
}

/** Whether what comes now, after this end, is still kept. */
export function isKept(end: Date, now: Date): boolean {
  return now.getTime() < end.getTime() + KEPT_AFTER_END_MILLISECONDS;
}

/** Of entries with different sequences, the one that counts: the highest sequence of those that count. */
export function headOf<Entry extends Pick<LogEntry, 'sequence' | 'standing'>>(
  entries: readonly Entry[],
): Entry | undefined {
  return entries
    .filter(({ standing }) => COUNTING.includes(standing))
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
  return COUNTING.includes(standing) && sequence >= (head?.sequence ?? 0) ? 'counts' : 'replaced';
}

function standingOf(sent: SentAnswer, { now, end, head }: LogFacts): EntryStanding | undefined {
  if (end === null) {
    const isOvertaken = sent.sequence === undefined && head !== null && head.savedAt > now;
    return isOvertaken ? 'overtaken' : 'on_time';
  }
  if (!wasWrittenBefore(sent, end)) return undefined;
  // Delivered once, in one request: nobody tries answers out and watches the score.
  const isDelivered = head?.standing === 'offline' && head.savedAt < now;
  return end.offlineCounts && !isDelivered && isKept(end.at, now) ? 'offline' : 'late';
}

function wasWrittenBefore({ writtenAt, sequence }: SentAnswer, end: AnsweringEnd): boolean {
  const until = end.stoppedAt ?? end.at;
  return !end.isPause && sequence !== undefined && writtenAt !== undefined && writtenAt <= until;
}

/** The same answer sent again: nothing that tells the two apart differs. */
function isSame(sent: SentAnswer, entry: LogEntry): boolean {
  return (
    (sent.sequence === undefined || sent.sequence === entry.sequence) &&
    (sent.idempotencyKey === undefined || sent.idempotencyKey === (entry.idempotencyKey ?? undefined)) &&
    sent.certainty === entry.certainty &&
    isDeepStrictEqual(sent.response ?? null, entry.response ?? null)
  );
}
