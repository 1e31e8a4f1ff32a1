import { Rational } from '../../../../shared/decimals/rational';
import { feedbackToOptions, optionFeedbackFaults } from '../parts/answer-feedback';
import { keyFaults, optionFaults, shownOptions, textsOf } from '../parts/choice-option.dto';
import { inOrder } from '../parts/item-order';
import { onePlace } from '../parts/offered-choices';
import { oneOption } from '../parts/response-shapes';
import { shareOf } from '../../../../shared/decimals/share-text';
import { sharesFaults } from '../parts/shares';
import { questionType } from '../question-type';
import { SingleChoiceDefinition, SingleChoiceView } from './single-choice.dto';

export const singleChoice = questionType({
  name: 'single_choice',
  Definition: SingleChoiceDefinition,
  keyFields: ['key', 'shares', 'optionFeedback'],
  definitionFaults: ({ options, key, shares = {}, optionFeedback }, at) => [
    ...optionFaults(options, `${at}.options`),
    ...keyFaults(`${at}.key`, key, options),
    ...sharesFaults(`${at}.shares`, shares, 0, options),
    ...optionFeedbackFaults(`${at}.optionFeedback`, optionFeedback, options),
  ],
  View: SingleChoiceView,
  viewOf: ({ type, options }, order) => ({ type, options: inOrder(shownOptions(options), order) }),
  itemsOf: ({ options }) => options,
  response: oneOption,
  grade: ({ key, shares = {} }, response) =>
    response === key ? Rational.ONE : shareOf(Object.hasOwn(shares, response) ? shares[response] : undefined),
  // The mean of what the options earn.
  guessShare: ({ options, key, shares = {} }) =>
    Rational.sum(
      options.map(({ id }) =>
        id === key ? Rational.ONE : shareOf(Object.hasOwn(shares, id) ? shares[id] : undefined),
      ),
    ).over(options.length),
  accepting: (definition, response) => ({ ...definition, shares: { ...definition.shares, [response]: '1' } }),
  feedbackTo: ({ options, optionFeedback }, response) =>
    feedbackToOptions(options, optionFeedback, [response]),
  choices: {
    places: ({ options, key, shares = {} }) =>
      onePlace(
        options.map(({ id, text }) => {
          const share = Object.hasOwn(shares, id) ? shareOf(shares[id]) : Rational.ZERO;
          return { id, text, isRight: id === key || share.gte(1) };
        }),
      ),
    chosenAt: (response) => [response],
  },
  summary: ({ options }, response) => textsOf(options, [response]),
  keySchema: { type: 'string', description: 'The id of the right option.' },
  keyOf: ({ key }) => key,
  example: {
    summary: 'Single choice',
    prompt: 'Which measure of the center is **least** affected by one extreme value?',
    points: '2',
    definition: {
      options: [
        { id: 'mean', text: 'The mean' },
        { id: 'median', text: 'The median' },
        { id: 'midrange', text: 'The midrange' },
      ],
      key: 'median',
      optionFeedback: { mean: 'One extreme value pulls the mean along.' },
    },
    feedback: 'The median only looks at the *order* of the values, so one extreme value hardly moves it.',
    response: 'median',
  },
});
