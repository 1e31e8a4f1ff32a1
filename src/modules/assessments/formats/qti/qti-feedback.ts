import type { Rational } from '../../../../shared/decimals/rational';
import type { Guidance, ScoreFeedback } from '../../questions/guidance';
import type { GuidanceSent } from '../../questions/question-content';
import { sentences } from '../formats.sentences';
import type { Losses } from '../losses';
import type { Remarks } from '../remarks';
import type { XmlElement } from '../xml-tree';
import { attribute, markdownOf, writtenMarkdown } from './qti-content';
import { allWithin, child, children } from './qti-item';
import { PLACES } from './qti-shares';

/** The outcomes that say which feedback is shown. */
const GENERAL = 'FEEDBACK';
const BY_SCORE = 'FEEDBACK_BY_SCORE';
const HINT = 'HINT';
const SAID = 'FEEDBACK_TO_';
const BANDS: Readonly<Record<keyof ScoreFeedback, RegExp>> = {
  right: /^(?:right|correct)$/i,
  partly: /^(?:partly|partial|partially_?correct)$/i,
  wrong: /^(?:wrong|incorrect)$/i,
};
const CLEARS = 'data-stoa-clear-wrong';
const COUNTS = 'data-stoa-show-right-count';
const MOST_HINTS = 20;

/** What is said to those who sent the values of an answer, by the values. */
export interface SaidTo {
  identifier: string;
  cardinality: 'single' | 'multiple';
  texts: readonly (readonly [string, string])[];
}

/** The feedback of an item. */
export class ItemFeedback {
  private readonly taken = new Set<XmlElement>();
  private readonly all: readonly XmlElement[];
  private readonly setters: readonly XmlElement[];

  constructor(
    private readonly root: XmlElement,
    private readonly remarks: Remarks,
  ) {
    this.all = children(root, 'modalFeedback');
    const processing = child(root, 'responseProcessing');
    this.setters = processing ? allWithin(processing, (name) => name === 'setOutcomeValue') : [];
  }

  /** What is said to values of an answer: an outcome has them, or it stands within the choices. */
  toAnswer(responseIdentifier: string): ReadonlyMap<string, string> {
    const outcomes = new Set(
      this.setters.flatMap(({ attributes, children: [value] }) =>
        value?.name === 'variable' && value.attributes['identifier'] === responseIdentifier
          ? [attributes['identifier']]
          : [],
      ),
    );
    const said = this.all.filter(({ attributes }) => outcomes.has(attributes['outcomeIdentifier']));
    return new Map(said.map((each) => [each.attributes['identifier'] ?? '', this.take(each)]));
  }

  /** What leads a learner on. */
  guidance(): GuidanceSent {
    const hints = this.all.filter(
      ({ attributes }) =>
        attributes['outcomeIdentifier'] === HINT && /^HINT_\d+$/.test(attributes['identifier'] ?? ''),
    );
    const scoreFeedback = Object.fromEntries(
      Object.entries(BANDS).flatMap(([band, names]) => {
        const said = this.all.find(
          (each) =>
            !this.taken.has(each) &&
            this.isSet(each.attributes['outcomeIdentifier']) &&
            names.test(each.attributes['identifier'] ?? ''),
        );
        return said ? [[band, this.take(said)]] : [];
      }),
    );
    return {
      ...(Object.keys(scoreFeedback).length > 0 && { scoreFeedback }),
      ...(hints.length > 0 && {
        hints: hints.slice(0, MOST_HINTS).map((hint) => ({
          text: this.take(hint),
          clearWrong: hint.attributes[CLEARS] === 'true',
          showRightCount: hint.attributes[COUNTS] === 'true',
        })),
      }),
    };
  }

  /** What is shown whatever the answer was: its outcome has that value from the beginning, and no rule changes it. */
  general(): string {
    const outcomes = new Map(
      children(this.root, 'outcomeDeclaration').map((outcome) => [outcome.attributes['identifier'], outcome]),
    );
    const said = this.all.find(({ attributes }) => {
      const { outcomeIdentifier, identifier, showHide } = attributes;
      const outcome = outcomes.get(outcomeIdentifier);
      const value = outcome && child(outcome, 'defaultValue')?.children[0]?.text.trim();
      return value === identifier && !this.isSet(outcomeIdentifier) && showHide !== 'hide';
    });
    return said ? this.take(said) : '';
  }

  /** Names all that was not taken. */
  tellOfTheRest(): void {
    for (const feedback of this.all.filter((each) => !this.taken.has(each)))
      this.remarks.warn(feedback.line, 'feedback_not_carried', sentences.feedbackOfOutcome(), {
        ...{ column: 'feedback', value: this.take(feedback) },
      });
  }

  private isSet(outcome: string | undefined): boolean {
    return this.setters.some(({ attributes }) => attributes['identifier'] === outcome);
  }

