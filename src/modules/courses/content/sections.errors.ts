import { ConflictError, InvalidError } from '../../../shared/errors/domain-error';
import { exampleErrors } from '../../../shared/errors/example-errors';
import { sentences } from '../courses.sentences';

/** Nothing is added to an archived section, and nothing comes back to it. */
export class SectionArchivedError extends ConflictError {
  constructor() {
    super('courses.section_archived', sentences.sectionArchived());
  }
}

/** The rule that each fault breaks, as errors name it. */
const PARENT_RULES = {
  unknownSection: 'exists',
  tooDeep: 'depth',
  hasParts: 'depth',
  ofItself: 'circle',
} as const;

/** A section would be a sub-section of what cannot be its section. */
export class NoSuchParentError extends InvalidError {
  constructor(fault: keyof typeof PARENT_RULES, id: string) {
    const field = 'parentId';
    const message = sentences[fault]({ field, id });
    super('courses.no_such_parent', message, [{ field, rule: PARENT_RULES[fault], message }]);
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
