import { DemoLearner, DemoPerson, Temperament, TemperamentKind } from './types';

const DOMAIN = 'demo.stoa.example';

/** Letters that do not come apart into a base letter and an accent. */
const PLAIN_LETTERS: Record<string, string> = { đ: 'd', ø: 'o', ł: 'l', ß: 'ss', æ: 'ae' };

export const demoAdministrator: DemoPerson = person('Ruth', 'Adeyinka-Lund');

/** One for each published course; the first is also at work on the draft. */
export const demoInstructors: readonly DemoPerson[] = [
  person('Ingrid', 'Solberg'),
  person('Marcus', 'Achterberg'),
  person('Leela', 'Varkey'),
  person('Tomáš', 'Havránek'),
];

/** One of the learners has registered once more, and reads along in a course with the second account. */
export const demoDuplicate: DemoPerson & { course: string } = {
  ...person('Farhad', 'Rostamian'),
  ...{ username: 'farhad.rostamian.private', email: 'farhad.rostamian@home.example', course: 'english' },
};

/** Sees what two of the learners see. */
export const demoGuardian: DemoPerson & { observes: readonly string[] } = {
  ...person('Parisa', 'Rostamian'),
  observes: ['farhad.rostamian', 'dalia.benamar'],
};

export const demoLearners: readonly DemoLearner[] = [
  learner('Amara', 'Nwachukwu', 'strong'),
  learner('Björn', 'Lindqvist', 'steady'),
  learner('Chidi', 'Ezenwa', 'last_minute'),
  learner('Dalia', 'Ben-Amar', 'early_bird'),
  learner('Eleni', 'Markopoulou', 'steady'),
  learner('Farhad', 'Rostamian', 'struggling'),
  learner('Giulia', 'Tavernese', 'steady'),
  learner('Haruka', 'Minamoto', 'strong'),
  learner('Isabela', 'Quintanilha', 'last_minute'),
  dropout('Jakub', 'Wierzbicki', 3, true),
  learner('Kailani', 'Makoa', 'steady'),
  learner('Linh', 'Đặng', 'early_bird'),
  learner('Mateo', 'Villaseñor Ruiz', 'slow_starter'),
  learner('Nadia', 'El Amrani', 'strong'),
  learner('Oluwaseun', 'Adebowale', 'steady'),
  learner('Priya', 'Raghunathan', 'early_bird'),
  learner('Illari', 'Quispe', 'struggling'),
  learner('Rasa', 'Petrauskaitė', 'steady'),
  learner('Sigrún', 'Hallsdóttir', 'last_minute'),
  learner('Tendai', 'Moyana', 'steady'),
  dropout('Uyanga', 'Batbayar', 5, false),
  learner('Virág', 'Nemes', 'last_minute'),
  learner('Wiremu', 'Tawhai', 'slow_starter'),
  learner('Xinyi', 'Zhou', 'strong'),
  learner('Yusuf', 'Karadağ', 'struggling'),
  learner('Zoya', 'Mirzoeva', 'steady'),
  learner('Alemitu', 'Tesfaye', 'last_minute'),
  learner('Bronagh', 'Ní Dhálaigh', 'steady'),
  dropout('Cedric', 'Vanhoutte', 2, true),
  learner('Ratih', 'Wulansari', 'early_bird'),
  learner('Emrys', 'Pritchard', 'struggling'),
  learner('Fatoumata', 'Sangaré', 'strong'),
  learner('Goran', 'Vuletić', 'last_minute'),
  learner('Seoyeon', 'Gwak', 'early_bird'),
  learner('Ioana', 'Dumitrescu', 'steady'),
  learner('Jasper', 'Thistlewood', 'last_minute'),
  learner('Kwabena', 'Boadu', 'steady'),
  learner('Sina', 'Leavasa', 'slow_starter'),
  learner('Mirela', 'Gjoka', 'struggling'),
  learner('Anahit', 'Grigoryan', 'strong'),
  dropout('Pavlo', 'Horbenko', 4, false),
  learner('Malee', 'Suwannarat', 'steady'),
];

function learner(given: string, family: string, kind: Exclude<TemperamentKind, 'drops_out'>): DemoLearner {
  return withTemperament(given, family, { kind });
}

function dropout(given: string, family: string, week: number, withdraws: boolean): DemoLearner {
  return withTemperament(given, family, { kind: 'drops_out', week, withdraws });
}

function withTemperament(given: string, family: string, temperament: Temperament): DemoLearner {
  return { ...person(given, family), temperament };
}

/** Username and address follow from the name: `given.family`, in plain lower-case letters. */
function person(given: string, family: string): DemoPerson {
  const username = `${asciiName(given)}.${asciiName(family)}`;
  return { given, family, username, email: `${username}@${DOMAIN}` };
}

function asciiName(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/[^a-z]/g, (letter) => PLAIN_LETTERS[letter] ?? '');
}
