/** A place on a picture, in pixels from its upper left corner. All numbers here are whole, so all results are exact. */
export interface Point {
  x: number;
  y: number;
}

export interface CircleShape extends Point {
  type: 'circle';
  radius: number;
}

export interface RectangleShape {
  type: 'rectangle';
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface PolygonShape {
  type: 'polygon';
  points: Point[];
}

/** A part of a picture. Its border belongs to it. */
export type Shape = CircleShape | RectangleShape | PolygonShape;

/** Whether the point lies in the area or on its border. */
export function isIn(area: Shape, point: Point): boolean {
  switch (area.type) {
    case 'circle':
      return (area.x - point.x) ** 2 + (area.y - point.y) ** 2 <= area.radius ** 2;
    case 'rectangle':
      return area.left <= point.x && point.x <= area.right && area.top <= point.y && point.y <= area.bottom;
    case 'polygon':
      return isInPolygon(area.points, point);
  }
}

/**
 * Where lines cross each other, whatever they wind around is inside: the winding number (Dan Sunday, "Inclusion of a Point in a
 * Polygon", 2001), as Moodle counts it.
 */
function isInPolygon(corners: readonly Point[], point: Point): boolean {
  let windings = 0;
  for (const [index, from] of corners.entries()) {
    const to = corners[(index + 1) % corners.length] as Point;
    const side = turn(from, to, point);
    if (side === 0 && isBetween(from, to, point)) return true;
    if (from.y <= point.y && to.y > point.y && side > 0) windings += 1;
    if (from.y > point.y && to.y <= point.y && side < 0) windings -= 1;
  }
  return windings !== 0;
}

/** Above 0 where the point lies on one side of the line, below 0 on the other, 0 on the line. */
function turn(from: Point, to: Point, point: Point): number {
  return (to.x - from.x) * (point.y - from.y) - (point.x - from.x) * (to.y - from.y);
}

/** Of a point that lies on the line through both. */
function isBetween(one: Point, other: Point, point: Point): boolean {
  return (
    Math.min(one.x, other.x) <= point.x &&
    point.x <= Math.max(one.x, other.x) &&
    Math.min(one.y, other.y) <= point.y &&
    point.y <= Math.max(one.y, other.y)
  );
}

/** Whether it has an inside. */
export function enclosesSomething(area: Shape): boolean {
  switch (area.type) {
    case 'circle':
      return area.radius > 0;
    case 'rectangle':
      return area.left < area.right && area.top < area.bottom;
    case 'polygon': {
      const [first, second] = area.points as [Point, Point];
      // Corners on one line enclose nothing, and so do those of which all but the first are the same.
      return area.points.some((point) => turn(first, otherThan(first, area.points) ?? second, point) !== 0);
    }
  }
}

function otherThan(first: Point, points: readonly Point[]): Point | undefined {
  return points.find(({ x, y }) => x !== first.x || y !== first.y);
}

/** Whether all of it is on a picture of this size, whose edges belong to it. */
export function isOnPicture(area: Shape, { width, height }: { width: number; height: number }): boolean {
  const { left, top, right, bottom } = boundsOf(area);
  return left >= 0 && top >= 0 && right <= width && bottom <= height;
}

function boundsOf(area: Shape): Omit<RectangleShape, 'type'> {
  switch (area.type) {
    case 'circle': {
      const { x, y, radius } = area;
      return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
    }
    case 'rectangle':
      return area;
    case 'polygon': {
      const [xs, ys] = [area.points.map(({ x }) => x), area.points.map(({ y }) => y)];
      return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
    }
  }
}

/** In square pixels, rounded to whole ones. A polygon whose lines cross each other has a smaller one here than it covers. */
export function sizeOf(area: Shape): number {
  switch (area.type) {
    case 'circle':
      return Math.round(Math.PI * area.radius ** 2);
    case 'rectangle':
      return (area.right - area.left) * (area.bottom - area.top);
    case 'polygon': {
      const twice = area.points.reduce((sum, from, index) => {
        const to = area.points[(index + 1) % area.points.length] as Point;
        return sum + from.x * to.y - to.x * from.y;
      }, 0);
      return Math.round(Math.abs(twice) / 2);
    }
  }
}
