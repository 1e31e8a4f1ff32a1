import {
  addDays,
  practiceAuditor,
  practiceGroupSets,
  practiceLearners,
  practiceNews,
  practiceTags,
  practiceTutor,
  practiceWatching,
} from '../content';
import type { MadeCourse } from '../course-maker';
import type { FrontDoors } from '../front-doors';
import { idUnder } from '../id-under';
import type { SettableClock } from '../replay-clock';
import { newId } from '../../shared/database/ids';
import type { PracticePeople } from './practice-people';

/** What reaches the learners of the practice room, and what they do with it: announcements, a video, the address of a calendar. */
export class PracticeDelivery {
  constructor(
    private readonly doors: FrontDoors,
    private readonly clock: SettableClock,
    private readonly seedingDay: string,
    private readonly people: PracticePeople,
  ) {}

  async make(made: MadeCourse): Promise<void> {
    await this.watch(made);
    await this.announce(made);
    await this.group(made);
    const [first = ''] = practiceLearners;
    await this.doors.progress.createCalendarFeed(this.people.learner(first), 'Calendar on my phone');
  }

  /** The latest is written on the day before the seeding day. */
  private async announce({ courseId }: MadeCourse): Promise<void> {
    for (const { title, body, day } of practiceNews) {
      const writtenAt = this.instant(Math.min(day ?? -1, -1));
      this.clock.set(writtenAt);
      const publishesAt = day === null ? null : this.instant(day);
      const sendsMail = publishesAt !== null && publishesAt > writtenAt;
      const news = { title, body, publishesAt, sendsMail };
      await this.doors.enrollments.announce(this.people.instructor(), courseId, news);
    }
  }

  private async group({ courseId }: MadeCourse): Promise<void> {
    const { groups, tags } = this.doors;
    const instructor = this.people.instructor();
    const made: string[] = [];
    for (const { set, wishes } of practiceGroupSets)
      made.push(...(await groups.makeSet(instructor, courseId, set, wishes)));
    await this.enroll(courseId, [
      { username: practiceTutor, role: 'assistant', groupIds: made.slice(0, 1) },
      { username: practiceAuditor, role: 'auditor', groupIds: null },
    ]);
    for (const { title, learners, needs } of practiceTags) {
      const userIds = learners.map((username) => this.people.learner(username).userId);
      const tagId = await tags.makeTag(instructor, courseId, title, userIds);
      if (needs)
        await this.doors.enrollments.approveForLabel(this.people.administrator(), courseId, {
          tagId,
          ...needs,
        });
    }
  }

  private async enroll(
    courseId: string,
    people: { username: string; role: 'assistant' | 'auditor'; groupIds: string[] | null }[],
  ): Promise<void> {
    await this.doors.enrollments.createEnrollments(
      people.map(({ username, ...enrollment }) => ({
        ...{ id: newId(), sourcedId: null, courseId, userId: this.people.learner(username).userId },
        ...{ ...enrollment, beginDate: addDays(this.seedingDay, -1), endDate: null },
      })),
    );
  }

  private async watch({ courseId, activityIds }: MadeCourse): Promise<void> {
    const { activity, day, segments } = practiceWatching;
    const activityId = idUnder(activityIds, activity);
    const occurredAt = this.instant(day);
    this.clock.set(occurredAt);
    for (const { learner, played } of segments) {
      const signal = { activityId, occurredAt };
      const watchSessionId = newId();
      await this.doors.progress.recordSignals(
        this.people.learner(practiceLearners[learner] ?? ''),
        courseId,
        {
          views: [{ ...signal, id: newId() }],
          watched: played.map(([from, to]) => ({ ...signal, id: newId(), watchSessionId, from, to })),
        },
      );
    }
  }

  private instant(day: number): Date {
    return new Date(`${addDays(this.seedingDay, day)}T09:00:00Z`);
  }
}
