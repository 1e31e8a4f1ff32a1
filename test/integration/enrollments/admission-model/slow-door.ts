/*
 * Who is in a course with seats, and who is not, played through person by person and hour by hour. It knows nothing of the application:
 * chairs, a line before the door, and letters that lie open until their time is over.
 */

const HOUR = 3_600_000;

interface Letter {
  person: number;
  until: number;
}

/** Somebody in the line, or whose chair is kept for them (`until`). */
interface Asking {
  person: number;
  key: Key | null;
  until: number | null;
}

export type Key = 'few' | 'group';
export const KEY_USES = 2;
export const GROUP_PLACES = 2;
export const LETTER_HOURS = 24;

export class SlowDoor {
  inside = new Set<number>();
  line: Asking[] = [];
  letters: Letter[] = [];
  group = new Set<number>();
  used: Record<Key, Set<number>> = { few: new Set(), group: new Set() };
  capacity: number | null = null;
  offerHours: number | null = null;
  lettersHoldChairs = false;

  constructor(public now: number) {}

  /** Chairs that nobody else can have. */
  get taken(): number {
    const kept = this.line.filter(({ person, until }) => until !== null && !this.inside.has(person));
    const promised = this.lettersHoldChairs
      ? this.letters.filter(({ person }) => !this.inside.has(person))
      : [];
    return this.inside.size + kept.length + promised.length;
  }

  get waiting(): number[] {
    return this.line.filter(({ until }) => until === null).map(({ person }) => person);
  }

  private get isFree(): boolean {
    return this.capacity === null || (this.taken < this.capacity && this.waiting.length === 0);
  }

  ask(person: number, key: Key | null): string {
    if (this.line.some((each) => each.person === person)) return 'enrollments.already_asked';
    const isNew = key !== null && !this.used[key].has(person);
    if (key === 'few' && isNew && this.used.few.size >= KEY_USES) return 'enrollments.key_used_up';
    const comesIn = this.isFree;
    if (this.inside.has(person)) return 'enrollments.already_enrolled';
    if (comesIn && key === 'group' && this.group.size >= GROUP_PLACES) return 'enrollments.group_full';
    if (key !== null) this.used[key].add(person);
    if (!comesIn) {
      this.line.push({ person, key, until: null });
      return 'waitlisted';
    }
    this.sit(person, key);
    return 'accepted';
  }

  leave(person: number): string {
    this.inside.delete(person);
    this.group.delete(person);
    this.callIn();
    return 'left';
  }

  giveUp(person: number): string {
    const own = this.line.find((each) => each.person === person)!;
    this.line = this.line.filter((each) => each !== own);
    if (own.until !== null) this.callIn();
    return 'withdrawn';
  }

  take(person: number): string {
    const own = this.line.find((each) => each.person === person)!;
    if (own.until === null) return 'courses.instructors_only';
    if (this.now >= own.until) return 'enrollments.offer_over';
    this.line = this.line.filter((each) => each !== own);
    if (!this.inside.has(person)) this.sit(person, own.key);
    return 'accepted';
  }

  invite(person: number): string {
    if (this.inside.has(person)) return 'enrollments.already_enrolled';
    const open = this.letters.find((each) => each.person === person);
    if (open && this.now < open.until) return 'enrollments.already_invited';
    // A letter whose time is over gives way to the new one.
    const others = this.letters.filter((each) => each !== open);
    const before = this.letters;
    this.letters = others;
    if (this.lettersHoldChairs && !this.isFree) {
      this.letters = before;
      return 'enrollments.course_full';
    }
    this.letters = [...others, { person, until: this.now + LETTER_HOURS * HOUR }];
    return 'pending';
  }

  answer(person: number, isYes: boolean): string {
    const letter = this.letters.find((each) => each.person === person)!;
    if (this.now >= letter.until) return 'enrollments.invitation_expired';
    if (isYes) {
      const hasOwn = this.capacity === null || this.lettersHoldChairs;
      if (!hasOwn && !this.isFree) return 'enrollments.course_full';
      if (this.inside.has(person)) return 'enrollments.already_enrolled';
    }
    this.letters = this.letters.filter((each) => each !== letter);
    if (isYes) this.sit(person, null);
    this.callIn();
    return isYes ? 'accepted' : 'declined';
  }

  set(settings: {
    capacity?: number | null;
    offerHours?: number | null;
    lettersHoldChairs?: boolean;
  }): string {
    const wanted = { ...this.settings, ...settings };
    const before = this.settings;
    Object.assign(this, wanted);
    if (wanted.capacity !== null && wanted.capacity !== before.capacity && wanted.capacity < this.taken) {
      Object.assign(this, before);
      return 'enrollments.capacity_below_enrolled';
    }
    this.callIn();
    return 'set';
  }

  private get settings(): {
    capacity: number | null;
    offerHours: number | null;
    lettersHoldChairs: boolean;
  } {
    const { capacity, offerHours, lettersHoldChairs } = this;
    return { capacity, offerHours, lettersHoldChairs };
  }

  /** Hours go by, and then what is over is put away: letters first, then chairs that were kept. */
  wait(hours: number): string {
    this.now += hours * HOUR;
    const open = this.letters.filter(({ until }) => this.now < until);
    if (open.length < this.letters.length) {
      this.letters = open;
      this.callIn();
    }
    const late = this.line.filter(({ until }) => until !== null && this.now >= until);
    if (late.length > 0) {
      this.line = this.line.filter((each) => !late.includes(each));
      this.callIn();
    }
    return 'waited';
  }

  private sit(person: number, key: Key | null): void {
    this.inside.add(person);
    if (key === 'group' && this.group.size < GROUP_PLACES) this.group.add(person);
  }

  /** As long as there is a chair, the first of the line gets it, or is asked whether they want it. */
  private callIn(): void {
    for (;;) {
      const first = this.line.find(({ until }) => until === null);
      if (!first || (this.capacity !== null && this.taken >= this.capacity)) return;
      if (this.inside.has(first.person)) this.line = this.line.filter((each) => each !== first);
      else if (this.offerHours !== null && this.capacity !== null)
        first.until = this.now + this.offerHours * HOUR;
      else {
        this.line = this.line.filter((each) => each !== first);
        this.sit(first.person, first.key);
      }
    }
  }
}
