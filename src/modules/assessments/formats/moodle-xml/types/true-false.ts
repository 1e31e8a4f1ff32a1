import { sentences } from '../../formats.sentences';
import { answerLine, answersOf } from '../moodle-elements';
import { moodleType } from '../moodle-type';

export const trueFalse = moodleType({
  type: 'true_false',
  readers: {
    truefalse: (question, remarks) => {
      const answers = answersOf(question, remarks, true);
      if (!answers) return null;
      const right = answers.find(({ share }) => share === '1');
      const key = right?.text.toLowerCase();
      if (key !== 'true' && key !== 'false')
        return remarks.refuse(question.line, 'no_right_answer', sentences.noRightAnswer());
      const feedbackTo = (truth: string): string | undefined =>
        answers.find(({ text }) => text.toLowerCase() === truth)?.feedback;
      const [trueFeedback, falseFeedback] = [feedbackTo('true'), feedbackTo('false')];
      return {
        type: 'true_false',
        definition: {
          key: key === 'true',
          ...(trueFeedback !== undefined && { trueFeedback }),
          ...(falseFeedback !== undefined && { falseFeedback }),
        },
      };
    },
  },
  write: ({ key, trueFeedback, falseFeedback }) => ({
    type: 'truefalse',
    lines: [true, false].map((truth) =>
      answerLine(key === truth ? '100' : '0', 'moodle_auto_format', String(truth), {
        feedback: truth ? trueFeedback : falseFeedback,
      }),
    ),
  }),
});
