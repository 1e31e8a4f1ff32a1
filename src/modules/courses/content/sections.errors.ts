import { ConflictError, InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from '../courses.sentences';

/** Nothing is added to an archived section, and nothing comes back to it. */
export class SectionArchivedError extends ConflictError {
  constructor() {
    super('courses.section_archived', sentences.sectionArchived());
  }
}

/** A section would be a sub-section of what is none of the course, or is one itself. */
export class NoSuchParentError extends InvalidError {
  constructor(fault: 'unknownSection' | 'tooDeep', id: string) {
    const field = 'parentId';
    const message = sentences[fault]({ field, id });
    super('courses.no_such_parent', message, [
      { field, rule: fault === 'tooDeep' ? 'depth' : 'exists', message },
    ]);
  }
}

export class SectionNotEmptyError extends ConflictError {
  constructor() {
    super('courses.section_not_empty', sentences.sectionNotEmpty());
  }
}

exampleErrors(
  new SectionArchivedError(),
  new NoSuchParentError('tooDeep', '01990000-0000-7000-8000-0000000005e1'),
  new SectionNotEmptyError(),
);
