import { Injectable } from '@nestjs/common';
import type { AnyCarryPart, CarryPart } from './carry-part';

/** All parts of which a course consists, in the order in which they are restored. */
@Injectable()
export class CarryParts {
  private parts: readonly AnyCarryPart[] = [];

  /**
   * To be called when the application starts, by the module that owns the part.
   *
   * @throws Error for a name or a place that is taken
   */
  provide<Document extends object>(part: CarryPart<Document>): void {
    // The registry hands each part no documents but its own.
    const added = part as unknown as AnyCarryPart;
    if (this.parts.some(({ name, order }) => name === added.name || order === added.order))
      throw new Error(`Two parts of a course have the name ${added.name} or the place ${added.order}.`);
    this.parts = [...this.parts, added].sort((one, other) => one.order - other.order);
  }

  all(): readonly AnyCarryPart[] {
    return this.parts;
  }
}
