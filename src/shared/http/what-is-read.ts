/**
 * What a request reads from the store, to be spread into the `Endpoint` of its route: what it costs in a large school. `npm run bench --
 * --growth` measures it, and `test/bench/growth/reasons.ts` has a reason for each request that reads more.
 */
export const READS = {
  page: { reads: 'A page reads its own entries only, however long the list is.' },
  filteredPage: { reads: 'A page reads its own entries, and those between them that the filters pass over.' },
  searchedPage: {
    reads:
      'A page reads its own entries only, however long the list is; with a search or a rare filter, it looks through 3,000 entries at most.',
  },
  ownCourses: {
    reads:
      'A page reads its own entries, one row for each of your own enrollments, and up to three more for each course in which you take part now: whether you do depends on the day in the time zone of the course.',
  },
  course: { reads: 'Reads its own course only, however large the school is.' },
} as const;
