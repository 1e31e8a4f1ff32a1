import type { ExampleBodies } from '../../../../shared/http/description/example-bodies';

/** What to send. The first is refused as it stands: any number would stand in the place of a learner's grade. */
export const GIVE_FINAL_GRADE_BODIES: ExampleBodies = {
  percent: {
    summary: 'A number: refused, being out of range, until you put in the one that you give',
    value: { percent: '100000', reason: 'Ill at the final, with a certificate.' },
  },
  mark: {
    summary: 'A mark and a number: refused until you leave one of them out',
    value: { percent: '85.5', mark: 'incomplete', reason: 'The thesis is due in autumn.' },
  },
};

/** The comment that the learner of the examples has in the demo school, so that a press changes nothing. */
export const REPORT_COMMENT_BODIES: ExampleBodies = {
  comment: { summary: 'No comment', value: { text: null } },
};

/** It is refused as it stands, in the demo school: the course goes on there. */
export const CLOSE_GRADES_BODIES: ExampleBodies = {
  close: { summary: 'Close them once all is marked and posted', value: { acceptOpenWork: false } },
};

export const REOPEN_GRADES_BODIES: ExampleBodies = {
  reopen: {
    summary: 'Open them again',
    value: { reason: 'An essay was marked by the wrong rubric.' },
  },
};
