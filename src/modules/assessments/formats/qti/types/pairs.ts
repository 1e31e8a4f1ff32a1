import { Rational } from '../../../../../shared/decimals/rational';
import { sentences } from '../../formats.sentences';
import { htmlToText } from '../../html-text';
import type { XmlElement } from '../../xml-tree';
import { htmlOf, plainOf, writtenText } from '../qti-content';
import { allWithin, children } from '../qti-item';
import { declarationLine, idsOf, mapRule } from '../qti-lines';
import { mappedPoints } from '../qti-mapping';
import { numberOf, pointsOfShare } from '../qti-shares';
import { type Asked, type QtiReader, qtiType } from '../qti-type';

const GROUP = 'data-stoa-group';
const MARK = /\[\[([^[\]]{1,64})\]\]/;

/** The right pairs, and what all of them earn. Null where the remarks say why there are none. */
function pairsOf(asked: Asked): { pairs: [string, string][]; points: Rational } | null {
  const { declared, scorings, remarks } = asked;
  const [scoring] = scorings;
  const keys =
    scoring?.kind === 'map' ? (declared.mapping?.entries ?? []).map(({ key }) => key) : declared.correct;
  const halves = (pair: string): [string, string] => {
    const [first = '', second = ''] = pair.split(/\s+/);
    return [first, second];
  };
  if (scoring?.kind === 'match') {
    if (keys.length > 1) remarks.warn(declared.line, 'scoring_changed', sentences.pairsOneByOne());
    return { pairs: keys.map(halves), points: numberOf(scoring.points) ?? Rational.ONE };
  }
  const earned = mappedPoints(asked, keys);
  if (!earned) return null;
  const right = earned.filter((value) => value.gt(0));
  if (
    right.some((value) =>
      value
        .minus(right[0] ?? 0)
        .abs()
        .gt('0.000001'),
    )
  )
    remarks.warn(declared.line, 'scoring_changed', sentences.pairsEqual());
  if (earned.some((value) => value.lt(0)))
    remarks.warn(declared.line, 'weight_not_carried', sentences.negativeWeight());
  const points = Rational.of(Rational.sum(right).toDecimal(9));
  return { pairs: keys.filter((_, index) => earned[index]?.gt(0)).map(halves), points };
}

function textsOf(
  elements: readonly XmlElement[],
  { remarks }: Asked,
): { id: string; identifier: string; text: string }[] {
  const identifiers = elements.map(({ attributes }) => attributes['identifier'] ?? '');
  const ids = idsOf(identifiers);
  return elements.map((element, index) => {
    const identifier = identifiers[index] ?? '';
    return {
      identifier,
      id: ids.get(identifier) ?? '',
      text: plainOf(element, { remarks, column: `option ${index + 1}` }),
    };
  });
}

/** Two sets of which one is matched to the other; the pairs say which is which. */
const readMatch: QtiReader = (asked) => {
  const { interaction, declared, remarks } = asked;
  const sets = children(interaction, 'simpleMatchSet').map((set) =>
    textsOf(children(set, 'simpleAssociableChoice'), asked),
  );
  const found = pairsOf(asked);
  const [stems = [], choices = []] = sets;
  return found && matched(stems, choices, found, { remarks, line: declared.line });
};

/** One set, of which each is in one pair at most: the first of a pair is matched to the second. */
const readAssociate: QtiReader = (asked) => {
  const { interaction, declared, remarks } = asked;
  const all = textsOf(children(interaction, 'simpleAssociableChoice'), asked);
  const found = pairsOf(asked);
  if (!found) return null;
  const used = found.pairs.flat();
  if (new Set(used).size < used.length)
    return remarks.refuse(declared.line, 'pairs_overlap', sentences.pairsOverlap());
  remarks.warn(interaction.line, 'pairs_as_matching', sentences.pairsAsMatching());
  const firsts = new Set(found.pairs.map(([first]) => first));
  const stems = all.filter(({ identifier }) => firsts.has(identifier));
  return matched(
    stems,
    all.filter((each) => !stems.includes(each)),
    found,
    { remarks, line: declared.line },
  );
};

type Texts = ReturnType<typeof textsOf>;

function matched(
  stems: Texts,
  choices: Texts,
  { pairs, points }: { pairs: [string, string][]; points: Rational },
  { remarks, line }: { remarks: Asked['remarks']; line: number },
): ReturnType<QtiReader> {
  const idIn = (texts: Texts, identifier: string): string | undefined =>
    texts.find((each) => each.identifier === identifier)?.id;
  const key = new Map<string, string>();
  for (const [first, second] of pairs) {
    const [stem, choice] = [idIn(stems, first), idIn(choices, second)];
    if (stem === undefined || choice === undefined || key.has(stem))
      return remarks.refuse(line, 'pairs_overlap', sentences.pairsOverlap());
    key.set(stem, choice);
  }
  const shown = (texts: Texts): object[] => texts.map(({ id, text }) => ({ id, text }));
  const definition = { stems: shown(stems), choices: shown(choices), key: Object.fromEntries(key) };
  return { type: 'matching', definition, points };
}

