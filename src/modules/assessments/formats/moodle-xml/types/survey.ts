import { Rational } from '../../../../../shared/decimals/rational';
import { sentences } from '../../formats.sentences';
import { choicesOfSurvey } from '../../survey-options';
import { answerLine } from '../moodle-elements';
import { moodleType } from '../moodle-type';

/** In Moodle a choice of which each option earns the same part of nothing, or a text that is worth nothing. */
export const survey = moodleType({
  type: 'survey',
  readers: {},
  write: (definition, losses) => {
    const { form } = definition;
    if (form === 'free_text')
      return {
        type: 'essay',
        lines: ['<responseformat>plain</responseformat>', '<responserequired>0</responserequired>'],
      };
    if (form === 'rating') losses.add('rating_as_choice', sentences.ratingAsChoice());
    const choices = choicesOfSurvey(definition);
    const share = Rational.ONE.over(form === 'several_options' ? choices.length : 1);
    return {
      type: 'multichoice',
      lines: [
        `<single>${form !== 'several_options'}</single>`,
        '<shuffleanswers>0</shuffleanswers>',
        ...choices.map(({ text }) => answerLine(share.toPercent(5), 'plain_text', losses.trimmed(text))),
      ],
    };
  },
});
