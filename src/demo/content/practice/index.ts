export { type PracticeAnswer, practiceAnswers, practiceFiles, practiceHints } from './answers';
export { EVERY_KIND, practiceCourse, type PracticeQuiz, practiceQuizzes } from './course';
export * from './marking';
export { type PracticeNews, practiceNews, practiceWatching } from './news';
export { practiceAuditor, practiceGroupSets, practiceTags, practiceTutor } from './groups';
export { practiceCompletions } from './completions';
export { practiceReleases, type ReleaseIds } from './releases';
export * from './sittings';
