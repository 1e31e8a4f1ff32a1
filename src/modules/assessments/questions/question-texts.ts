import type { QuestionContent } from './question-content';

/** When learners are shown a text of a question: with what is asked, with the feedback to all, or with what is said to their answer. */
export type ShownWith = 'asked' | 'feedback' | 'answer' | `hint ${number}`;

/** A text of a question, in Markdown. */
export interface QuestionText {
  /** As a request names it. */
  field: string;
  text: string;
  shownWith: ShownWith;
}

/** What of a question has texts. */
export type QuestionWithTexts = Pick<
  QuestionContent,
  'prompt' | 'feedback' | 'definition' | 'scoreFeedback' | 'hints'
>;

/** All texts of a question that are Markdown and that learners may be shown. */
export function textsOf({
  prompt,
  feedback,
  definition,
  scoreFeedback,
  hints,
}: QuestionWithTexts): QuestionText[] {
  return [
    { field: 'prompt', text: prompt, shownWith: 'asked' },
    ...(feedback === null ? [] : [{ field: 'feedback', text: feedback, shownWith: 'feedback' as const }]),
    ...Object.entries(scoreFeedback).flatMap(([band, text]): QuestionText[] =>
      text === null ? [] : [{ field: `scoreFeedback.${band}`, text: text as string, shownWith: 'answer' }],
    ),
    ...hints.map(({ text }, index): QuestionText => ({
      field: `hints[${index}].text`,
      text,
      shownWith: `hint ${index}`,
    })),
    ...feedbackIn(definition, 'definition').map(([field, text]): QuestionText => ({
      field,
      text,
      shownWith: 'answer',
    })),
  ];
}

/** Fields of definitions whose texts are said to answers: one text, or one for each option. */
const SAID = /^(?:feedback|optionFeedback|(?:true|false|key|accepted|other)Feedback)$/;

function feedbackIn(value: object, at: string): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]): [string, string][] => {
    const field = Array.isArray(value) ? `${at}[${name}]` : `${at}.${name}`;
    if (SAID.test(name) && typeof inner === 'string') return [[field, inner]];
    if (name === 'optionFeedback' && isObject(inner))
      return Object.entries(inner).flatMap(([id, text]: [string, unknown]): [string, string][] =>
        typeof text === 'string' ? [[`${field}.${id}`, text]] : [],
      );
    return isObject(inner) ? feedbackIn(inner, field) : [];
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
