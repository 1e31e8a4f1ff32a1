import { Rational } from '../../../../../shared/decimals/rational';
import type { Area } from '../../../question-types/parts/pictures/areas.dto';
import type { Picture } from '../../../question-types/parts/pictures/picture.dto';
import { addressWhileRead, placeholderIn } from '../../embedded/embedded-files';
import { sentences } from '../../formats.sentences';
import { coordinates, polygonOf, type ReadPicture } from '../../pictures';
import type { Remarks } from '../../remarks';
import type { XmlElement } from '../../xml-tree';
import { attribute, plainOf, writtenText } from '../qti-content';
import { type AreaEntry, allWithin, child } from '../qti-item';
import { mapPointRule } from '../qti-lines';
import { numberOf, PLACES, pointsOfShare } from '../qti-shares';
import { type Asked, type AroundQuestion, type QtiAnswers, type QtiReader, qtiType } from '../qti-type';

/** A picture to point at. */
const readPoints: QtiReader = (asked) => {
  const { interaction, declared, remarks } = asked;
  const picture = pictureIn(interaction, remarks);
  const areas = areasOf(asked, declared.areas);
  if (!picture || !areas) return null;
  const right = areas.filter(({ points }) => points.gt(0));
  if (right.length === 0) return remarks.refuse(declared.line, 'no_right_answer', sentences.noRightAnswer());
  const isOne = isSingle(asked);
  const points = isOne ? greatest(right) : Rational.sum(right.map((each) => each.points));
  tellOfShares(right, asked);
  return {
    type: 'hotspot',
    definition: { picture, find: isOne ? 'one' : 'all', key: right.map(({ area }) => area) },
    points,
  };
};

/** A picture of which parts are shown to choose from: those that are right are the areas. */
const readHotspots: QtiReader = (asked) => {
  const { interaction, declared, remarks, scorings } = asked;
  const picture = pictureIn(interaction, remarks);
  if (!picture) return null;
  const [scoring] = scorings;
  const earned = new Map(declared.mapping?.entries.map(({ key, value }) => [key, numberOf(value)]) ?? []);
  const isMatch = scoring?.kind === 'match';
  const each = isMatch ? (numberOf(scoring.points) ?? Rational.ONE) : Rational.ZERO;
  const entries = allWithin(interaction, (name) => name === 'hotspotChoice').flatMap((choice) => {
    const identifier = choice.attributes['identifier'] ?? '';
    const isRight = declared.correct.includes(identifier);
    const points = isMatch ? (isRight ? each : Rational.ZERO) : (earned.get(identifier) ?? Rational.ZERO);
    const { shape = '', coords = '' } = choice.attributes;
    return points.gt(0) ? [{ shape, coords, value: points.toDecimal(PLACES), line: choice.line }] : [];
  });
  const areas = areasOf(asked, entries);
  if (!areas) return null;
  if (areas.length === 0) return remarks.refuse(declared.line, 'no_right_answer', sentences.noRightAnswer());
  remarks.warn(interaction.line, 'choices_not_shown', sentences.areasNotShown());
  const isOne = isSingle(asked);
  const points = isOne || isMatch ? greatest(areas) : Rational.sum(areas.map((one) => one.points));
  const definition = { picture, find: isOne ? 'one' : 'all', key: areas.map(({ area }) => area) };
  return { type: 'hotspot', definition, points };
};

/** Several answers on one picture, each for a marker: what stands above each is its text. */
export function markersOf(asked: readonly Asked[]): QtiAnswers | null {
  const [first] = asked;
  const picture = first && pictureIn(first.interaction, first.remarks);
  if (!first || !picture) return null;
  const all: { id: string; text: string; copies?: number }[] = [];
  const key: { marker: string; area: Area }[] = [];
  const earned: Rational[] = [];
  for (const [index, each] of asked.entries()) {
    const { interaction, declared, remarks } = each;
    const own = pictureIn(interaction, remarks);
    if (own?.fileId !== picture.fileId)
      return remarks.refuse(interaction.line, 'interactions_mixed', sentences.picturesMixed());
    const label = child(interaction, 'prompt');
    const id = /^m\.[A-Za-z0-9][\w-]{0,63}$/.test(declared.identifier)
      ? declared.identifier.slice(2)
      : String(index + 1);
    const copies = Number(interaction.attributes['maxChoices'] ?? '1');
    const text = label ? plainOf(label, { remarks, column: `marker ${index + 1}` }) : '';
    all.push({ id, text, ...(copies > 1 && { copies }) });
    const areas = areasOf(each, declared.areas);
    if (!areas) return null;
    for (const { area, points } of areas) {
      key.push({ marker: id, area });
      earned.push(points);
    }
  }
  const points = Rational.sum(earned);
  if (!points.gt(0))
    return first.remarks.refuse(first.interaction.line, 'no_right_answer', sentences.noRightAnswer());
  return { type: 'markers', definition: { picture, markers: all, key }, points };
}

function isSingle({ interaction, declared }: Asked): boolean {
  return declared.cardinality === 'single' || interaction.attributes['maxChoices'] === '1';
}

function greatest(areas: readonly { points: Rational }[]): Rational {
  return areas.reduce((most, { points }) => (points.gt(most) ? points : most), Rational.ZERO);
}

