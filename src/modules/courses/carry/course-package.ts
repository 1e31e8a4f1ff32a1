import type { CarriableFile } from '../../files';

/** All that the authors of a course made, or what belongs to one activity of it, as plain documents. */
export interface CoursePackage {
  /** By the names of the parts. */
  documents: ReadonlyMap<string, object>;
  /** What the documents name. */
  files: readonly CarriableFile[];
}

/** A package in the words of requests, as a file has it. */
export interface WrittenPackage {
  /** By the names of the parts. Plain JSON, but for dates. */
  documents: ReadonlyMap<string, object>;
  files: readonly CarriableFile[];
}
