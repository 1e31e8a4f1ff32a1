import { readDecimal } from '../../../../shared/decimals/read-decimal';
import { Rational } from '../../../../shared/decimals/rational';
import { digestOf } from '../exact-copy';
import { readElement, type XmlElement } from '../xml-tree';

/** The value of a variable that is right. */
export interface MapEntry {
  key: string;
  value: string;
  caseSensitive: boolean;
}

/** What an item says of one answer. */
export interface ResponseDeclaration {
  identifier: string;
  cardinality: string;
  baseType: string;
  correct: string[];
  /** Null where there is none. */
  mapping: {
    defaultValue: string;
    lowerBound: string | null;
    upperBound: string | null;
    entries: MapEntry[];
  } | null;
  /** Places on a picture, with what they earn. */
  areas: AreaEntry[];
  line: number;
}

/** A place on a picture, with what it earns. */
export interface AreaEntry {
  shape: string;
  coords: string;
  value: string;
  line: number;
}

/** An assessment item of QTI 2.x or 3.0 by the names of 2.x: `qti-choice-interaction` is `choiceInteraction`. */
export interface QtiItem {
  root: XmlElement;
  title: string;
  declarations: ReadonlyMap<string, ResponseDeclaration>;
  body: XmlElement;
}

/** Attributes of the prompt: an exact copy of the question, and what the item said when it was made. */
export const COPY = 'data-stoa-question';
export const DIGEST = 'data-stoa-digest';

/** Of all that makes the question, which its title and identifier are no part of. */
export function nativeDigest(root: XmlElement): string {
  return digestOf(root.children);
}

/** Reads an XML document. Throws XmlFault. */
export function readQtiElement(text: string): XmlElement {
  return normalized(readElement(text, 1));
}

/** Null where the element is no item with a body. */
export function itemIn(root: XmlElement): QtiItem | null {
  const body = child(root, 'itemBody');
  if (root.name !== 'assessmentItem' || !body) return null;
  const declarations = children(root, 'responseDeclaration').map(declarationOf);
  return {
    ...{ root, body, title: root.attributes['title'] ?? '' },
    declarations: new Map(declarations.map((declared) => [declared.identifier, declared])),
  };
}

function declarationOf(element: XmlElement): ResponseDeclaration {
  const { attributes, line } = element;
  const mapping = child(element, 'mapping');
  const areas = child(element, 'areaMapping');
  const correct = child(element, 'correctResponse');
  return {
    identifier: attributes['identifier'] ?? '',
    cardinality: attributes['cardinality'] ?? 'single',
    baseType: attributes['baseType'] ?? 'identifier',
    correct: correct ? children(correct, 'value').map(({ text }) => text.trim()) : [],
    mapping: mapping
      ? {
          defaultValue: mapping.attributes['defaultValue'] ?? '0',
          lowerBound: mapping.attributes['lowerBound'] ?? null,
          upperBound: mapping.attributes['upperBound'] ?? null,
          entries: children(mapping, 'mapEntry').map(({ attributes: entry }) => ({
            key: (entry['mapKey'] ?? '').trim(),
            value: entry['mappedValue'] ?? '0',
            caseSensitive: entry['caseSensitive'] !== 'false',
          })),
        }
      : null,
    areas: areas
      ? children(areas, 'areaMapEntry').map(({ attributes: entry, line: at }) => ({
          ...{ shape: entry['shape'] ?? '', coords: entry['coords'] ?? '' },
          ...{ value: entry['mappedValue'] ?? '0', line: at },
        }))
      : [],
    line,
  };
}

/** What an item says that it is worth. */
export function itemPoints({ root }: QtiItem): Rational {
  const outcomes = new Map(
    children(root, 'outcomeDeclaration').map((outcome) => [outcome.attributes['identifier'], outcome]),
  );
  const most = outcomes.get('MAXSCORE');
  const declared = most && child(most, 'defaultValue')?.children[0]?.text.trim();
  const written = declared ?? outcomes.get('SCORE')?.attributes['normalMaximum'] ?? '1';
  return readDecimal(written) ?? Rational.ONE;
}

/** What is meant for those who mark, or for others. */
export function rubricsFor({ body }: QtiItem, view: string): XmlElement[] {
  return allWithin(body, (name) => name === 'rubricBlock').filter(({ attributes }) =>
    (attributes['view'] ?? '').split(/\s+/).includes(view),
  );
}

/** The names and attributes of QTI 3, and names with prefixes, as QTI 2 has them. */
function normalized(element: XmlElement): XmlElement {
  const { attributes } = element;
  const name = camel(element.name.replace(/^.*:/, '').replace(/^qti-/, ''));
  const nodes = element.nodes.map((node) => (typeof node === 'string' ? node : normalized(node)));
  return {
    ...{ ...element, name, nodes, children: nodes.filter((node) => typeof node !== 'string') },
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key.startsWith('data-') ? key : camel(key), value]),
    ),
  };
}

function camel(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each) => each.name === name);
}

export function children(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((each) => each.name === name);
}

/** All elements with a name, in their order, inside an element. */
export function allWithin(element: XmlElement, isWanted: (name: string) => boolean): XmlElement[] {
  return element.children.flatMap((each) => (isWanted(each.name) ? [each] : allWithin(each, isWanted)));
}
