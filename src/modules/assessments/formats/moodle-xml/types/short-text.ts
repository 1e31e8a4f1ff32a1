import { shortTextOf } from '../../shared-answers';
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
    const { accepted, caseSensitive, wildcards } = definition;
    losses.foldingOf(definition);
    return {
      type: 'shortanswer',
      lines: [
        `<usecase>${caseSensitive ? 1 : 0}</usecase>`,
        ...accepted.map((each) =>
          answerLine(
            '100',
            'moodle_auto_format',
            losses.trimmed(wildcards ? each : each.replaceAll('*', '\\*')),
          ),
        ),
      ],
    };
  },
});
