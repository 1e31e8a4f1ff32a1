import type { Area } from '../../../question-types/parts/pictures/areas.dto';
import type { Picture } from '../../../question-types/parts/pictures/picture.dto';
import { sentences } from '../../formats.sentences';
import { coordinates, polygonOf } from '../../pictures';
import type { Remarks } from '../../remarks';
import { toPlainText } from '../../texts';
import { escapeXml, type XmlElement } from '../../xml-tree';
import { child, children, textIn, textLine, valueIn } from '../moodle-elements';
import { fileToken, placeholderIn } from '../moodle-files';
import { type MoodleLines, moodleType } from '../moodle-type';

/** How often a marker can be put that is not used up. */
const MOST_COPIES = 20;

interface Drag {
  text: string;
  copies: number;
}

interface Drop {
  area: Area;
  /** Of the drag, from 1. */
  choice: number;
}

/** Markers that are put on a picture (`question/type/ddmarker`). */
export const markers = moodleType({
  type: 'markers',
  readers: {
    ddmarker: (question, remarks) => {
      const picture = placeholderIn(question);
      if (!picture) return remarks.refuse(question.line, 'picture_missing', sentences.pictureMissing());
      remarks.warn(question.line, 'alternative_text_missing', sentences.alternativeTextMissing(), {
        value: picture.name,
      });
      const drags = new Map(children(question, 'drag').map((element) => dragOf(element, remarks)));
      const key: { marker: string; area: Area }[] = [];
      for (const [index, element] of children(question, 'drop').entries()) {
        const column = `place ${index + 1}`;
        const area = areaOf(element);
        const marker = valueIn(element, 'choice');
        if (!area)
          return remarks.refuse(element.line, 'area_not_readable', sentences.areaNotReadable(), {
            ...{ column, value: `${valueIn(element, 'shape')} ${valueIn(element, 'coords')}` },
          });
        if (!drags.has(marker))
          return remarks.refuse(element.line, 'place_without_marker', sentences.placeWithoutMarker(), {
            ...{ column, value: marker },
          });
        key.push({ marker, area });
      }
      for (const [id, drag] of drags) {
        const places = key.filter(({ marker }) => marker === id).length;
        if (drag.copies < places)
          remarks.warn(question.line, 'copies_changed', sentences.copiesRaised({ places }), {
            ...{ column: `marker ${id}`, value: String(drag.copies) },
          });
        drag.copies = Math.max(drag.copies, places);
      }
      return {
        type: 'markers',
        definition: {
          picture: { fileId: picture.placeholder, alternativeText: picture.name },
          markers: [...drags].map(([id, { text, copies }]) => ({
            ...{ id, text, ...(copies > 1 && { copies }) },
          })),
          key,
        },
      };
    },
  },
  write: ({ picture, markers: all, key }, losses) => {
    losses.add('alternative_text_not_carried', sentences.alternativeTextLost());
    const drags = all.map(({ text, copies = 1 }) => ({ text: losses.trimmed(text), copies }));
    const numberOf = new Map(all.map(({ id }, index) => [id, index + 1]));
    return lines(
      picture,
      drags,
      key.map(({ marker, area }) => ({ area, choice: numberOf.get(marker) ?? 0 })),
    );
  },
});

/** Moodle has no question that asks to point at something: there, one marker is put on the picture as often as it can be. */
export const hotspot = moodleType({
  type: 'hotspot',
  readers: {},
  write: ({ picture, find, key }, losses) => {
    losses.add('hotspot_as_markers', sentences.hotspotAsMarkers());
    const copies = find === 'one' ? 1 : key.length;
    return lines(
      picture,
      [{ text: '×', copies }],
      key.map((area) => ({ area, choice: 1 })),
    );
  },
});

function lines({ fileId }: Picture, drags: readonly Drag[], drops: readonly Drop[]): MoodleLines {
  return {
    type: 'ddmarker',
    lines: [
      fileToken(fileId),
      ...drags.map(
        ({ text, copies }, index) =>
          `<drag><no>${index + 1}</no>${textLine(escapeXml(text))}<noofdrags>${copies}</noofdrags></drag>`,
      ),
      ...drops.map(({ area, choice }, index) => {
        const [shape, coords] = written(area);
        return `<drop><no>${index + 1}</no><shape>${shape}</shape><coords>${coords}</coords><choice>${choice}</choice></drop>`;
      }),
    ],
  };
}

/** Its number is its id. */
function dragOf(element: XmlElement, remarks: Remarks): [string, Drag] {
  const id = valueIn(element, 'no');
  const plain = toPlainText(textIn(element), 'html');
  remarks.tellOfLosses(plain, element.line, `marker ${id}`);
  const copies = child(element, 'infinite') ? MOST_COPIES : Number(valueIn(element, 'noofdrags') || '1');
  return [id, { text: plain.text.trim(), copies }];
}

/** Null for no shape that there is. */
function areaOf(drop: XmlElement): Area | null {
  const numbers = coordinates(valueIn(drop, 'coords'));
  const [first = NaN, second = NaN, third = NaN, fourth = NaN] = numbers ?? [];
  const shape = valueIn(drop, 'shape').toLowerCase();
  if (!numbers) return null;
  if (shape === 'circle' && numbers.length === 3)
    return { type: 'circle', x: first, y: second, radius: third };
  if (shape === 'rectangle' && numbers.length === 4)
    return { type: 'rectangle', left: first, top: second, right: first + third, bottom: second + fourth };
  return shape === 'polygon' ? polygonOf(numbers) : null;
}

function written(area: Area): [string, string] {
  if (area.type === 'circle') return ['circle', `${area.x},${area.y};${area.radius}`];
  if (area.type === 'polygon') return ['polygon', area.points.map(({ x, y }) => `${x},${y}`).join(';')];
  const { left, top, right, bottom } = area;
  return ['rectangle', `${left},${top};${right - left},${bottom - top}`];
}
