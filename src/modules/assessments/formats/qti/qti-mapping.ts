import { Rational } from '../../../../shared/decimals/rational';
import { sentences } from '../formats.sentences';
import { numberOf } from './qti-shares';
import type { Asked } from './qti-type';

/**
 * What each value earns, by the mapping or, where the right value earns all, by that. A value without an entry earns the default;
 * what is below the lower or above the upper bound is moved to it where only one value can be sent. Null where the remarks say why
 * there is none.
 */
export function mappedPoints(asked: Asked, values: readonly string[]): Rational[] | null {
  const { declared, remarks, scorings } = asked;
  const [scoring] = scorings;
  if (scoring?.kind === 'match') {
    const points = numberOf(scoring.points) ?? Rational.ONE;
    return values.map((value) => (declared.correct.includes(value) ? points : Rational.ZERO));
  }
  const { mapping } = declared;
  if (scoring?.kind !== 'map' || !mapping)
    return remarks.refuse(declared.line, 'processing_unknown', sentences.processingUnknown());
  const entries = new Map<string, Rational>();
  for (const { key, value } of mapping.entries) {
    const number = numberOf(value);
    if (!number)
      return remarks.refuse(
        declared.line,
        'not_a_number',
        sentences.notANumber({ number: value.slice(0, 40) }),
        {
          value,
        },
      );
    if (!entries.has(key)) entries.set(key, number);
  }
  const otherwise = numberOf(mapping.defaultValue) ?? Rational.ZERO;
  const bounded = declared.cardinality === 'single' ? withinBounds(mapping) : (value: Rational) => value;
  return values.map((value) => bounded(entries.get(value) ?? otherwise));
}

/** A value moved to the nearer bound where it is outside. */
export function withinBounds({
  lowerBound,
  upperBound,
}: {
  lowerBound: string | null;
  upperBound: string | null;
}): (value: Rational) => Rational {
  const [least, most] = [numberOf(lowerBound ?? ''), numberOf(upperBound ?? '')];
  return (value) => {
    if (least && value.lt(least)) return least;
    return most && value.gt(most) ? most : value;
  };
}
