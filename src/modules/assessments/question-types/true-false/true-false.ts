import { Rational } from '../../../../shared/decimals/rational';
import { feedbackToAll } from '../parts/answer-feedback';
import { onePlace } from '../parts/offered-choices';
import { trueOrFalse } from '../parts/response-shapes';
import { questionType } from '../question-type';
import { sentences } from './true-false.sentences';
import { TrueFalseDefinition, TrueFalseView } from './true-false.dto';

export const trueFalse = questionType({
  name: 'true_false',
  Definition: TrueFalseDefinition,
  keyFields: ['key', 'trueFeedback', 'falseFeedback'],
  View: TrueFalseView,
  viewOf: ({ type }) => ({ type }),
  response: trueOrFalse,
  grade: ({ key }, response) => (response === key ? Rational.ONE : Rational.ZERO),
  guessShare: () => Rational.fraction(1n, 2n),
  feedbackTo: ({ trueFeedback, falseFeedback }, response) =>
    feedbackToAll(response ? trueFeedback : falseFeedback),
  choices: {
    places: ({ key }) =>
      onePlace([
        { id: 'true', text: sentences.isTrue(), isRight: key },
        { id: 'false', text: sentences.isFalse(), isRight: !key },
      ]),
    chosenAt: (response) => [String(response)],
  },
  summary: (_definition, response) => (response ? sentences.isTrue() : sentences.isFalse()),
  keySchema: { type: 'boolean' },
  keyOf: ({ key }) => key,
  example: {
    summary: 'True or false',
    prompt: 'A correlation of 0 means that two variables are unrelated.',
    points: '1',
    definition: { key: false },
    feedback: 'It means that they are not related *linearly*: think of a parabola.',
    response: false,
  },
});
