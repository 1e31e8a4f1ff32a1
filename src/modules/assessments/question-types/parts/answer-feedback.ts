import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import type { FieldError } from '../../../../shared/errors/domain-error';
import { MayBeLeftOut, Text } from '../../../../shared/http/field-rules';
import { fieldRule } from '../../../../shared/http/field-sentences';
import { sentences as ofFields } from '../../../../shared/http/http.sentences';
import { isJsonObject } from '../../../../shared/http/request-shape';
import { characterFault, isVisible, lengthOf } from '../../../../shared/text/text-rules';
import { sentences } from '../question-types.sentences';
import type { ChoiceOption } from './choice-option.dto';

/** In code points. */
export const LONGEST_FEEDBACK = 5000;

/** What an author says to one answer of a question. */
export interface AnswerFeedback {
  /** The id of the option or gap that it is about; null: the answer as a whole. */
  about: string | null;
  /** Markdown. */
  text: string;
}

/** Feedback that a definition may have. It is part of the key: no learner sees it before the review rules or the behavior show it. */
export const FeedbackText = (example: string, description: string): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ example, description: `Markdown: ${description}` }),
    MayBeLeftOut(),
    Text('lines', { min: 1, max: LONGEST_FEEDBACK, trim: true }),
  );

/** Feedback by the ids of options. `optionFeedbackFaults` judges what is in it. */
export const OptionFeedback = (example: Record<string, string>): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      type: 'object',
      additionalProperties: { type: 'string', maxLength: LONGEST_FEEDBACK },
      example,
      description: 'Markdown by the id of an option: what is said to those who chose it.',
    }),
    MayBeLeftOut(),
    fieldRule('isObject', isJsonObject, (field) => sentences.feedbackByOption({ field })),
  );

/** What is wrong with feedback that stands in `at`. */
export function optionFeedbackFaults(
  at: string,
  feedback: Readonly<Record<string, unknown>> | undefined,
  options: readonly ChoiceOption[],
): FieldError[] {
  return Object.entries(feedback ?? {}).flatMap(([id, text]): FieldError[] => {
    const field = `${at}.${id.slice(0, 64)}`;
    if (!options.some((option) => option.id === id))
      return [{ field, rule: 'isOption', message: sentences.isNoOption({ field }) }];
    if (typeof text !== 'string')
      return [{ field, rule: 'isString', message: ofFields.mustBeText({ field }) }];
    if (lengthOf(text) > LONGEST_FEEDBACK)
      return [
        { field, rule: 'maxLength', message: ofFields.atMostCharacters({ field, most: LONGEST_FEEDBACK }) },
      ];
    const wrong = characterFault(text, 'lines', field);
    if (wrong) return [{ field, rule: 'characters', message: wrong }];
    return isVisible(text) ? [] : [{ field, rule: 'isVisible', message: ofFields.visible({ field }) }];
  });
}

/** What is said to those who chose these options, in the order of the options. */
export function feedbackToOptions(
  options: readonly ChoiceOption[],
  feedback: Readonly<Record<string, string>> | undefined,
  chosen: readonly string[],
): AnswerFeedback[] {
  if (!feedback) return [];
  return options.flatMap(({ id }) => {
    const text = chosen.includes(id) && Object.hasOwn(feedback, id) ? feedback[id] : undefined;
    return text === undefined ? [] : [{ about: id, text }];
  });
}

/** What is said to the answer as a whole, if anything is. */
export function feedbackToAll(text: string | undefined): AnswerFeedback[] {
  return text === undefined ? [] : [{ about: null, text }];
}
