import type { Rational } from '../../../../shared/decimals/rational';
import { attribute } from './qti-content';
import { PLACES } from './qti-shares';

/** The id of an item as QTI wants identifiers: none begins with a digit. No id of ours begins with `_`. */
export function identifierOf(id: string): string {
  return /^\d/.test(id) ? `_${id}` : id;
}

/** The id that an identifier is; undefined for one that is no id here. Lists of ours begin with a letter and a period. */
export function idOf(identifier: string): string | undefined {
  const id = identifier.replace(/^(?:_(?=\d)|[a-z]\.)/, '');
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id) ? id : undefined;
}

/** Ids for the items of a list: those of the file where all of them can be ids, and numbers otherwise. */
export function idsOf(identifiers: readonly string[]): Map<string, string> {
  const own = identifiers.map(idOf);
  const areIds = own.every((id) => id !== undefined) && new Set(own).size === own.length;
  return new Map(
    identifiers.map((identifier, index) => [identifier, (areIds && own[index]) || String(index + 1)]),
  );
}

export interface Declaration {
  identifier: string;
  cardinality: 'single' | 'multiple' | 'ordered';
  baseType: 'identifier' | 'string' | 'float' | 'directedPair';
  correct: readonly string[];
  /** Points by value. */
  mapped?: readonly { key: string; value: string; caseSensitive?: boolean }[];
  /** Bounds of what is mapped. */
  most?: Rational;
}

export function declarationLine({
  identifier,
  cardinality,
  baseType,
  correct,
  mapped,
  most,
}: Declaration): string {
  const kind = baseType === 'directedPair' ? 'directedPair' : baseType;
  const values = correct.map((value) => `<qti-value>${attribute(value)}</qti-value>`).join('');
  const entries = (mapped ?? []).map(
    ({ key, value, caseSensitive }) =>
      `<qti-map-entry map-key="${attribute(key)}" mapped-value="${value}"${caseSensitive === undefined ? '' : ` case-sensitive="${caseSensitive}"`}/>`,
  );
  const bounds = most ? ` lower-bound="0" upper-bound="${most.toDecimal(PLACES)}"` : '';
  const mapping = mapped ? `<qti-mapping default-value="0"${bounds}>${entries.join('')}</qti-mapping>` : '';
  return `<qti-response-declaration identifier="${identifier}" cardinality="${cardinality}" base-type="${kind}"><qti-correct-response>${values}</qti-correct-response>${mapping}</qti-response-declaration>`;
}

const SCORE = 'identifier="SCORE"';
const variable = (identifier: string): string => `<qti-variable identifier="${identifier}"/>`;
const number = (value: string): string => `<qti-base-value base-type="float">${value}</qti-base-value>`;

/** Adds what the mapping of an answer gives. */
export function mapRule(identifier: string): string {
  return `<qti-set-outcome-value ${SCORE}><qti-sum><qti-variable ${SCORE}/><qti-map-response identifier="${identifier}"/></qti-sum></qti-set-outcome-value>`;
}

/** Adds what the places on a picture give. */
export function mapPointRule(identifier: string): string {
  return mapRule(identifier).replace('qti-map-response', 'qti-map-response-point');
}

/** Adds points where a condition is true: of several the first counts. */
export function chainRule(branches: readonly { condition: string; points: string }[]): string {
  const parts = branches.map(({ condition, points }, index) => {
    const name = index === 0 ? 'qti-response-if' : 'qti-response-else-if';
    return `<${name}>${condition}<qti-set-outcome-value ${SCORE}><qti-sum><qti-variable ${SCORE}/>${number(points)}</qti-sum></qti-set-outcome-value></${name}>`;
  });
  return `<qti-response-condition>${parts.join('')}</qti-response-condition>`;
}

export function matchCondition(identifier: string): string {
  return `<qti-match>${variable(identifier)}<qti-correct identifier="${identifier}"/></qti-match>`;
}

export function numberCondition(identifier: string, test: string, key: string): string {
  const [name = ''] = test.split(' ');
  return `<${test}>${variable(identifier)}${number(key)}</${name}>`;
}

export function patternCondition(identifier: string, pattern: string): string {
  return `<qti-pattern-match pattern="${attribute(pattern)}">${variable(identifier)}</qti-pattern-match>`;
}
