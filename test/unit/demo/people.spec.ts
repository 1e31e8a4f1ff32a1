import { demoAdministrator, demoInstructors, demoLearners } from '../../../src/demo/content';

const people = [demoAdministrator, ...demoInstructors, ...demoLearners];

describe('the people of the demo school', () => {
  it('the people of the demo school are one administrator, four instructors and forty-two learners', () => {
    expect(demoInstructors).toHaveLength(4);
    expect(demoLearners).toHaveLength(42);
  });

  it('the people of the demo school have names, usernames and addresses of their own', () => {
    for (const name of [
      (person: (typeof people)[number]) => person.username,
      (person: (typeof people)[number]) => person.email,
      (person: (typeof people)[number]) => `${person.given} ${person.family}`,
    ]) {
      expect(new Set(people.map(name)).size).toBe(people.length);
    }
  });

  it('the people of the demo school have plain addresses on the example domain', () => {
    for (const { email } of people) expect(email).toMatch(/^[a-z]+\.[a-z]+@demo\.stoa\.example$/);
  });

  it('the people of the demo school keep every letter of a name in the username, without its accent', () => {
    const usernameOf = (family: string) => people.find((person) => person.family === family)?.username;
    expect(usernameOf('Đặng')).toBe('linh.dang');
    expect(usernameOf('Ní Dhálaigh')).toBe('bronagh.nidhalaigh');
    expect(usernameOf('Petrauskaitė')).toBe('rasa.petrauskaite');
    const letters = (text: string) => text.replace(/[^\p{L}]/gu, '').length;
    for (const person of people) {
      expect(letters(person.username)).toBe(letters(person.given) + letters(person.family));
    }
  });

  it('the people of the demo school include every temperament, and drop-outs of both kinds', () => {
    const temperaments = demoLearners.map((learner) => learner.temperament);
    expect(new Set(temperaments.map(({ kind }) => kind)).size).toBe(7);
    const leaving = temperaments.flatMap((it) => (it.kind === 'drops_out' ? [it.withdraws] : []));
    expect(new Set(leaving)).toEqual(new Set([true, false]));
  });
});