export const matching = qtiType({
  type: 'matching',
  readers: { matchInteraction: readMatch, associateInteraction: readAssociate },
  write: ({ stems, choices, key }, points, losses) => {
    // A stem and a choice may have the same id here; in QTI they must not.
    const [stem, choice] = [(id: string) => `s.${id}`, (id: string) => `c.${id}`];
    const pairs = stems.map(({ id }) => `${stem(id)} ${choice(key[id] ?? '')}`);
    const each = pointsOfShare(Rational.ONE.over(stems.length), points);
    const set = (items: { id: string; text: string }[], name: (id: string) => string, most: number): string =>
      `<qti-simple-match-set>${items.map(({ id, text }) => `<qti-simple-associable-choice identifier="${name(id)}" match-max="${most}">${writtenText(losses.collapsed(text))}</qti-simple-associable-choice>`).join('')}</qti-simple-match-set>`;
    return {
      declarations: [
        declarationLine({
          ...{ identifier: 'RESPONSE', cardinality: 'multiple', baseType: 'directedPair', correct: pairs },
          mapped: pairs.map((pair) => ({ key: pair, value: each })),
        }),
      ],
      body: `<qti-match-interaction response-identifier="RESPONSE" shuffle="true" max-associations="${stems.length}">${set(stems, stem, 1)}${set(choices, choice, stems.length)}</qti-match-interaction>`,
      rules: [mapRule('RESPONSE')],
    };
  },
});

/** Words for the gaps of a text. */
const readGapMatch: QtiReader = (asked) => {
  const { interaction, remarks, declared } = asked;
  const elements = allWithin(interaction, (name) => name === 'gapText');
  const texts = textsOf(elements, asked);
  const gaps = allWithin(interaction, (name) => name === 'gap');
  const gapIds = idsOf(gaps.map(({ attributes }) => attributes['identifier'] ?? ''));
  const found = pairsOf(asked);
  if (!found) return null;
  const groupOf = ({ attributes }: XmlElement): number => Number(attributes[GROUP] ?? '1');
  const said = htmlToText(
    htmlOf(interaction.nodes, ({ name, attributes }) => {
      if (name === 'gapText' || name === 'prompt') return '';
      return name === 'gap' ? `[[${gapIds.get(attributes['identifier'] ?? '') ?? ''}]]` : undefined;
    }),
    { paragraphs: true },
  );
  remarks.tellOfLosses(said, interaction.line, 'text');
  const key = new Map<string, string>();
  for (const [word, gap] of found.pairs) {
    const [choice, id] = [texts.find(({ identifier }) => identifier === word)?.id, gapIds.get(gap)];
    if (choice === undefined || id === undefined || key.has(id))
      return remarks.refuse(declared.line, 'pairs_overlap', sentences.pairsOverlap());
    key.set(id, choice);
  }
  return {
    type: 'gap_select',
    definition: {
      text: said.text,
      gaps: gaps.map((gap) => ({
        id: gapIds.get(gap.attributes['identifier'] ?? '') ?? '',
        group: groupOf(gap),
      })),
      choices: texts.map(({ id, text }, index) => {
        const [element] = [elements[index]];
        return { id, text, group: element ? groupOf(element) : 1 };
      }),
      key: Object.fromEntries(key),
    },
    points: found.points,
  };
};

export const gapSelect = qtiType({
  type: 'gap_select',
  readers: { gapMatchInteraction: readGapMatch },
  write: ({ text, gaps, choices, key }, points, losses) => {
    const [word, gap] = [(id: string) => `w.${id}`, (id: string) => `g.${id}`];
    const pairs = gaps.map(({ id }) => `${word(key[id] ?? '')} ${gap(id)}`);
    const each = pointsOfShare(Rational.ONE.over(gaps.length), points);
    const group = (id: number): string => ` ${GROUP}="${id}"`;
    const words = choices.map(
      (choice) =>
        `<qti-gap-text identifier="${word(choice.id)}" match-max="0"${group(choice.group)}>${writtenText(losses.collapsed(choice.text))}</qti-gap-text>`,
    );
    const parts = losses
      .collapsed(text)
      .split(MARK)
      .map((part, index) => {
        if (index % 2 === 0) return writtenText(part);
        const own = gaps.find(({ id }) => id === part);
        return `<qti-gap identifier="${gap(part)}"${group(own?.group ?? 1)}/>`;
      });
    return {
      declarations: [
        declarationLine({
          ...{ identifier: 'RESPONSE', cardinality: 'multiple', baseType: 'directedPair', correct: pairs },
          mapped: pairs.map((pair) => ({ key: pair, value: each })),
        }),
      ],
      body: `<qti-gap-match-interaction response-identifier="RESPONSE" shuffle="true">${words.join('')}<p>${parts.join('')}</p></qti-gap-match-interaction>`,
      rules: [mapRule('RESPONSE')],
    };
  },
});
