import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ArrayMaxSize, IsArray } from 'class-validator';
import { newId } from '../../../shared/database/ids';
import type { FieldError } from '../../../shared/errors/domain-error';
import { Text } from '../../../shared/http/field-rules';
import { readPart } from '../../../shared/http/nested-reading';
import { invalidRequest, readAs } from '../../../shared/http/validation';
import {
  type CarryPart,
  CarryParts,
  type CarryScope,
  type CarryTarget,
  type DateMoves,
  type ThingCount,
} from '../../courses';
import { CarriedGroupsRepository } from './carried-groups.repository';
import { MOST_GROUPS } from './dto/group-assignment.dto';
import { NewGroupSetDto } from './dto/group-set.dto';
import { type GroupSettings, settingsFaults } from './group-rules';
import { sentences } from './groups.sentences';

interface SetDocument extends GroupSettings {
  /** In the course that is copied: changes of dates name it. */
  id: string;
  /** The titles of its groups, in their order. */
  groups: string[];
}

interface GroupsDocument {
  groupSets: SetDocument[];
}

class PackagedGroupSets {
  @IsArray()
  groupSets: unknown[];
}

class PackagedGroupSet extends NewGroupSetDto {
  @IsArray()
  @ArrayMaxSize(MOST_GROUPS)
  groups: unknown[];
}

class PackagedGroup {
  @Text('line', { max: 255 })
  title: string;
}

/** The sets of groups of a course, and their groups. Who is in them stays where they are. */
@Injectable()
export class CarriedGroups implements CarryPart<GroupsDocument>, OnModuleInit {
  readonly name = 'groups';
  readonly order = 9;
  readonly ofActivities = false;

  constructor(
    private readonly carried: CarriedGroupsRepository,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect({ courseId }: CarryScope): Promise<GroupsDocument> {
    const rows = await this.carried.ofCourse(courseId);
    return {
      groupSets: [...Map.groupBy(rows, ({ setId }) => setId).values()].map((own) => {
        const [{ setId: id, title, joining, groupSize, opensAt, closesAt, visibility }] = own as [
          (typeof own)[number],
        ];
        const groups = own.flatMap(({ groupTitle }) => groupTitle ?? []);
        return { id, title, joining, groupSize, opensAt, closesAt, visibility, groups };
      }),
    };
  }

  counts({ groupSets }: GroupsDocument): ThingCount[] {
    return [{ part: 'group_sets', count: groupSets.length }];
  }

  moved({ groupSets }: GroupsDocument, moves: DateMoves): GroupsDocument {
    return {
      groupSets: groupSets.map((set) => {
        const thing = { of: 'group_sets', id: set.id, title: set.title };
        const opensAt = moves.instant(set.opensAt, 'opensAt', thing);
        return { ...set, opensAt, closesAt: moves.instant(set.closesAt, 'closesAt', thing) };
      }),
    };
  }

  write({ groupSets }: GroupsDocument): object {
    return {
      groupSets: groupSets.map(({ id: _id, groups, ...settings }) => ({
        ...settings,
        groups: groups.map((title) => ({ title })),
      })),
    };
  }

  read(sent: object, field: string): GroupsDocument {
    const { read, faults } = readAs(PackagedGroupSets, sent, field);
    const groupSets = (faults.length > 0 ? [] : read.groupSets).flatMap(
      (set, index) => readSet(set, `${field}.groupSets[${index}]`, faults) ?? [],
    );
    faults.push(
      ...twins(
        groupSets.map(({ title }) => title),
        `${field}.groupSets`,
      ),
    );
    if (faults.length > 0) throw invalidRequest(faults);
    return { groupSets };
  }

  async restore({ groupSets }: GroupsDocument, { courseId, now }: CarryTarget): Promise<void> {
    const times = { version: 1, createdAt: now, updatedAt: now };
    const sets = groupSets.map(({ groups, ...settings }) => ({
      groups,
      settings: { ...settings, id: newId() },
    }));
    await this.carried.restore(
      sets.map(({ settings }) => ({ ...settings, ...times, courseId })),
      sets.flatMap(({ settings: { id: setId }, groups }) =>
        groups.map((title) => ({ ...times, id: newId(), setId, title })),
      ),
    );
  }
}

function readSet(sent: unknown, field: string, faults: FieldError[]): SetDocument | undefined {
  const read = readPart(PackagedGroupSet, sent, field, faults);
  if (!read) return undefined;
  const { title, joining = 'by_staff', visibility = 'own_group' } = read;
  const { groupSize = null, opensAt = null, closesAt = null } = read;
  const settings = { joining, groupSize, opensAt, closesAt, visibility };
  const unfit = settingsFaults(settings);
  faults.push(...unfit.map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
  const groups = read.groups.flatMap(
    (group, index) => readPart(PackagedGroup, group, `${field}.groups[${index}]`, faults)?.title ?? [],
  );
  faults.push(...twins(groups, `${field}.groups`));
  return { id: newId(), title, ...settings, groups };
}

/** Titles that two have. */
function twins(titles: readonly string[], list: string): FieldError[] {
  const seen = new Set<string>();
  return titles.flatMap((title, index): FieldError[] => {
    const known = title.toLowerCase();
    const field = `${list}[${index}].title`;
    if (seen.has(known)) return [{ field, rule: 'isUnique', message: sentences.twin({ field }) }];
    seen.add(known);
    return [];
  });
}
