import { Rational } from '../../../../../shared/decimals/rational';
import type { ChoiceOption } from '../../../question-types/parts/choice-option.dto';
import { shareOf } from '../../../../../shared/decimals/share-text';
import { sentences } from '../../formats.sentences';
import type { Losses } from '../../losses';
import type { XmlElement } from '../../xml-tree';
import { htmlOf, markdownOf, plainOf, writtenText } from '../qti-content';
import { allWithin } from '../qti-item';
import { chainRule, declarationLine, identifierOf, idsOf, mapRule, matchCondition } from '../qti-lines';
import { mappedPoints } from '../qti-mapping';
import { pointsOfShare, shareOfPoints, PLACES } from '../qti-shares';
import { isUnscored, surveyOf } from '../unscored';
import {
  type Asked,
  type DefinitionOf,
  type QtiAnswers,
  type QtiParts,
  type QtiReader,
  qtiType,
} from '../qti-type';

const CHOICES: Readonly<Record<string, string>> = {
  choiceInteraction: 'simpleChoice',
  inlineChoiceInteraction: 'inlineChoice',
  hottextInteraction: 'hottext',
};
const EXCLUSIVE = 'data-stoa-exclusive';

/** A choice of one or several, in a list, in a menu within a text, or of words in a text. */
const read: QtiReader = (asked) => {
  const { interaction, declared, remarks } = asked;
  const choices = allWithin(interaction, (name) => name === CHOICES[interaction.name]);
  if (choices.length < 2)
    return remarks.refuse(interaction.line, 'too_few_answers', sentences.tooFewAnswers({ least: 2 }));
  const said = saidByChoices(choices, asked);
  const truth = truthIn(choices, asked, said);
  if (truth) return truth;
  const identifiers = choices.map(({ attributes }) => attributes['identifier'] ?? '');
  const ids = idsOf(identifiers);
  const options = choices.map((choice, index) => ({
    id: ids.get(identifiers[index] ?? '') ?? '',
    text: plainOf(choice, { remarks, column: `option ${index + 1}` }),
  }));
  if (isUnscored(asked)) return surveyOf(options, asked);
  const isSingle =
    declared.cardinality === 'single' &&
    (interaction.name !== 'choiceInteraction' || (interaction.attributes['maxChoices'] ?? '1') === '1');
  const read = isSingle ? single(options, identifiers, asked) : several(options, identifiers, ids, asked);
  const feedback = [...said].map(([identifier, text]) => [ids.get(identifier) ?? '', text]);
  const answers = read && {
    ...read,
    definition: {
      ...read.definition,
      ...(feedback.length > 0 && { optionFeedback: Object.fromEntries(feedback) as object }),
    },
  };
  if (!answers || interaction.name !== 'hottextInteraction') return answers;
  return {
    ...answers,
    promptHtml: htmlOf(interaction.nodes, (each) =>
      each.name === 'hottext' ? htmlOf(each.nodes) : undefined,
    ),
  };
};

/** What is said to those who chose each, which may stand within the choice. */
function saidByChoices(choices: readonly XmlElement[], { saidTo, remarks }: Asked): Map<string, string> {
  const said = new Map<string, string>();
  for (const [index, choice] of choices.entries()) {
    const identifier = choice.attributes['identifier'] ?? '';
    const inside = allWithin(choice, (name) => name === 'feedbackInline');
    const own = inside.map(({ nodes, line }) =>
      markdownOf(nodes, { remarks, line, column: `option ${index + 1}` }),
    );
    const all = [...own, saidTo.get(identifier) ?? ''].filter((text) => text !== '');
    if (all.length > 0) said.set(identifier, all.join('\n\n'));
    choice.nodes = choice.nodes.filter((node) => typeof node === 'string' || !inside.includes(node));
  }
  return said;
}

