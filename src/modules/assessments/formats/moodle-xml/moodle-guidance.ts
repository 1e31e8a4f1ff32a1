import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { shareOf } from '../../../../shared/decimals/share-text';
import type { Guidance } from '../../questions/guidance';
import type { GuidanceSent } from '../../questions/question-content';
import { sentences } from '../formats.sentences';
import type { Losses } from '../losses';
import { shareOfPercentage } from '../percentages';
import type { Remarks } from '../remarks';
import type { XmlElement } from '../xml-tree';
import { child, children, markdownIn, markdownLine, textIn } from './moodle-elements';

const BANDS = {
  right: 'correctfeedback',
  partly: 'partiallycorrectfeedback',
  wrong: 'incorrectfeedback',
} as const;
/** Of Moodle, which say something by how much is right. */
const WITH_BANDS = new Set([
  ...['multichoice', 'matching', 'ordering', 'gapselect', 'ddwtos', 'ddmarker', 'calculatedmulti'],
]);
const MOST_HINTS = 20;
const DECIMALS = 7;

/** What leads a learner on. */
export function guidanceFrom(question: XmlElement, remarks: Remarks): GuidanceSent {
  const scoreFeedback = Object.fromEntries(
    Object.entries(BANDS).flatMap(([band, name]) => {
      const said = markdownIn(child(question, name), remarks, name);
      return said === '' ? [] : [[band, said]];
    }),
  );
  const hints = hintsIn(question, remarks);
  const penalty = penaltyIn(child(question, 'penalty'), remarks);
  return {
    ...(Object.keys(scoreFeedback).length > 0 && { scoreFeedback }),
    ...(hints.length > 0 && { hints }),
    ...(penalty !== undefined && { penalty }),
  };
}

function hintsIn(question: XmlElement, remarks: Remarks): NonNullable<GuidanceSent['hints']> {
  return children(question, 'hint').flatMap((element, index) => {
    const column = `hint ${index + 1}`;
    const text = markdownIn(element, remarks, column);
    if (text === '' || index >= MOST_HINTS) {
      const why = text === '' ? sentences.hintEmpty() : sentences.hintsTooMany({ most: MOST_HINTS });
      remarks.warn(element.line, 'hint_not_carried', why, { column });
      return [];
    }
    const options = textIn(child(element, 'options')) || (child(element, 'options')?.text.trim() ?? '');
    if (options !== '' && options !== '0')
      remarks.warn(element.line, 'hint_option_not_carried', sentences.hintOptionLost(), {
        ...{ column, value: options },
      });
    return [
      {
        text,
        clearWrong: child(element, 'clearwrong') !== undefined,
        showRightCount: child(element, 'shownumcorrect') !== undefined,
      },
    ];
  });
}

function penaltyIn(element: XmlElement | undefined, remarks: Remarks): string | undefined {
  const written = element?.text.trim() ?? '';
  if (written === '') return undefined;
  const share = readDecimal(written);
  if (share?.gte(0) && share.lte(1)) return shareOfPercentage(share.times(100).toDecimal(DECIMALS));
  remarks.warn(element?.line ?? null, 'penalty_changed', sentences.penaltyChanged(), {
    ...{ column: 'penalty', value: written },
  });
  return undefined;
}

/** @param moodleType which Moodle says something by score to */
export function guidanceLines(
  { scoreFeedback, hints, penalty }: Guidance,
  moodleType: string,
  losses: Losses,
): string[] {
  const said = Object.entries(BANDS).flatMap(([band, name]) => {
    const text = scoreFeedback[band as keyof typeof BANDS];
    return text === null ? [] : [markdownLine(name, text)];
  });
  if (said.length > 0 && !WITH_BANDS.has(moodleType))
    losses.add('score_feedback_not_carried', sentences.scoreFeedbackLost());
  return [
    `<penalty>${shareOf(penalty).toDecimal(DECIMALS)}</penalty>`,
    ...said,
    ...hints.map(({ text, clearWrong, showRightCount }) =>
      markdownLine(
        'hint',
        text,
        `${showRightCount ? '<shownumcorrect/>' : ''}${clearWrong ? '<clearwrong/>' : ''}`,
      ),
    ),
  ];
}
