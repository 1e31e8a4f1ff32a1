import type { FieldError } from '../../../../../shared/errors/domain-error';
import { isJsonObject } from '../../../../../shared/http/request-shape';
import { Rational } from '../../../../../shared/decimals/rational';
import { type Point, type Shape, sizeOf } from './areas';
import type { Picture } from './picture.dto';
import { sentences } from './pictures.sentences';

/** Whether a value from outside is a place on the picture. */
export function isPointOn(value: unknown, { width, height }: Pick<Picture, 'width' | 'height'>): boolean {
  if (!isJsonObject(value)) return false;
  const { x, y } = value as { x?: unknown; y?: unknown };
  return isWithin(x, width) && isWithin(y, height);
}

function isWithin(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}

export function pointFault(field: string, { width, height }: Picture): FieldError {
  return { field, rule: 'isPoint', message: sentences.sendPoint({ field, width, height }) };
}

/** A place as people read it. */
export function pointSaid({ x, y }: Point): string {
  return `${x} / ${y}`;
}

/** Whether two lists have the same items, in any order. `keyOf` names what tells items apart. */
export function isSameInAnyOrder<T>(
  one: readonly T[],
  other: readonly T[],
  keyOf: (item: T) => string,
): boolean {
  const [first, second] = [one.map(keyOf).sort(), other.map(keyOf).sort()];
  return first.length === second.length && first.every((key, index) => key === second[index]);
}

/**
 * Which part of the picture the areas cover, as if they did not overlap, at most all of it: what somebody hits on average who points
 * anywhere.
 */
export function coveredShare(areas: readonly Shape[], { width, height }: Picture): Rational {
  const covered = areas.reduce((sum, area) => sum + sizeOf(area), 0);
  return Rational.of(Math.min(covered, width * height)).over(width * height);
}