/** Two choices that are called true and false, as we write them. */
function truthIn(
  choices: readonly XmlElement[],
  { interaction, declared, scorings }: Asked,
  said: ReadonlyMap<string, string>,
): QtiAnswers | null {
  const [scoring] = scorings;
  const names = choices.map(({ attributes }) => attributes['identifier']).join(' ');
  const [right] = declared.correct;
  if (!/^(?:true false|false true)$/.test(names) || scoring?.kind !== 'match') return null;
  if (interaction.name !== 'choiceInteraction' || declared.correct.length !== 1) return null;
  const [trueFeedback, falseFeedback] = [said.get('true'), said.get('false')];
  const definition = {
    key: right === 'true',
    ...(trueFeedback !== undefined && { trueFeedback }),
    ...(falseFeedback !== undefined && { falseFeedback }),
  };
  return { type: 'true_false', definition, points: Rational.of(scoring.points) };
}

function single(options: ChoiceOption[], identifiers: readonly string[], asked: Asked): QtiAnswers | null {
  const { declared, remarks, interaction } = asked;
  const earned = mappedPoints(asked, identifiers);
  if (!earned) return null;
  const points = earned.reduce((most, value) => (value.gt(most) ? value : most), Rational.ZERO);
  const right = earned.findIndex((value) => value.equals(points));
  const key = options[right]?.id;
  if (points.isZero() || key === undefined)
    return remarks.refuse(declared.line, 'no_right_answer', sentences.noRightAnswer());
  const shares: Record<string, string> = {};
  for (const [index, value] of earned.entries()) {
    const { id = '', text = '' } = options[index] ?? {};
    if (value.lt(0))
      remarks.warn(interaction.line, 'weight_not_carried', sentences.negativeWeight(), {
        ...{ column: `option ${index + 1}`, value: text },
      });
    else if (index !== right && value.gt(0)) shares[id] = shareOfPoints(value, points);
  }
  const hasShares = Object.keys(shares).length > 0;
  return { type: 'single_choice', definition: { options, key, ...(hasShares && { shares }) }, points };
}

function several(
  options: ChoiceOption[],
  identifiers: readonly string[],
  ids: ReadonlyMap<string, string>,
  asked: Asked,
): QtiAnswers | null {
  const { declared, remarks, scorings, interaction } = asked;
  const [scoring] = scorings;
  const refused = (): null => remarks.refuse(declared.line, 'no_right_answer', sentences.noRightAnswer());
  const exclusive = ids.get(interaction.attributes[EXCLUSIVE] ?? '');
  const others = { options, ...(exclusive !== undefined && { exclusive }) };
  if (scoring?.kind === 'match') {
    const key = declared.correct.flatMap((identifier) => ids.get(identifier) ?? []);
    if (key.length === 0) return refused();
    const definition = { ...others, key, scoring: 'all_or_nothing' };
    return { type: 'multiple_choice', definition, points: Rational.of(scoring.points) };
  }
  const earned = mappedPoints(asked, identifiers);
  if (!earned) return null;
  const total = Rational.sum(earned.filter((value) => value.gt(0)));
  if (total.isZero()) return refused();
  const bound = Rational.of(declared.mapping?.upperBound ?? total.toDecimal(PLACES));
  const isWhole = bound.gt(0) && bound.minus(total).over(bound).abs().lt('0.000001');
  const points = isWhole || (bound.gt(0) && bound.lt(total)) ? bound : total;
  const weights = earned.map((value) => shareOfPoints(value, points));
  const key = options.filter((_, index) => earned[index]?.gt(0)).map(({ id }) => id);
  const each = Rational.ONE.over(key.length);
  const isPartial =
    (isWhole || points === total) && weights.every((weight) => shareOf(weight).abs().equals(each));
  const definition = isPartial
    ? { ...others, key, scoring: 'partial' }
    : {
        ...{ ...others, key, scoring: 'weighted' },
        weights: Object.fromEntries(
          options
            .map(({ id }, index): [string, string] => [id, weights[index] ?? '0'])
            .filter(([, weight]) => weight !== '0'),
        ),
      };
  return { type: 'multiple_choice', definition, points };
}

