import { Injectable, type OnModuleInit } from '@nestjs/common';
import { renderMarkdown } from '../../../shared/markdown/markdown';
import {
  type MarkedWork,
  MarkedWorks,
  type MarkNews,
  type ScriptContent,
  type ScriptText,
} from '../../marking';
import { AnswerFiles } from '../answer-files/answer-files.service';
import { AttemptNotFoundError } from '../assessments.errors';
import { AttemptEnds } from '../attempts/attempt-ends';
import { AttemptsRepository } from '../attempts/attempts.repository';
import { marksShownSince } from '../review/review-rules';
import { htmlToText } from '../formats/html-text';
import { QuestionMedia } from '../questions/files/question-media';
import { htmlOf, isMarkedByHand, markerNotesOf } from '../question-types/responses';
import { MarkedAttemptsRepository } from './marked-attempts.repository';

/** Answers in attempts, as what people mark. */
@Injectable()
export class MarkedAttempts implements MarkedWork, OnModuleInit {
  constructor(
    private readonly attempts: MarkedAttemptsRepository,
    private readonly allAttempts: AttemptsRepository,
    private readonly ends: AttemptEnds,
    private readonly works: MarkedWorks,
    private readonly media: QuestionMedia,
    private readonly files: AnswerFiles,
  ) {}

  onModuleInit(): void {
    this.works.provide(this);
  }

  async isMarkedByHand(activityId: string, questionId: string): Promise<boolean> {
    const definition = await this.attempts.definitionInCourse(activityId, questionId);
    return definition !== undefined && isMarkedByHand(definition);
  }

  async contentOf(attemptId: string, questionId: string): Promise<ScriptContent> {
    const found = await this.attempts.find(attemptId, questionId);
    if (!found) throw new AttemptNotFoundError();
    const { title, question, response } = found;
    const { promptHtml, definition } = question;
    const notes = markerNotesOf(definition);
    return {
      ...{ title, promptHtml, notesHtml: notes === undefined ? null : renderMarkdown(notes), response },
      responseHtml: htmlOf(definition, response) ?? null,
      media: [
        ...(await this.media.of([question])),
        ...(await this.files.describe(attemptId, [{ questionId, definition, response }])),
      ],
    };
  }

  async textsOf(scripts: readonly { workId: string; itemId: string }[]): Promise<Map<string, ScriptText>> {
    const found = await this.attempts.findAll(
      scripts.map(({ workId: attemptId, itemId: questionId }) => ({ attemptId, questionId })),
    );
    return new Map(
      found.map(({ attemptId, title, question, response }) => {
        const answer = typeof response === 'string' ? response : '';
        return [
          `${attemptId}/${question.id}`,
          { title, prompt: htmlToText(question.promptHtml, { paragraphs: true }).text, answer },
        ];
      }),
    );
  }

  async hold(attemptId: string): Promise<boolean> {
    return (await this.holdAll([attemptId])).has(attemptId);
  }

  async holdAll(attemptIds: readonly string[]): Promise<ReadonlySet<string>> {
    return new Set(await this.attempts.lockAllSubmitted(attemptIds));
  }

  async shownSince(attemptId: string, markedAt: Date, now: Date): Promise<Date | null> {
    const attempt = await this.allAttempts.find(attemptId);
    if (!attempt) return null;
    const postedAt = await this.attempts.postedAt(attempt.activityId);
    return marksShownSince(
      attempt.review,
      { ...attempt, submittedAt: attempt.endedAt, postedAt },
      markedAt,
      now,
    );
  }

  /** Keeps the mark on the paper and grades the attempt by it. */
  async marked({ workId, itemId, userId, points, share, answerNumber, ...mark }: MarkNews): Promise<void> {
    await this.attempts.keepMark(workId, itemId, { points, share, answerNumber });
    await this.ends.gradeByMarks(workId, { userId, ...mark });
  }
}
