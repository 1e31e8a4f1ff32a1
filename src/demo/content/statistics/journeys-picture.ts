import { type Color, png } from '../picture';

const JOURNEYS = [12, 15, 15, 18, 20, 22, 25, 31, 76];
const [MEDIAN, MEAN] = [20, 26];
const [WIDTH, HEIGHT, BASE, RADIUS, DOTS_PER_MINUTE] = [480, 96, 72, 5, 6];
const COLORS = {
  paper: [255, 255, 255],
  axis: [90, 90, 90],
  dot: [40, 40, 40],
  median: [0, 90, 181],
  mean: [220, 50, 32],
} as const satisfies Record<string, Color>;

/** Nine journeys as dots on a line of minutes, those of the same length one above the other, with their median and mean. */
export function drawJourneys(): Buffer {
  const dots = JOURNEYS.map((minutes, index) => ({
    x: minutes * DOTS_PER_MINUTE,
    y: BASE - (1 + 2.4 * (index - JOURNEYS.indexOf(minutes))) * RADIUS - 2,
  }));
  return png(WIDTH, HEIGHT, (x, y) => {
    if (dots.some((dot) => (dot.x - x) ** 2 + (dot.y - y) ** 2 <= RADIUS ** 2)) return COLORS.dot;
    if (Math.abs(x - MEDIAN * DOTS_PER_MINUTE) <= 1) return COLORS.median;
    if (Math.abs(x - MEAN * DOTS_PER_MINUTE) <= 1) return COLORS.mean;
    const isTick = x % (10 * DOTS_PER_MINUTE) === 0 && y > BASE && y <= BASE + 8;
    return y === BASE || isTick ? COLORS.axis : COLORS.paper;
  });
}
