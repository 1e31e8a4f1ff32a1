import { Rational } from '../../../../../shared/decimals/rational';
import { shareOf } from '../../../../../shared/decimals/share-text';
import { sentences } from '../../formats.sentences';
import type { Losses } from '../../losses';
import { type NumericAnswer, numericOf, shortTextOf } from '../../shared-answers';
import { mappedPoints, withinBounds } from '../qti-mapping';
import { chainRule, declarationLine, mapRule, numberCondition, patternCondition } from '../qti-lines';
import { fromPattern, toPattern } from '../qti-patterns';
import { numberOf, pointsOfShare, shareOfPoints, PLACES } from '../qti-shares';
import {
  type Asked,
  type DefinitionOf,
  FORMAT,
  type QtiAnswers,
  type QtiParts,
  type QtiReader,
  qtiType,
} from '../qti-type';

/** A line to type in, for a text or for a number. */
const read: QtiReader = (asked) =>
  /^(?:float|integer)$/.test(asked.declared.baseType) ? readNumber(asked) : readText(asked);

function readText(asked: Asked): QtiAnswers | null {
  const { declared, scorings, remarks, interaction } = asked;
  const { line } = declared;
  if (scorings[0]?.kind === 'pattern') return readPatterns(asked);
  const entries = scorings[0]?.kind === 'map' ? (declared.mapping?.entries ?? []) : [];
  const texts = scorings[0]?.kind === 'match' ? declared.correct : entries.map(({ key }) => key);
  const earned = mappedPoints(asked, texts);
  if (!earned) return null;
  const points = greatest(earned);
  if (!points.gt(0)) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  if (scorings[0]?.kind === 'map' && numberOf(declared.mapping?.defaultValue ?? '0')?.gt(0))
    remarks.warn(line, 'default_not_carried', sentences.defaultLost());
  const caseSensitive = entries.length === 0 || entries.some((entry) => entry.caseSensitive);
  if (caseSensitive && entries.some((entry) => !entry.caseSensitive))
    remarks.warn(line, 'case_changed', sentences.caseOfAll());
  const answers = texts.map((text, index) => ({
    ...{ number: index + 1, line, text: text.trim().replaceAll('*', '\\*') },
    share: shareOfPoints(earned[index] ?? Rational.ZERO, points),
  }));
  const answer = shortTextOf(answers, { caseSensitive, remarks, line: interaction.line });
  return answer && { ...answer, points };
}

function readPatterns({ scorings, declared, remarks, interaction }: Asked): QtiAnswers | null {
  const read: { text: string; points: Rational }[] = [];
  let caseSensitive = false;
  for (const scoring of scorings) {
    const found = scoring.kind === 'pattern' ? fromPattern(scoring.pattern) : undefined;
    const points = scoring.kind === 'pattern' ? numberOf(scoring.points) : undefined;
    if (!found || !points)
      return remarks.refuse(declared.line, 'processing_unknown', sentences.processingUnknown());
    read.push({ text: found.wildcards, points });
    caseSensitive ||= found.caseSensitive;
  }
  const points = greatest(read.map((each) => each.points));
  if (!points.gt(0)) return remarks.refuse(declared.line, 'no_right_answer', sentences.noRightAnswer());
  const answers = read.map((each, index) => ({
    ...{ number: index + 1, line: declared.line, text: each.text },
    share: shareOfPoints(each.points, points),
  }));
  const answer = shortTextOf(answers, { caseSensitive, remarks, line: interaction.line });
  if (!answer) return null;
  return { ...answer, definition: { ...answer.definition, wildcards: true }, points };
}

function readNumber(asked: Asked): QtiAnswers | null {
  const { declared, scorings, remarks, interaction } = asked;
  const { line, correct, mapping } = declared;
  const answers: { key: string; tolerance: { type: string; value: string }; points: Rational }[] = [];
  const exactly = { type: 'absolute', value: '0' };
  for (const scoring of scorings) {
    if (scoring.kind === 'pattern')
      return remarks.refuse(line, 'processing_unknown', sentences.processingUnknown());
    if (scoring.kind === 'map') {
      const bounded = withinBounds(mapping ?? { lowerBound: null, upperBound: null });
      for (const { key, value } of mapping?.entries ?? [])
        answers.push({ key, tolerance: exactly, points: bounded(numberOf(value) ?? Rational.ZERO) });
    } else {
      const key = (scoring.kind === 'close' && scoring.key) || correct[0] || '';
      const points = numberOf(scoring.points) ?? Rational.ONE;
      answers.push({ key, tolerance: toleranceOf(scoring), points });
    }
  }
  const points = greatest(answers.map((answer) => answer.points));
  if (!points.gt(0)) return remarks.refuse(line, 'no_right_answer', sentences.noRightAnswer());
  const read: NumericAnswer[] = [];
  for (const { key, tolerance, points: earned } of answers) {
    if (!numberOf(key) || !numberOf(tolerance.value))
      return remarks.refuse(line, 'not_a_number', sentences.notANumber({ number: key.slice(0, 40) }), {
        value: key,
      });
    const share = shareOfPoints(earned, points);
    read.push({ key, tolerance: tolerance as NumericAnswer['tolerance'], share });
  }
  const numeric = numericOf(read, { remarks, line: interaction.line });
  return numeric && { ...numeric, points };
}

