/** How many questions a quiz has at most: they are listed, presented and graded all at once. */
export const MOST_QUESTIONS = 200;
