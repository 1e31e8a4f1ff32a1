/** Places on pictures by angles and lengths, and assignments by trying all of them. Nothing here is from `src`. */
export interface Place {
  x: number;
  y: number;
}
export type SlowArea =
  | { type: 'circle'; x: number; y: number; radius: number }
  | { type: 'rectangle'; left: number; top: number; right: number; bottom: number }
  | { type: 'polygon'; points: Place[] };

/** On the line between two corners, by lengths: whoever goes by it walks no longer way. */
export function isOnLine(one: Place, other: Place, { x, y }: Place): boolean {
  const way = (from: Place, to: Place): number => Math.hypot(from.x - to.x, from.y - to.y);
  return way(one, { x, y }) + way({ x, y }, other) - way(one, other) < 1e-9;
}

/** How often the corners go around a point, by the angles under which it sees each side. */
function turnsAround(corners: readonly Place[], { x, y }: Place): number {
  const angles = corners.map((corner, index) => {
    const next = corners[(index + 1) % corners.length]!;
    const [from, to] = [Math.atan2(corner.y - y, corner.x - x), Math.atan2(next.y - y, next.x - x)];
    const turned = to - from;
    return turned > Math.PI ? turned - 2 * Math.PI : turned < -Math.PI ? turned + 2 * Math.PI : turned;
  });
  return Math.round(angles.reduce((all, angle) => all + angle, 0) / (2 * Math.PI));
}

export function isInSlowly(area: SlowArea, at: Place): boolean {
  if (area.type === 'circle') return Math.hypot(area.x - at.x, area.y - at.y) <= area.radius + 1e-9;
  const corners =
    area.type === 'polygon'
      ? area.points
      : [
          { x: area.left, y: area.top },
          { x: area.right, y: area.top },
          { x: area.right, y: area.bottom },
          { x: area.left, y: area.bottom },
        ];
  const isOnBorder = corners.some((corner, index) =>
    isOnLine(corner, corners[(index + 1) % corners.length]!, at),
  );
  return isOnBorder || turnsAround(corners, at) !== 0;
}

/** A place that belongs to the area. */
export function placeIn(area: SlowArea): Place {
  if (area.type === 'circle') return { x: area.x, y: area.y };
  return area.type === 'rectangle' ? { x: area.right, y: area.top } : area.points[0]!;
}

/** The most places that get an item of their own. */
export function mostFilled(fits: readonly (readonly number[])[], taken: readonly number[] = []): number {
  const [first, ...others] = fits;
  if (!first) return 0;
  const free = first.filter((item) => !taken.includes(item));
  return Math.max(mostFilled(others, taken), ...free.map((item) => 1 + mostFilled(others, [...taken, item])));
}
