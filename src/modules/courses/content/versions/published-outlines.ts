import { Injectable } from '@nestjs/common';
import { BoundedMap } from '../../../../shared/collections/bounded-map';
import { CourseNotFoundError } from '../../courses.errors';
import type { CompiledOutline } from './compiled-outline';
import { VersionsRepository } from './versions.repository';

/** Characters of JSON of all outlines that a process keeps. As objects they take some four times as many bytes. */
const MOST_KEPT = 16 * 1024 * 1024;

/**
 * The outlines of published versions. They never change, so a process that has read one keeps it: nothing ever has to be
 * invalidated. What decides who sees one is asked at every request.
 */
@Injectable()
export class PublishedOutlines {
  private readonly kept = new BoundedMap<{ outline: CompiledOutline; size: number }>(
    MOST_KEPT,
    ({ size }) => size,
  );

  constructor(private readonly versions: VersionsRepository) {}

  /** Callers must not change it. Empty for no version. */
  async of(courseId: string, number: number | null): Promise<CompiledOutline> {
    if (number === null) return { sections: [] };
    const key = `${courseId}/${number}`;
    const known = this.kept.get(key);
    if (known) return known.outline;
    const outline = await this.versions.outline(courseId, number);
    if (!outline) throw new CourseNotFoundError();
    this.kept.set(key, { outline, size: JSON.stringify(outline).length });
    return outline;
  }
}
