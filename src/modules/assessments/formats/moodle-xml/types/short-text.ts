import { ANY, shortTextOf } from '../../shared-answers';
import { answerLine, answersOf, child } from '../moodle-elements';
import { moodleType } from '../moodle-type';

export const shortText = moodleType({
  type: 'short_text',
  readers: {
    shortanswer: (question, remarks) => {
      const answers = answersOf(question, remarks, true);
      const caseSensitive = child(question, 'usecase')?.text.trim() === '1';
      return answers && shortTextOf(answers, { caseSensitive, remarks, line: question.line });
    },
  },
  write: (definition, losses) => {
    const {
      accepted,
      alternatives = [],
      caseSensitive,
      wildcards,
      acceptedFeedback,
      otherFeedback,
    } = definition;
    losses.foldingOf(definition);
    const line = (text: string, share: string, feedback: string | undefined): string => {
      const pattern = losses.trimmed(wildcards ? text : text.replaceAll('*', '\\*'));
      return answerLine(losses.percentage(share), 'moodle_auto_format', pattern, { feedback });
    };
    return {
      type: 'shortanswer',
      lines: [
        `<usecase>${caseSensitive ? 1 : 0}</usecase>`,
        ...accepted.map((each) => line(each, '1', acceptedFeedback)),
        ...alternatives.map(({ text, share, feedback }) => line(text, share, feedback)),
        ...(otherFeedback === undefined
          ? []
          : [answerLine('0', 'moodle_auto_format', ANY, { feedback: otherFeedback })]),
      ],
    };
  },
});