/** Relative tolerances are percentages in QTI. */
function toleranceOf(scoring: Asked['scorings'][number]): { type: string; value: string } {
  if (scoring.kind !== 'close') return { type: 'absolute', value: '0' };
  const { type, value } = scoring;
  const percent = type === 'relative' ? numberOf(value) : undefined;
  return { type, value: percent ? percent.over(100).toDecimal(60) : value };
}

function greatest(values: readonly Rational[]): Rational {
  return values.reduce((most, value) => (value.gt(most) ? value : most), Rational.ZERO);
}

interface Place {
  identifier: string;
  points: Rational;
  losses: Losses;
}

const line = (identifier: string): string =>
  `<qti-text-entry-interaction response-identifier="${identifier}" expected-length="20"/>`;

export function shortTextParts(
  definition: Omit<DefinitionOf<'short_text'>, 'type'>,
  { identifier, points, losses }: Place,
): QtiParts {
  const { accepted, alternatives = [], caseSensitive, wildcards = false } = definition;
  losses.foldingOf(definition);
  const { acceptedFeedback, otherFeedback } = definition;
  const all = [
    ...accepted.map((text) => ({ text, earned: points.toDecimal(PLACES), feedback: acceptedFeedback })),
    ...alternatives.map(({ text, share, feedback }) => ({
      ...{ text, feedback, earned: pointsOfShare(shareOf(share), points) },
    })),
  ];
  tellOfFeedback([...all.map(({ feedback }) => feedback), otherFeedback], losses);
  const declared = { identifier, cardinality: 'single', baseType: 'string' } as const;
  if (wildcards) {
    const branches = all.map(({ text, earned }) => ({
      condition: patternCondition(identifier, toPattern(losses.trimmed(text), { caseSensitive })),
      points: earned,
    }));
    return {
      declarations: [declarationLine({ ...declared, correct: accepted.slice(0, 1) })],
      body: line(identifier),
      rules: [chainRule(branches)],
    };
  }
  const mapped = all.map(({ text, earned }) => ({
    ...{ key: losses.trimmed(text), value: earned, caseSensitive },
  }));
  return {
    declarations: [declarationLine({ ...declared, correct: accepted.slice(0, 1), mapped })],
    body: line(identifier),
    rules: [mapRule(identifier)],
  };
}

/** What depends on a typed answer would need a rule for each. */
function tellOfFeedback(said: readonly (string | undefined)[], losses: Losses): void {
  if (said.some((text) => text !== undefined))
    losses.add('feedback_not_carried', sentences.answerFeedbackLost());
}

export function numericParts(
  definition: Omit<DefinitionOf<'numeric'>, 'type'>,
  { identifier, points, losses }: Place,
): QtiParts | null {
  const { key, tolerance, alternatives = [], units, language } = definition;
  if (units) losses.add('units_not_carried', sentences.unitsLost());
  if (definition.acceptedTexts) losses.add('texts_not_carried', sentences.acceptedTextsLost());
  if (language !== undefined) losses.add('language_not_carried', sentences.languageLost());
  const { keyFeedback, otherFeedback } = definition;
  tellOfFeedback([keyFeedback, otherFeedback, ...alternatives.map(({ feedback }) => feedback)], losses);
  const branches: { condition: string; points: string }[] = [];
  for (const answer of [{ key, tolerance, share: '1' }, ...alternatives]) {
    const test = testOf(answer.tolerance);
    if (test === null)
      return losses.all(
        'tolerance_not_carried',
        sentences.toleranceNotHeld({ format: FORMAT, kind: answer.tolerance.type }),
      );
    const earned = pointsOfShare(shareOf(answer.share), points);
    branches.push({ condition: numberCondition(identifier, test, answer.key.trim()), points: earned });
  }
  const correct = [key.trim()];
  return {
    declarations: [declarationLine({ identifier, cardinality: 'single', baseType: 'float', correct })],
    body: line(identifier),
    rules: [chainRule(branches)],
  };
}

function testOf({ type, value }: { type: string; value: string }): string | null {
  const bound = value.trim();
  if (type === 'significant_figures')
    return `qti-equal-rounded rounding-mode="significantFigures" figures="${bound}"`;
  if (type === 'geometric') return null;
  const percent = type === 'relative' ? Rational.of(bound).times(100).toDecimal(60) : bound;
  return `qti-equal tolerance-mode="${type}" tolerance="${percent} ${percent}"`;
}

const ONLY = 'RESPONSE';

export const shortText = qtiType({
  type: 'short_text',
  readers: { textEntryInteraction: read },
  write: (definition, points, losses) =>
    inParagraph(shortTextParts(definition, { identifier: ONLY, points, losses })),
});

export const numeric = qtiType({
  type: 'numeric',
  readers: {},
  write: (definition, points, losses) => {
    const parts = numericParts(definition, { identifier: ONLY, points, losses });
    return parts && inParagraph(parts);
  },
});

function inParagraph(parts: QtiParts): QtiParts {
  return { ...parts, body: `<p>${parts.body}</p>` };
}
