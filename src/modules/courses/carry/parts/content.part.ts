import { setImmediate } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEvents } from '../../../../shared/events/domain-events';
import { columnsFor, fieldsOf } from '../../content/activity.entity';
import { type ActivityType, findActivityType } from '../../content/activity-types/registry';
import { ActivityFiles, filesInFields } from '../../content/activity-files.service';
import { filesNamedIn, htmlOf, type ActivityText } from '../../content/activity-text';
import { hidesDrafts } from '../../content/versions/content-publisher';
import { VersionsRepository } from '../../content/versions/versions.repository';
import { ActivityCreated } from '../../courses.events';
import { carriedRule, movedRule } from '../../release/carried-rules';
import type { CompletionTerms } from '../../completion/dto/reading';
import { movedMoment } from '../../release/kinds/date/moment';
import { ConditionKinds } from '../../release/kinds/registry';
import { ruleFaults } from '../../release/rule-faults';
import type { StoredRule } from '../../release/release-rule';
import type { CarryPart, CarryScope, CarryTarget, MadeThing, NamedFile, ThingCount } from '../carry-part';
import { CarryParts } from '../carry-parts';
import type { DatedThing, DateMoves } from '../dates/date-moves';
import { type CarriedActivityRow, CarriedContentRepository } from './carried-content.repository';
import {
  activitiesIn,
  type ActivityDocument,
  type ContentDocument,
  type SectionDocument,
} from './content-document';
import { readContent } from './packaged-content';

export const CONTENT_PART = 'content';

/** Sections and activities as their authors have them, with the rules that open them. Archived activities stay where they are. */
@Injectable()
export class ContentPart implements CarryPart<ContentDocument>, OnModuleInit {
  readonly name = CONTENT_PART;
  readonly order = 2;
  readonly ofActivities = true;

