import { catalog } from '../../../shared/sentences/sentence';

/** What is said about the groups of a course. */
export const sentences = catalog('groups', {
  noSet: 'There is no such set of groups, or it is not open to you.',
  noGroup: 'There is no such group, or it is not open to you.',
  setTitleTaken: 'The course has another set of groups with this title.',
  groupTitleTaken: 'The set has another group with this title.',
  bySelfOnly: '{field} can be set only where learners join by themselves',
  visibleToJoin:
    '{field} must not be none where learners join by themselves: they would have nothing to join',
  closesAfterOpening: '{field} must be after opensAt',
  groupInUse: 'Somebody is in the group. Move them to another one, or take them out, and then delete it.',
  setInUse: 'Somebody is in a group of the set. Take everybody out of its groups, and then delete it.',
  noActiveLearner: '{field}: the person is no active learner of the course',
  groupOfSet: '{field} is no group of the set',
  byStaff: 'In this set, the staff of the course put learners into groups. Ask one of them.',
  notOpenYet: 'Learners can join a group of this set by themselves from {at} on.',
  closed: 'Learners could join and leave groups of this set by themselves until {at}.',
  newGroup: 'Group',
  noAssignment: 'There is no such random assignment, or it is not open to you.',
  groupsImpossible: 'No groups can be made in which all lists hold. Nothing was changed.',
  impossibleList:
    '{field}: {names} {kind, select, together_and_apart {are to be together, by another list, and apart} placed_apart {are to be together, and are in different groups already} placed_together {are to be apart, and are in one group already} too_many_apart {are to be apart, and there are fewer groups} other {cannot all be apart with the groups that there are}}',
  atLeastTwo: '{field} must name at least two people',
  twin: '{field} is that of another one before it',
  countOrSize: '{field} cannot be sent together with groupCount',
  smallerNeedsSize: '{field} can be smaller only with groupSize',
  fewerGroups: '{field}: the set has {count} groups already',
  noGroups: '{field} is needed, or groupSize: the set has no groups yet',
  tooManyGroups: '{field}: the set would have more than {most} groups',
  groupFull: 'The group is full: {size, plural, one {1 learner is} other {# learners are}} in it.',
});
