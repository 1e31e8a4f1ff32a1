import { Injectable } from '@nestjs/common';
import type { BehaviorName } from '../behaviors/behavior';
import { behaviorNamed } from '../behaviors/registry';
import { toQuestion, type VersionedQuestion } from '../attempts/paper-records';
import { TriesRepository, triesByQuestion } from '../tries/tries.repository';
import type { GradedPaper } from './regrading';
import {
  type KeyRow,
  type PaperRow,
  RegradesRepository,
  type SubmittedAttemptRow,
} from './regrades.repository';

/** A submitted attempt as it is stored, with what it asked. */
export interface ReadPaper {
  attempt: SubmittedAttemptRow;
  /** In the order of the paper. */
  rows: PaperRow[];
  paper: GradedPaper;
}

/** Keys that were read already: some hundred attempts ask the same. */
export type KnownKeys = Map<string, KeyRow>;

/** Which key is to grade a question in place of the one that did; null: none. */
export type KeyChoice = (row: PaperRow, known: KnownKeys) => string | null;

/** Reads submitted attempts with all that grading them again needs. At most four statements, whatever they are. */
@Injectable()
export class RegradedPapers {
  constructor(
    private readonly regrades: RegradesRepository,
    private readonly tries: TriesRepository,
  ) {}

  async read(
    attempts: readonly SubmittedAttemptRow[],
    keyFor: KeyChoice,
    known: KnownKeys,
  ): Promise<ReadPaper[]> {
    const rows = await this.regrades.papers(attempts.map(({ id }) => id));
    await this.know(
      rows.map(({ keyRevisionId }) => keyRevisionId),
      known,
    );
    await this.know(
      rows.flatMap((row) => keyFor(row, known) ?? []),
      known,
    );
    const tried = attempts.filter(({ behavior }) => behaviorOf(behavior).takesChecks).map(({ id }) => id);
    const tries = Map.groupBy(await this.tries.ofAttempts(tried), ({ attemptId }) => attemptId);
    const byAttempt = Map.groupBy(rows, ({ attemptId }) => attemptId);
    return attempts.map((attempt) => {
      const own = (byAttempt.get(attempt.id) ?? []).sort((one, other) => one.position - other.position);
      const conduct = {
        behavior: behaviorOf(attempt.behavior),
        tries: triesByQuestion(tries.get(attempt.id) ?? []),
        isTimed: attempt.endReason !== 'submitted',
      };
      const questions = own.map((row) => {
        const corrected = keyFor(row, known);
        return {
          question: questionOf(row, row.keyRevisionId, known),
          corrected: corrected === null ? null : questionOf(row, corrected, known),
          answer: row,
        };
      });
      return { attempt, rows: own, paper: { attempt, conduct, questions } };
    });
  }

  private async know(keyRevisionIds: readonly string[], known: KnownKeys): Promise<void> {
    const unknown = [...new Set(keyRevisionIds)].filter((id) => !known.has(id));
    for (const key of await this.regrades.keys(unknown)) known.set(key.keyRevisionId, key);
  }
}

function questionOf(row: PaperRow, keyRevisionId: string, known: KnownKeys): VersionedQuestion {
  const key = known.get(keyRevisionId);
  if (!key) throw new Error(`There is no key ${keyRevisionId}.`);
  return toQuestion({ ...key, optionOrder: row.optionOrder, drawn: row.drawn, paperPoints: row.paperPoints });
}

function behaviorOf(name: BehaviorName | null): ReturnType<typeof behaviorNamed> {
  return behaviorNamed(name ?? undefined);
}
