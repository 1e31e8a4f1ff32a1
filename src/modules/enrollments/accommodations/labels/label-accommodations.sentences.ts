import { catalog } from '../../../../shared/sentences/sentence';

export const sentences = catalog('label_accommodations', {
  oneLabel: 'Name either a group (groupId) or a tag (tagId).',
  noSuchLabel: '{field} must be the id of a {kind, select, group {group} other {tag}} of this course.',
  joinedByThemselves:
    'Learners can join the groups of this set by themselves, and would give themselves what the group gets. Groups with accommodations are filled by staff alone.',
  tooMany:
    'A course can have {most} accommodations of groups and tags, those that have ended included. Change one of them.',
  ofLabel:
    'This accommodation follows from that of a group or a tag, and ends when the learner leaves it. Change the accommodation {id} of the group or tag.',
});
