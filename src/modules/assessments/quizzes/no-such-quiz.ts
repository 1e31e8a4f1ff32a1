/** The codes of the answer 404 to a request that names a quiz. */
export const NO_SUCH_QUIZ = ['courses.activity_not_found', 'assessments.quiz_not_found'];
