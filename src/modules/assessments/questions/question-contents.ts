import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../../../shared/collections/bounded-map';
import { columnsOf, type RowOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { wholeDefinition } from '../question-types/definition-parts';
import type { QuestionDefinition } from '../question-types/registry';
import type { Guidance } from './guidance';
import { KeyRevision, type Voided } from './key-revision.entity';
import { QuestionVersion } from './question-version.entity';

/** A version of a question with a revision of its key. */
export interface QuestionContent {
  /** Of the question. */
  id: string;
  versionId: string;
  keyRevisionId: string;
  promptHtml: string;
  points: string;
  definition: QuestionDefinition;
  feedbackHtml: string | null;
  /** Null for none: `NO_GUIDANCE`. */
  guidance: Guidance | null;
  /** How it counts though it should not have been asked; null: as it is. */
  voided: Voided | null;
}

/** Finds what `QuestionContents.of` has brought, by the id of the key revision. */
export type ContentOf = (keyRevisionId: string) => QuestionContent;

/** Of `v` and `k`. */
export const CONTENT = columnsOf(QuestionVersion, 'v', {
  questionId: 'questionId',
  versionId: 'id',
  promptHtml: 'promptHtml',
  content: 'content',
}).and(
  columnsOf(KeyRevision, 'k', {
    keyRevisionId: 'id',
    points: 'points',
    feedbackHtml: 'feedbackHtml',
    guidance: 'guidance',
    voided: 'voided',
    answerKey: 'answerKey',
  }),
);

/** In characters of JSON: some thousands of questions, which take about three times as many bytes. */
const MOST_CHARACTERS = 8_000_000;

/**
 * What questions say, by the ids of their key revisions. Neither versions nor revisions ever change, so a process remembers
 * those that it has read: a class that takes a quiz has its questions read and parsed once, in place of at every start,
 * answer and submission. Which version a paper asks, and which revision is the newest, is read each time.
 */
@Injectable()
export class QuestionContents {
  private readonly known = new BoundedMap<QuestionContent>(
    MOST_CHARACTERS,
    (content) => JSON.stringify(content).length,
  );

  constructor(private readonly database: Database) {}

  /** Asks the store for what is not known, with one statement. The contents are shared, and frozen. */
  async of(keyRevisionIds: readonly string[]): Promise<ContentOf> {
    const found = new Map<string, QuestionContent>();
    const missing: string[] = [];
    for (const id of keyRevisionIds) {
      const content = this.known.get(id);
      if (content) found.set(id, content);
      else missing.push(id);
    }
    if (missing.length > 0) await this.read(missing, found);
    return (id) => {
      const content = found.get(id);
      if (!content) throw new Error(`No key revision ${id} was asked for, or there is none.`);
      return content;
    };
  }

  private async read(ids: readonly string[], found: Map<string, QuestionContent>): Promise<void> {
    const rows = await this.database.query(
      `SELECT ${CONTENT.sql} FROM key_revisions k JOIN question_versions v ON v.id = k.version_id WHERE k.id IN (?)`,
      [ids.map(toBinary)],
      CONTENT,
    );
    for (const row of rows) {
      const content = frozen(contentOf(row));
      this.known.set(content.keyRevisionId, content);
      found.set(content.keyRevisionId, content);
    }
  }
}

export function contentOf(row: RowOf<typeof CONTENT>): QuestionContent {
  const {
    questionId: id,
    versionId,
    keyRevisionId,
    promptHtml,
    points,
    feedbackHtml,
    guidance,
    voided,
  } = row;
  return {
    ...{
      id,
      versionId,
      keyRevisionId,
      promptHtml,
      points: plainDecimal(points),
      feedbackHtml,
      guidance,
      voided,
    },
    definition: wholeDefinition(row.content, row.answerKey),
  };
}

/** With all that is in it: requests share it, so none may change it. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
