import type { FieldError } from '../../../../shared/errors/domain-error';
import { sentences } from '../carry.sentences';
import type { MadeThing, NamedFile, NamedThing } from '../carry-part';

/**
 * What is wrong between the parts of a package that are right by themselves: ids that two things have, places that name what is not
 * there or is something else, and files that did not come along.
 */
export function packageFaults(
  made: readonly MadeThing[],
  named: readonly NamedThing[],
  needed: readonly NamedFile[],
  fileIds: readonly string[],
): FieldError[] {
  const things = new Set(made.map(({ what, id }) => `${what} ${id}`));
  const seen = new Set<string>();
  const twice = [
    ...made.map(({ what, id }) => ({ field: what, id })),
    ...fileIds.map((id) => ({ field: 'file', id })),
  ]
    .filter(({ id }) => seen.size === seen.add(id).size)
    .map(({ field, id }) => ({ field, rule: 'duplicate_id', message: sentences.idTwice({ field, id }) }));
  const files = new Set(fileIds);
  return [
    ...twice,
    ...named
      .filter(({ what, id }) => !things.has(`${what} ${id}`))
      .map(({ field, id }) => ({
        field,
        rule: 'names_nothing',
        message: sentences.namesNothing({ field, id }),
      })),
    ...needed
      .filter(({ fileId }) => !files.has(fileId.toLowerCase()))
      .map(({ field, fileId: id }) => ({
        field,
        rule: 'missing_file',
        message: sentences.fileNotThere({ field, id }),
      })),
  ];
}