  constructor(
    private readonly content: CarriedContentRepository,
    private readonly activityFiles: ActivityFiles,
    private readonly kinds: ConditionKinds,
    private readonly versions: VersionsRepository,
    private readonly events: DomainEvents,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect(scope: CarryScope): Promise<ContentDocument> {
    const sections = await this.content.sections(scope);
    const activities = await this.content.activities(scope);
    const inSection = Map.groupBy(activities, ({ sectionId }) => sectionId);
    if (scope.activityId !== null)
      return { sections: [...inSection].map(([id, own]) => ({ ...PLACE, id, activities: documents(own) })) };
    return {
      sections: sections.map(({ id, parentId, title, summary, sequential, releaseRule }) => ({
        ...{ id, ...(parentId === null ? {} : { parentId }), title, summary, sequential },
        releaseRule: this.carried(releaseRule),
        activities: documents(inSection.get(id) ?? []).map((activity) => ({
          ...activity,
          releaseRule: this.carried(activity.releaseRule),
        })),
      })),
    };
  }

  makes({ sections }: ContentDocument): MadeThing[] {
    return sections.flatMap(({ id, title, activities }) => [
      ...(title === PLACE.title ? [] : [{ what: 'section', id }]),
      ...activities.map((activity) => ({ what: `activity:${activity.type}`, id: activity.id })),
    ]);
  }

  files(document: ContentDocument): { named: string[]; needed: NamedFile[] } {
    const activities = activitiesIn(document).map(toText);
    const needed = activities.flatMap(({ id, type, fields }) =>
      filesInFields(type, fields).map(({ field, fileId }) => ({
        field: `activities.${id}.${field}`,
        fileId,
      })),
    );
    const inTexts = activities.flatMap((activity) => filesNamedIn(activity));
    return { named: [...inTexts, ...needed.map(({ fileId }) => fileId)], needed };
  }

  counts(document: ContentDocument): ThingCount[] {
    return [
      { part: 'sections', count: document.sections.filter(({ title }) => title !== PLACE.title).length },
      { part: 'activities', count: activitiesIn(document).length },
    ];
  }

  moved({ sections }: ContentDocument, moves: DateMoves): ContentDocument {
    const move = (rule: StoredRule | null, thing: DatedThing): StoredRule | null =>
      rule && movedRule(rule, 'releaseRule', this.kinds, (at, field) => moves.instant(at, field, thing));
    return {
      sections: sections.map((section) => ({
        ...section,
        releaseRule: move(section.releaseRule, { of: 'sections', id: section.id, title: section.title }),
        activities: section.activities.map((activity) => ({
          ...activity,
          releaseRule: move(activity.releaseRule, thingOf(activity)),
          expectedBy: movedMoment(activity.expectedBy, 'expectedBy', (at, field) =>
            moves.instant(at, field, thingOf(activity)),
          ),
        })),
      })),
    };
  }

  write({ sections }: ContentDocument): object {
    return {
      sections: sections.map(({ activities, ...section }) => ({
        ...section,
        activities: activities.map(({ fields, contentHtml: _made, ...activity }) => ({
          ...activity,
          ...fields,
        })),
      })),
    };
  }

  read(sent: object, field: string): ContentDocument {
    return readContent(sent, field, this.kinds);
  }

  async inspect(document: ContentDocument): Promise<void> {
    for (const { type, fields } of activitiesIn(document).map(toText))
      await this.activityFiles.checkCaptions(null, type, fields);
  }

  async restore(document: ContentDocument, target: CarryTarget): Promise<void> {
    this.warnOfRules(document, target);
    const { courseId, now } = target;
    const times = { createdAt: now, updatedAt: now };
    const isCourse = target.place === null;
    const standing = isCourse ? undefined : await this.versions.standing(courseId);
    if (isCourse)
      await this.content.insertSections(
        document.sections.map(({ activities: _, parentId = null, ...section }, index) => ({
          ...{ ...section, parentId, courseId, position: index + 1, ...times },
        })),
      );
    const placed = document.sections.flatMap(({ id, activities }) =>
      activities.map((activity, index) => ({
        activity: toText(activity),
        place: target.place ?? { sectionId: id, position: index + 1 },
      })),
    );
    const texts = placed.map(({ activity }) => activity);
    const fields = await this.activityFiles.withFiles(texts);
    const html = await rendered(texts);
    await this.content.insertActivities(
      placed.map(({ activity, place }, index) => ({
        ...{ id: activity.id, courseId, ...place, type: activity.type, title: activity.title },
        ...{ content: activity.content, contentHtml: html[index] ?? null },
        ...{ ...columnsFor(fields[index] ?? activity.fields), releaseRule: activity.releaseRule },
        ...completionTermsIn(activity),
        ...times,
      })),
    );
    await this.activityFiles.createHolding(courseId, texts, target.files);
    for (const { id, type, title } of texts)
      await this.events.publish(
        new ActivityCreated(id, courseId, type, title, standing !== undefined && hidesDrafts(standing)),
      );
  }

  /** Of a whole course: what keeps its rules from ever being met, which it would be refused for when it is published. */
  private warnOfRules({ sections }: ContentDocument, { place, made, warn }: CarryTarget): void {
    if (place !== null) return;
    const ruled = sections.map(({ id, parentId = null, title, sequential, releaseRule, activities }) => ({
      ...{ id, parentId, title, isSequential: sequential, release: releaseRule },
      activities: activities.map((activity) => ({
        ...{ id: activity.id, title: activity.title, release: activity.releaseRule },
      })),
    }));
    const faults = ruleFaults({ timeZone: 'UTC', sections: ruled }, this.kinds, ({ id }) => made.has(id));
    for (const { code, message, of } of faults) warn({ code, message, value: of.title });
  }

  private carried(rule: StoredRule | null): StoredRule | null {
    return rule && carriedRule(rule, this.kinds);
  }
}

/** Stands for a section that is there already. */
const PLACE: SectionDocument = {
  ...{ id: '', title: '', summary: '', sequential: false, releaseRule: null },
  activities: [],
};

function documents(rows: readonly CarriedActivityRow[]): ActivityDocument[] {
  return rows
    .toSorted((one, other) => one.position - other.position)
    .map(({ id, type, title, content, contentHtml, releaseRule, ...row }) => ({
      ...{ id, type, title, content, contentHtml, fields: sentFields({ ...row, type }), releaseRule },
      ...completionTermsIn(row),
    }));
}

/** The content of each as HTML. Texts of a file have to be rendered, which takes a while: others are served in between. */
async function rendered(
  activities: readonly (ActivityDocument & ActivityText)[],
): Promise<(string | null)[]> {
  const html: (string | null)[] = [];
  for (const activity of activities) {
    if (activity.contentHtml === undefined) await setImmediate();
    html.push(activity.contentHtml === undefined ? htmlOf(activity) : activity.contentHtml);
  }
  return html;
}

/** As a request says them, without what the type has by default. */
function sentFields(
  row: Pick<CarriedActivityRow, 'type' | 'videoUrl' | 'ownFields'>,
): Record<string, unknown> {
  const defaults = (findActivityType(row.type)?.defaults ?? {}) as Record<string, unknown>;
  const stored = fieldsOf(row);
  const sent = findActivityType(row.type)?.sent?.(stored) ?? stored;
  return Object.fromEntries(
    Object.entries(sent).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name])),
  );
}

function thingOf({ id, title }: ActivityDocument): DatedThing {
  return { of: 'activities', id, title };
}

/** A copy has no earlier completions that anything could become of. */
function completionTermsIn({ completionRule, isRequired, expectedBy }: CompletionTerms): CompletionTerms {
  if (!completionRule) return { completionRule, isRequired, expectedBy };
  const { match, conditions } = completionRule;
  return { completionRule: { match, conditions }, isRequired, expectedBy };
}

/** A type that is not registered any more has no fields that name files, and its content is Markdown. */
function toText(activity: ActivityDocument): ActivityDocument & ActivityText {
  return { ...activity, type: activity.type as ActivityType };
}