function tellOfShares(areas: readonly { points: Rational }[], { declared, remarks }: Asked): void {
  const [first] = areas;
  if (first && areas.some(({ points }) => points.minus(first.points).abs().gt('0.000001')))
    remarks.warn(declared.line, 'scoring_changed', sentences.areasEqual());
}

/** Null where the remarks say why there is none. */
function pictureIn(interaction: XmlElement, remarks: Remarks): ReadPicture | null {
  const [element] = allWithin(interaction, (name) => name === 'img' || name === 'object');
  const placeholder = placeholderIn(element?.attributes['src'] ?? element?.attributes['data'] ?? '');
  if (!element || !placeholder)
    return remarks.refuse(interaction.line, 'picture_missing', sentences.pictureMissing());
  const { width, height, alt = '' } = element.attributes;
  const said = (alt === '' ? element.text : alt).trim();
  if (said === '')
    remarks.warn(element.line, 'alternative_text_missing', sentences.alternativeTextMissing(), {
      value: placeholder.name,
    });
  const hasSize = /^\d+$/.test(width ?? '') && /^\d+$/.test(height ?? '');
  return {
    ...{ fileId: placeholder.placeholder, alternativeText: said === '' ? placeholder.name : said },
    ...(hasSize && { width: Number(width), height: Number(height) }),
  };
}

/** Null where the remarks say which of them is none. */
function areasOf(
  { remarks }: Asked,
  entries: readonly AreaEntry[],
): { area: Area; points: Rational }[] | null {
  const areas: { area: Area; points: Rational }[] = [];
  for (const { shape, coords, value, line } of entries) {
    const area = areaOf(shape, coordinates(coords));
    const points = numberOf(value);
    if (!area || !points)
      return remarks.refuse(line, 'area_not_readable', sentences.areaNotReadable(), {
        value: `${shape} ${coords}`,
      });
    areas.push({ area, points });
  }
  return areas;
}

function areaOf(shape: string, numbers: readonly number[] | null): Area | null {
  const [first = NaN, second = NaN, third = NaN, fourth = NaN] = numbers ?? [];
  if (!numbers) return null;
  if (shape === 'circle' && numbers.length === 3)
    return { type: 'circle', x: first, y: second, radius: third };
  if (shape === 'rect' && numbers.length === 4)
    return { type: 'rectangle', left: first, top: second, right: third, bottom: fourth };
  return shape === 'poly' ? polygonOf(numbers) : null;
}

function writtenArea(area: Area): string {
  const [shape, numbers] =
    area.type === 'circle'
      ? ['circle', [area.x, area.y, area.radius]]
      : area.type === 'rectangle'
        ? ['rect', [area.left, area.top, area.right, area.bottom]]
        : ['poly', area.points.flatMap(({ x, y }) => [x, y])];
  return `shape="${shape}" coords="${numbers.join(',')}"`;
}

interface Pointing {
  identifier: string;
  areas: readonly Area[];
  /** Of each area. */
  value: string;
  most: number;
  label?: string;
}

function declaration({ identifier, areas, value, most }: Pointing): string {
  const entries = areas.map((area) => `<qti-area-map-entry ${writtenArea(area)} mapped-value="${value}"/>`);
  const mapping =
    areas.length === 0 ? '' : `<qti-area-mapping default-value="0">${entries.join('')}</qti-area-mapping>`;
  return `<qti-response-declaration identifier="${identifier}" cardinality="${most === 1 ? 'single' : 'multiple'}" base-type="point">${mapping}</qti-response-declaration>`;
}

function interactionXml(
  { identifier, most, label }: Pointing,
  { fileId, width, height, alternativeText }: Picture,
  { files }: AroundQuestion,
): string {
  const file = files.get(fileId);
  const source = file ? addressWhileRead(fileId, file.name) : '';
  const prompt = label === undefined ? '' : `<qti-prompt>${writtenText(label)}</qti-prompt>`;
  return `<qti-select-point-interaction response-identifier="${identifier}" max-choices="${most}">${prompt}<img src="${source}" alt="${attribute(alternativeText)}" width="${width}" height="${height}"/></qti-select-point-interaction>`;
}

export const hotspot = qtiType({
  type: 'hotspot',
  readers: { selectPointInteraction: readPoints, hotspotInteraction: readHotspots },
  write: ({ picture, find, key }, points, _losses, around) => {
    const most = find === 'one' ? 1 : key.length;
    const value = pointsOfShare(Rational.ONE.over(most), points);
    const pointing = { identifier: 'RESPONSE', areas: key, value, most };
    return {
      declarations: [declaration(pointing)],
      body: interactionXml(pointing, picture, around),
      rules: [mapPointRule('RESPONSE')],
    };
  },
});

/** One answer for each marker, on the same picture. */
export const markers = qtiType({
  type: 'markers',
  readers: {},
  write: ({ picture, markers: all, key }, points, losses, around) => {
    const value = pointsOfShare(Rational.ONE.over(key.length), points);
    const pointings = all.map(({ id, text, copies = 1 }) => ({
      ...{ identifier: `m.${id}`, most: copies, label: losses.collapsed(text), value },
      areas: key.filter(({ marker }) => marker === id).map(({ area }) => area),
    }));
    return {
      declarations: pointings.map(declaration),
      body: pointings.map((pointing) => interactionXml(pointing, picture, around)).join(''),
      rules: pointings.flatMap(({ identifier, areas }) =>
        areas.length === 0 ? [] : [mapPointRule(identifier)],
      ),
    };
  },
});
