/** The most questions of a quiz, since all are listed, shown and graded in one request. */
export const MOST_QUESTIONS = 200;