/** Options, written one by one as elements of a name. */
export function choiceLines(options: readonly ChoiceOption[], name: string, losses: Losses): string {
  return options
    .map(
      ({ id, text }) =>
        `<${name} identifier="${identifierOf(id)}">${writtenText(losses.collapsed(text))}</${name}>`,
    )
    .join('');
}

/** Points for one option each, in a list or in a menu. */
export function singleChoiceParts(
  {
    options,
    key,
    shares = {},
    optionFeedback,
  }: Pick<DefinitionOf<'single_choice'>, 'options' | 'key' | 'shares' | 'optionFeedback'>,
  {
    identifier,
    points,
    losses,
    isInline,
  }: { identifier: string; points: Rational; losses: Losses; isInline: boolean },
): QtiParts {
  const mapped = options.flatMap(({ id }) => {
    const share = id === key ? '1' : Object.hasOwn(shares, id) ? (shares[id] ?? '0') : '0';
    return shareOf(share).isZero()
      ? []
      : [{ key: identifierOf(id), value: pointsOfShare(shareOf(share), points) }];
  });
  const body = isInline
    ? `<qti-inline-choice-interaction response-identifier="${identifier}" shuffle="true">${choiceLines(options, 'qti-inline-choice', losses)}</qti-inline-choice-interaction>`
    : `<qti-choice-interaction response-identifier="${identifier}" shuffle="true" max-choices="1">${choiceLines(options, 'qti-simple-choice', losses)}</qti-choice-interaction>`;
  return {
    declarations: [
      declarationLine({
        identifier,
        cardinality: 'single',
        baseType: 'identifier',
        correct: [identifierOf(key)],
        mapped,
      }),
    ],
    body,
    rules: [mapRule(identifier)],
    saidTo: [{ identifier, cardinality: 'single', texts: saidOf(optionFeedback) }],
  };
}

function saidOf(optionFeedback: Readonly<Record<string, string>> = {}): [string, string][] {
  return Object.entries(optionFeedback).map(([id, text]) => [identifierOf(id), text]);
}

export function multipleChoiceParts(
  definition: DefinitionOf<'multiple_choice'>,
  { identifier, points, losses }: { identifier: string; points: Rational; losses: Losses },
): QtiParts {
  const { options, key, scoring, exclusive } = definition;
  const alone = exclusive === undefined ? '' : ` ${EXCLUSIVE}="${identifierOf(exclusive)}"`;
  const body = `<qti-choice-interaction response-identifier="${identifier}" shuffle="true" max-choices="0"${alone}>${choiceLines(options, 'qti-simple-choice', losses)}</qti-choice-interaction>`;
  const declared = {
    identifier,
    cardinality: 'multiple',
    baseType: 'identifier',
    correct: key.map(identifierOf),
  } as const;
  const saidTo = [{ identifier, cardinality: 'multiple' as const, texts: saidOf(definition.optionFeedback) }];
  if (scoring === 'all_or_nothing') {
    const rule = chainRule([{ condition: matchCondition(identifier), points: points.toDecimal(PLACES) }]);
    return { declarations: [declarationLine(declared)], body, rules: [rule], saidTo };
  }
  const { exclusive: _carried, ...scored } = definition;
  const shares = losses.sharesOf(scored);
  const mapped = options.flatMap(({ id }, index) => {
    const share = shareOf(shares[index]);
    return share.isZero() ? [] : [{ key: identifierOf(id), value: pointsOfShare(share, points) }];
  });
  return {
    declarations: [declarationLine({ ...declared, mapped, most: points })],
    body,
    rules: [mapRule(identifier)],
    saidTo,
  };
}

export const singleChoice = qtiType({
  type: 'single_choice',
  readers: { choiceInteraction: read, inlineChoiceInteraction: read, hottextInteraction: read },
  write: (definition, points, losses) =>
    singleChoiceParts(definition, { identifier: 'RESPONSE', points, losses, isInline: false }),
});

export const multipleChoice = qtiType({
  type: 'multiple_choice',
  readers: {},
  write: (definition, points, losses) =>
    multipleChoiceParts(definition, { identifier: 'RESPONSE', points, losses }),
});
