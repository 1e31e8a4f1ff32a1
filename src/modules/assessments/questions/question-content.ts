import { isDeepStrictEqual } from 'node:util';
import { plainDecimal } from '../../../shared/decimals/plain-decimal';
import { renderMarkdown } from '../../../shared/markdown/markdown';
import type { FieldError } from '../../../shared/errors/domain-error';
import { Rational } from '../../../shared/decimals/rational';
import { type Guidance, NO_GUIDANCE, type ScoreFeedback } from './guidance';
import { InvalidQuestionError } from '../assessments.errors';
import { distinctTags } from '../banks/tags';
import { sentences } from '../question-types/question-types.sentences';
import { definitionParts } from '../question-types/definition-parts';
import { readDefinition } from '../question-types/definitions';
import { type QuestionDefinition, type QuestionType, UNSCORED_TYPES } from '../question-types/registry';

/** Where a question is found in its bank. It is no part of what is asked. */
export interface Filing {
  /** Null at the top. */
  folderId: string | null;
  /** Each once (`distinctTags`). */
  tags: string[];
}

/** A question as an author sends it. */
export interface NewQuestion extends Partial<Filing>, GuidanceSent {
  type: QuestionType;
  /** Markdown. */
  prompt: string;
  /** At most 9999, with at most 4 decimals: 0 for a type without right and wrong, above 0 for all others. */
  points: string;
  /** See `QuestionDefinition`; its type may be left out. */
  definition: object;
  /** Markdown. */
  feedback?: string | null;
}

/** As an author sends it: what is left out is as in `NO_GUIDANCE`. */
export interface GuidanceSent {
  scoreFeedback?: { [Band in keyof ScoreFeedback]?: string | null };
  hints?: { text: string; clearWrong?: boolean; showRightCount?: boolean }[];
  penalty?: string;
}

/** What an author writes, and the HTML made of it. */
export interface QuestionContent extends Guidance {
  type: QuestionType;
  prompt: string;
  promptHtml: string;
  points: string;
  definition: QuestionDefinition;
  feedback: string | null;
  feedbackHtml: string | null;
}

/** Where a new question is found. */
export function filingOf({ folderId = null, tags = [] }: Partial<Filing>): Filing {
  return { folderId, tags: distinctTags(tags) };
}

/** Throws InvalidQuestionError. */
export function contentOf(question: NewQuestion): QuestionContent {
  const { type, prompt, points, definition, feedback } = question;
  const read = readDefinition(type, definition);
  if (!read.definition) throw new InvalidQuestionError(read.faults);
  const unfit = pointsFaults(type, points);
  if (unfit.length > 0) throw new InvalidQuestionError(unfit);
  const comment = feedback === undefined || feedback === '' ? null : feedback;
  return {
    type,
    prompt,
    promptHtml: renderMarkdown(prompt, { files: true }),
    points: plainDecimal(points),
    definition: read.definition,
    feedback: comment,
    feedbackHtml: comment === null ? null : renderMarkdown(comment, { files: true }),
    ...guidanceOf(question),
  };
}

/** What an author sent, with what is left out. */
export function guidanceOf({ scoreFeedback = {}, hints = [], penalty }: GuidanceSent): Guidance {
  const { right = null, partly = null, wrong = null } = scoreFeedback;
  return {
    scoreFeedback: { right, partly, wrong },
    hints: hints.map(({ text, clearWrong = false, showRightCount = false }) => ({
      ...{ text, clearWrong, showRightCount },
    })),
    penalty: penalty ?? NO_GUIDANCE.penalty,
  };
}

/** What of a question is guidance. */
export function guidanceIn({ scoreFeedback, hints, penalty }: Guidance): Guidance {
  return { scoreFeedback, hints, penalty };
}

/** A question is worth something if and only if something in it is right or wrong. */
export function pointsFaults(type: QuestionType, points: string): FieldError[] {
  const isWorthless = Rational.of(points).isZero();
  const isUnscored = UNSCORED_TYPES.includes(type);
  if (isWorthless === isUnscored) return [];
  const field = 'points';
  return isUnscored
    ? [{ field, rule: 'isZero', message: sentences.pointsZero({ field, type }) }]
    : [{ field, rule: 'isAboveZero', message: sentences.pointsAboveZero({ field }) }];
}

/**
 * What a change of a question makes. `version`: it asks something else, so answers to what it asked are none to this.
 * `key_revision`: it asks the same, and only its key, points, feedback or hints are others. Null: neither.
 */
export function madeBy(before: QuestionContent, after: QuestionContent): 'version' | 'key_revision' | null {
  const [was, is] = [definitionParts(before.definition), definitionParts(after.definition)];
  if (before.prompt !== after.prompt || !isDeepStrictEqual(was.content, is.content)) return 'version';
  const isSameKey =
    isDeepStrictEqual(was.key, is.key) &&
    before.points === after.points &&
    before.feedback === after.feedback &&
    isDeepStrictEqual(guidanceIn(before), guidanceIn(after));
  return isSameKey ? null : 'key_revision';
}
