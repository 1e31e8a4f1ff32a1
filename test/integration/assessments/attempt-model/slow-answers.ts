import type { Answer, SentAnswer } from './slow-model';

interface Entry {
  question: number;
  response: Answer;
  sequence: number;
  /** `late` entries are there, and do not count. */
  standing: 'on_time' | 'offline' | 'late';
  /** Names an entry that was kept, so that the same is kept once. */
  keptAs: string | null;
  savedAt: number;
}

const RIGHT = 'right';

/** What was answered in one attempt, in the order of arrival, and looked through from the beginning for every question asked of it. */
export class AnswerBook {
  private readonly entries: Entry[] = [];

  /** The answer that counts: the one with the highest sequence of those that do. */
  head(question: number): Answer {
    return this.headEntry(question)?.response ?? null;
  }

  answers(questions: number): Answer[] {
    return Array.from({ length: questions }, (_, question) => this.head(question));
  }

  score(questions: number): number {
    return this.answers(questions).filter((answer) => answer === RIGHT).length;
  }

  /** Whether the log has the sequence: with the same answer, or with another. */
  known({ question, response, sequence }: SentAnswer): 'no' | 'same' | 'other' {
    const entry = this.of(question).find((each) => each.sequence === sequence);
    if (entry === undefined) return 'no';
    return entry.response === response ? 'same' : 'other';
  }

  /** Whether the log has it as one that did not count, and that can count now. */
  wasKept({ question, sequence }: SentAnswer): boolean {
    const entry = this.of(question).find((each) => each.sequence === sequence);
    return entry?.standing === 'late' && entry.sequence > (this.headEntry(question)?.sequence ?? 0);
  }

  /**
   * Takes an answer in time. One that is there already changes nothing, unless it was kept before and can count now: then it is
   * the next one.
   */
  take({ question, response, sequence }: SentAnswer, isOneOfMany: boolean): void {
    const entry = this.of(question).find((each) => each.sequence === sequence);
    if (this.wasKept({ question, response, sequence }))
      this.add(question, response, this.highest(question) + 1, 'on_time');
    else if (entry === undefined)
      this.add(question, response, sequence ?? this.next(question, isOneOfMany), 'on_time');
  }

  /** Keeps an answer that does not count. */
  keep({ question, response, sequence }: SentAnswer): void {
    const own = this.of(question);
    const keptAs = `late ${response}`;
    if (own.some((each) => each.sequence === sequence || each.keptAs === keptAs)) return;
    this.add(question, response, sequence ?? this.highest(question) + 1, 'late', keptAs);
  }

  /** An answer that was written in time and comes after the end. */
  deliver(
    { question, response, sequence }: SentAnswer & { sequence: number },
    counts: boolean,
    now: number,
  ): void {
    this.add(question, response, sequence, counts ? 'offline' : 'late', null, now);
  }

  /** Whether one that came after the end counts already, from a request before. */
  wasDeliveredBefore(question: number, now: number): boolean {
    const head = this.headEntry(question);
    return head?.standing === 'offline' && head.savedAt < now;
  }

  /** Without a sequence it comes next: after the one that counts, or after all where that place is taken. */
  private next(question: number, isOneOfMany: boolean): number {
    const after = (this.headEntry(question)?.sequence ?? 0) + 1;
    const isTaken = this.of(question).some(({ sequence }) => sequence === after);
    return isOneOfMany || isTaken ? this.highest(question) + 1 : after;
  }

  private headEntry(question: number): Entry | undefined {
    return this.of(question)
      .filter(({ standing }) => standing !== 'late')
      .sort((one, other) => other.sequence - one.sequence)[0];
  }

  private highest(question: number): number {
    return Math.max(0, ...this.of(question).map(({ sequence }) => sequence));
  }

  private of(question: number): Entry[] {
    return this.entries.filter((entry) => entry.question === question);
  }

  private add(
    question: number,
    response: Answer,
    sequence: number,
    standing: Entry['standing'],
    keptAs: string | null = null,
    savedAt = 0,
  ): void {
    this.entries.push({ question, response, sequence, standing, keptAs, savedAt });
  }
}
