import { idText } from '../data/seeded-ids';

/** A DECIMAL(…, 4) of the store as a whole number of its ten-thousandths: exact far beyond the bench's scores. */
export function units(stored: string): number {
  return Number(stored.replace('.', ''));
}

/** Ten-thousandths, 0 or more, as the API writes them: `7.5`. */
export function fromUnits(count: number): string {
  return plain(`${Math.floor(count / 10_000)}.${String(count % 10_000).padStart(4, '0')}`);
}

/** `7.5000` as `7.5`. */
export function plain(stored: string): string {
  return stored.includes('.') ? stored.replace(/\.?0+$/, '') : stored;
}

/** `numerator / denominator`, both whole and the latter above 0, in percent, rounded half-up to 2 decimals. */
export function percent(numerator: number, denominator: number): string {
  const sign = numerator < 0 ? '-' : '';
  const hundredths = Math.floor((Math.abs(numerator) * 20_000 + denominator) / (2 * denominator));
  return hundredths === 0
    ? '0'
    : plain(`${sign}${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`);
}

export interface Graded {
  score: string | null;
  scoreStatus: string | null;
  min: string;
  max: string;
}

/** An exact share of what can be reached, in lowest terms. */
export interface Share {
  upper: number;
  lower: number;
}

/** The current and the final share of a course that has no rules of its own, whose scores are all posted. */
export function shares(items: readonly Graded[]): { current: Share | null; final: Share | null } {
  const graded = items.filter(({ scoreStatus }) => scoreStatus !== 'partially graded');
  const current = mean(graded);
  const isAllGraded =
    graded.length === items.length &&
    items.every(({ score, scoreStatus }) => score !== null || scoreStatus === 'exempt');
  const final = isAllGraded
    ? current
    : mean(
        items.map((item) =>
          item.score !== null && item.scoreStatus !== 'partially graded'
            ? item
            : { ...item, score: item.min },
        ),
      );
  return { current, final };
}

/** The four totals, as they are told. */
export function totals({
  current,
  final,
}: {
  current: Share | null;
  final: Share | null;
}): Record<string, string | null> {
  const [currently, finally_] = [told(current), told(final)];
  const posted = { postedCurrent: currently, postedFinal: finally_ };
  return { current: currently, final: finally_, ...posted, grade: null, finalGrade: null };
}

function told(share: Share | null): string | null {
  return share && percent(share.upper, share.lower);
}

export function shareText(share: Share | null): string | null {
  if (share === null) return null;
  return share.lower === 1 ? String(share.upper) : `${share.upper}/${share.lower}`;
}

export function readShare(text: string | null | undefined): Share | null {
  if (!text) return null;
  const [upper, lower = '1'] = text.split('/');
  return { upper: Number(upper), lower: Number(lower) };
}

/** The mean of what is graded and not exempt; null where nothing is. */
function mean(items: readonly Graded[]): Share | null {
  let common = 1;
  let count = 0;
  let sum = 0;
  for (const { score, scoreStatus, min, max } of items) {
    const range = units(max) - units(min);
    if (score === null || scoreStatus === 'exempt' || range <= 0) continue;
    // Fractions are added over the least common multiple of their ranges.
    const multiple = (common / divisor(common, range)) * range;
    sum = sum * (multiple / common) + (units(score) - units(min)) * (multiple / range);
    common = multiple;
    count += 1;
  }
  if (count === 0) return null;
  const shared = divisor(sum, common * count);
  return { upper: sum / shared, lower: (common * count) / shared };
}

function divisor(one: number, other: number): number {
  return other === 0 ? one : divisor(other, one % other);
}

export function nullableIdText(bytes: Buffer | null): string | null {
  return bytes === null ? null : idText(bytes);
}
