import type { FieldError } from '../../../../shared/errors/domain-error';
import { Rational } from '../../../../shared/decimals/rational';
import { drawsFrom, MOST_DRAWN } from '../../../../shared/chance/shuffled';
import type { Parameter } from './calculated.dto';
import { sentences } from './calculated.sentences';
import { FUNCTION_NAMES } from './formula';

/**
 * A value for each parameter, as text with its decimals. The same seed gives the same values. A parameter's values depend on its
 * name, not on the other parameters.
 */
export function drawValues(parameters: readonly Parameter[], seed: string): Record<string, string> {
  return Object.fromEntries(
    parameters.map((parameter) => [parameter.name, drawValue(parameter, `${seed}:${parameter.name}`)]),
  );
}

/** The values of a parameter are those from `first` on, `count` of them, each one unit of its last decimal more. */
export function valuesOf({ min, max, decimals }: Parameter): { first: bigint; count: bigint } {
  const units = (number: string): Rational => Rational.of(number.trim()).times(`1e${decimals}`);
  const first = -units(min).times(-1).floor();
  return { first, count: units(max).floor() - first + 1n };
}

function drawValue(parameter: Parameter, seed: string): string {
  const { decimals, spread, min, max } = parameter;
  const { first, count } = valuesOf(parameter);
  const draw = drawsFrom(seed);
  if (spread === 'even') return decimalOf(first + BigInt(draw(Number(count))), decimals);
  const [least, most] = [Math.log(Number(min)), Math.log(Number(max))];
  const size = Math.exp(least + (draw(MOST_DRAWN) / MOST_DRAWN) * (most - least));
  const place = BigInt(Math.round(size * 10 ** decimals)) - first;
  return decimalOf(first + (place < 0n ? 0n : place >= count ? count - 1n : place), decimals);
}

function decimalOf(units: bigint, decimals: number): string {
  return Rational.fraction(units, 10n ** BigInt(decimals)).toFixed(decimals);
}

/** What is wrong with parameters whose fields are right each by itself. `at` is where the list stands. */
export function valuesFaults(parameters: readonly Parameter[], at: string): FieldError[] {
  const known = new Set<string>();
  return parameters.flatMap((parameter, index): FieldError[] => {
    const { name } = parameter;
    const field = `${at}[${index}].name`;
    const faults: FieldError[] = [];
    if (known.has(name))
      faults.push({ field, rule: 'unique', message: sentences.parameterTwice({ field, name }) });
    else if (FUNCTION_NAMES.includes(name))
      faults.push({ field, rule: 'isNoFunction', message: sentences.nameOfFunction({ field, name }) });
    known.add(name);
    return [...faults, ...rangeFaults(parameter, `${at}[${index}]`)];
  });
}

function rangeFaults(parameter: Parameter, at: string): FieldError[] {
  const { min, max, decimals, spread } = parameter;
  const field = `${at}.max`;
  if (Rational.of(max.trim()).lt(min.trim()))
    return [{ field, rule: 'notBelowMin', message: sentences.rangeTurned({ field }) }];
  if (spread === 'even_by_size' && Rational.of(min.trim()).lte(0)) {
    const least = `${at}.min`;
    return [{ field: least, rule: 'isPositive', message: sentences.sizeAboveZero({ field: least }) }];
  }
  const { count } = valuesOf(parameter);
  if (count < 1n)
    return [{ field, rule: 'hasValues', message: sentences.nothingToDraw({ field, decimals }) }];
  if (count <= BigInt(MOST_DRAWN)) return [];
  return [{ field, rule: 'hasFewValues', message: sentences.tooManyValues({ field }) }];
}