  private take(feedback: XmlElement): string {
    this.taken.add(feedback);
    const { nodes } = child(feedback, 'contentBody') ?? feedback;
    return markdownOf(nodes, { remarks: this.remarks, line: feedback.line, column: 'feedback' });
  }
}

/** The lines of an item that say when feedback is shown, and what it is. */
export interface FeedbackLines {
  declarations: string[];
  rules: string[];
  feedback: string[];
}

export function feedbackLines(
  question: Guidance & { feedback: string | null },
  { saidTo, points, losses }: { saidTo: readonly SaidTo[]; points: Rational; losses: Losses },
): FeedbackLines {
  const { feedback, scoreFeedback, hints, penalty } = question;
  const lines: FeedbackLines = { declarations: [], rules: [], feedback: [] };
  if (feedback !== null) {
    lines.declarations.push(outcome(GENERAL, { value: 'GENERAL' }));
    lines.feedback.push(modal(GENERAL, 'GENERAL', feedback));
  }
  for (const { identifier, cardinality, texts } of saidTo.filter((each) => each.texts.length > 0)) {
    const name = `${SAID}${identifier}`;
    lines.declarations.push(outcome(name, { cardinality }));
    lines.rules.push(set(name, `<qti-variable identifier="${identifier}"/>`));
    lines.feedback.push(...texts.map(([value, text]) => modal(name, value, text)));
  }
  // Nothing is right or wrong in what is worth nothing.
  if (points.isZero()) {
    if (hints.length > 0 || Object.values(scoreFeedback).some((text) => text !== null))
      losses.add('guidance_not_carried', sentences.guidanceLost());
    return lines;
  }
  const said = Object.entries(scoreFeedback).filter((each): each is [string, string] => each[1] !== null);
  if (said.length > 0) {
    lines.declarations.push(outcome(BY_SCORE));
    lines.rules.push(bandRule(points));
    lines.feedback.push(...said.map(([band, text]) => modal(BY_SCORE, band, text)));
  }
  if (hints.length > 0) {
    lines.declarations.push(outcome(HINT));
    lines.rules.push(hintRule(hints.length, points));
    lines.feedback.push(
      ...hints.map(({ text, clearWrong, showRightCount }, index) => {
        const options = `${clearWrong ? ` ${CLEARS}="true"` : ''}${showRightCount ? ` ${COUNTS}="true"` : ''}`;
        return modal(HINT, `HINT_${index + 1}`, text, options);
      }),
    );
    losses.add('penalty_not_carried', sentences.penaltyLost({ penalty }));
  }
  return lines;
}

function outcome(
  name: string,
  { cardinality = 'single', value }: { cardinality?: string; value?: string } = {},
): string {
  const first =
    value === undefined ? '' : `<qti-default-value><qti-value>${value}</qti-value></qti-default-value>`;
  return `<qti-outcome-declaration identifier="${name}" cardinality="${cardinality}" base-type="identifier">${first}</qti-outcome-declaration>`;
}

function modal(name: string, value: string, markdown: string, more = ''): string {
  return `<qti-modal-feedback outcome-identifier="${name}" identifier="${attribute(value)}" show-hide="show"${more}><qti-content-body>${writtenMarkdown(markdown, 'feedback')}</qti-content-body></qti-modal-feedback>`;
}

function set(name: string, value: string): string {
  return `<qti-set-outcome-value identifier="${name}">${value}</qti-set-outcome-value>`;
}

const SCORE = '<qti-variable identifier="SCORE"/>';
const number = (value: string): string => `<qti-base-value base-type="float">${value}</qti-base-value>`;
const named = (value: string): string => `<qti-base-value base-type="identifier">${value}</qti-base-value>`;

/** After all that adds to the score. */
function bandRule(points: Rational): string {
  const most = number(points.times('0.999999').toDecimal(PLACES));
  return [
    `<qti-response-condition><qti-response-if><qti-gte>${SCORE}${most}</qti-gte>${set(BY_SCORE, named('right'))}</qti-response-if>`,
    `<qti-response-else-if><qti-gt>${SCORE}${number('0')}</qti-gt>${set(BY_SCORE, named('partly'))}</qti-response-else-if>`,
    `<qti-response-else>${set(BY_SCORE, named('wrong'))}</qti-response-else></qti-response-condition>`,
  ].join('');
}

/** The next hint after each try that was not right. */
function hintRule(count: number, points: Rational): string {
  const most = number(points.times('0.999999').toDecimal(PLACES));
  const branches = Array.from({ length: count }, (_, index) => {
    const name = index === 0 ? 'qti-response-if' : 'qti-response-else-if';
    const tries = `<qti-base-value base-type="integer">${index + 1}</qti-base-value>`;
    const after = `<qti-match><qti-variable identifier="numAttempts"/>${tries}</qti-match>`;
    return `<${name}><qti-and><qti-lt>${SCORE}${most}</qti-lt>${after}</qti-and>${set(HINT, named(`HINT_${index + 1}`))}</${name}>`;
  });
  return `<qti-response-condition>${branches.join('')}</qti-response-condition>`;
}
