import { Injectable } from '@nestjs/common';
import { columnsOf, insertOf } from '../../../shared/database/columns-of';
import { Database } from '../../../shared/database/database';
import { toBinary } from '../../../shared/database/ids';
import { QuestionsSearch } from '../banks/questions-search';
import { TagsRepository } from '../banks/tags.repository';
import { Likenesses } from '../likeness/likenesses';
import { definitionParts } from '../question-types/definition-parts';
import { storedGuidance } from '../questions/guidance';
import { KeyRevision } from '../questions/key-revision.entity';
import { type Filing, guidanceIn, type QuestionContent } from '../questions/question-content';
import { QuestionVersion } from '../questions/question-version.entity';
import { Question } from '../questions/question.entity';
import {
  QUESTION,
  type QuestionRecord,
  toRecord,
  type WrittenVersion,
} from '../questions/questions.repository';
import { newId } from '../../../shared/database/ids';

const CARRIED = QUESTION.and(columnsOf(Question, 'q', ['latestVersionId']));
const NEW_QUESTION = insertOf(Question, [
  ...(['id', 'bankId', 'latestVersionId', 'edits', 'createdAt', 'updatedAt'] as const),
  ...(['activityId', 'position', 'type', 'prompt', 'promptHtml', 'points', 'definition'] as const),
  ...(['feedback', 'feedbackHtml', 'folderId', 'tags'] as const),
]);
const NEW_VERSION = insertOf(QuestionVersion, [
  ...(['id', 'questionId', 'number', 'type', 'prompt', 'promptHtml', 'content', 'keyRevisionId'] as const),
  ...(['createdBy', 'createdAt'] as const),
]);
const NEW_KEY = insertOf(KeyRevision, [
  ...(['id', 'versionId', 'number', 'answerKey', 'points', 'feedback', 'feedbackHtml'] as const),
  ...(['guidance', 'voided', 'createdBy', 'createdAt'] as const),
]);

/** What a version of a question asks, with the newest revision of its key. */
export interface VersionDocument extends QuestionContent {
  id: string;
}

export interface QuestionDocument extends Filing {
  id: string;
  /** Those that quizzes are held to, and the latest, which is the last. */
  versions: VersionDocument[];
}

/** A version as it was read, and whether it is the latest of its question. */
export type CarriedVersion = QuestionRecord & { isLatest: boolean; isOwn: boolean };

/** Written in one transaction, some at a time. */
const AT_ONCE = 50;

/** The questions that go along with a course. */
@Injectable()
export class CarriedQuestionsRepository {
  constructor(
    private readonly database: Database,
    private readonly tags: TagsRepository,
    private readonly search: QuestionsSearch,
    private readonly likenesses: Likenesses,
  ) {}

  /**
   * Of the bank of the course the latest versions, and of all questions that its quizzes ask, those of other banks as well, the latest and
   * those that the quizzes are held to. In the order in which they were made. Two statements.
   */
  async ofCourse(courseId: string): Promise<CarriedVersion[]> {
    const course = toBinary(courseId);
    const joins = `JOIN question_banks b ON b.id = q.bank_id JOIN key_revisions k ON k.id = v.key_revision_id`;
    const own = await this.database.rows(
      `SELECT ${CARRIED.sql} FROM question_banks o JOIN questions q ON q.bank_id = o.id AND q.archived_at IS NULL
         JOIN question_versions v ON v.id = q.latest_version_id ${joins} WHERE o.course_id = ?`,
      [course],
      CARRIED,
    );
    const asked = await this.database.rows(
      `SELECT DISTINCT ${CARRIED.sql} FROM quizzes z JOIN quiz_slots s ON s.activity_id = z.activity_id
         JOIN activities a ON a.id = z.activity_id AND a.archived_at IS NULL
         JOIN questions q ON q.id = s.question_id
         JOIN question_versions v ON v.id IN (q.latest_version_id, COALESCE(s.version_id, q.latest_version_id)) ${joins}
       WHERE z.course_id = ?`,
      [course],
      CARRIED,
    );
    const all = new Map([...own, ...asked].map((row) => [row.versionId, row]));
    return [...all.values()]
      .map(({ latestVersionId, ...row }) => ({
        ...{
          ...toRecord(row),
          isLatest: latestVersionId === row.versionId,
          isOwn: row.courseId === courseId,
        },
      }))
      .sort(inOrder);
  }

  /**
   * Adds questions with all their versions, and ids that the caller chooses, to a bank that is locked. Returns the versions. Some statements
   * for each fifty questions.
   */
  async insert(
    bankId: string,
    questions: readonly QuestionDocument[],
    by: { createdBy: string; createdAt: Date },
  ): Promise<WrittenVersion[]> {
    for (let start = 0; start < questions.length; start += AT_ONCE)
      await this.insertSome(bankId, questions.slice(start, start + AT_ONCE), by);
    return questions.flatMap(({ versions }) =>
      versions.map(({ id: versionId, ...content }) => ({ ...content, versionId })),
    );
  }

  private async insertSome(
    bankId: string,
    questions: readonly QuestionDocument[],
    by: { createdBy: string; createdAt: Date },
  ): Promise<void> {
    const { createdAt } = by;
    const added = questions.map(({ versions, ...question }) => {
      const latest = versions.at(-1) as VersionDocument;
      return { ...latest, ...question, latestVersionId: latest.id };
    });
    await this.database.insert(
      NEW_QUESTION,
      added.map((question) => ({
        ...{ ...question, bankId, activityId: null, position: 0, edits: 1, createdAt, updatedAt: createdAt },
      })),
    );
    const versions = questions.flatMap(({ id: questionId, versions: own }) =>
      own.map((version, index) => ({ questionId, version, number: index + 1, keyRevisionId: newId() })),
    );
    await this.database.insert(
      NEW_VERSION,
      versions.map(({ version: { id, type, prompt, promptHtml, definition }, ...place }) => ({
        ...{ id, type, prompt, promptHtml, ...place, content: definitionParts(definition).content, ...by },
      })),
    );
    await this.database.insert(
      NEW_KEY,
      versions.map(
        ({ version: { id: versionId, points, feedback, feedbackHtml, ...content }, keyRevisionId }) => ({
          ...{ id: keyRevisionId, versionId, number: 1, answerKey: definitionParts(content.definition).key },
          ...{
            points,
            feedback,
            feedbackHtml,
            guidance: storedGuidance(guidanceIn(content)),
            voided: null,
            ...by,
          },
        }),
      ),
    );
    await this.tags.add(bankId, added);
    await this.search.add(added);
    await this.likenesses.refresh(added.map(({ id }) => id));
  }
}

/** The questions as they were made, and the versions of each, of which the latest is the last. */
function inOrder(one: CarriedVersion, other: CarriedVersion): number {
  if (one.id !== other.id) return one.id < other.id ? -1 : 1;
  return one.versionNumber - other.versionNumber;
}
