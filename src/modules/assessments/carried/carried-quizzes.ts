import { Injectable, type OnModuleInit } from '@nestjs/common';
import { IsArray, IsBoolean, IsObject } from 'class-validator';
import type { FieldError } from '../../../shared/errors/domain-error';
import { DomainEvents } from '../../../shared/events/domain-events';
import { newId } from '../../../shared/database/ids';
import { IsId, MayBeLeftOut } from '../../../shared/http/field-rules';
import { readPart } from '../../../shared/http/nested-reading';
import { invalidRequest } from '../../../shared/http/validation';
import {
  type CarryPart,
  CarryParts,
  type CarryScope,
  type CarryTarget,
  type DateMoves,
  type MadeThing,
  type NamedThing,
  type ThingCount,
} from '../../courses';
import { QuizPointsChanged, QuizPolicyChanged } from '../assessments.events';
import { sentences } from '../assessments.sentences';
import { UpdateQuizSettingsDto } from '../quizzes/dto/update-quiz.dto';
import {
  DEFAULT_SETTINGS,
  type QuizSettings,
  SCHEDULE_FIELDS,
  scheduleFaults,
  SETTING_NAMES,
  settingsFaults,
} from '../quizzes/quiz-settings';
import { SlotDto } from '../slots/dto/slot.dto';
import { toDraw } from '../slots/dto/draw.dto';
import { placesFaults } from '../slots/slot-rules';
import { CarriedQuizzesRepository, type SlotDocument } from './carried-quizzes.repository';

interface QuizDocument {
  activityId: string;
  /** Of the activity, for people. */
  title: string;
  settings: QuizSettings;
  /** It had one, which was left out. */
  hadPassword: boolean;
  slots: SlotDocument[];
  /** How many draws from banks of other courses were left out. */
  drawsLeftOut: number;
}

interface QuizzesDocument {
  quizzes: QuizDocument[];
}

class PackagedQuizzes {
  @IsArray()
  quizzes: unknown[];
}

class PackagedQuiz {
  @IsId()
  activityId: string;

  @IsObject()
  settings: object;

  @MayBeLeftOut()
  @IsBoolean()
  hadPassword?: boolean;

  @IsArray()
  slots: unknown[];
}

/** Quizzes with their settings and what they ask. Attempts, and what was granted to single learners, stay where they are. */
@Injectable()
export class CarriedQuizzes implements CarryPart<QuizzesDocument>, OnModuleInit {
  readonly name = 'quizzes';
  readonly order = 5;
  readonly ofActivities = true;

  constructor(
    private readonly quizzes: CarriedQuizzesRepository,
    private readonly events: DomainEvents,
    private readonly parts: CarryParts,
  ) {}

  onModuleInit(): void {
    this.parts.provide(this);
  }

  async collect(scope: CarryScope): Promise<QuizzesDocument> {
    const quizzes = await this.quizzes.ofScope(scope);
    const slots = await this.quizzes.slotsOf(scope);
    return {
      quizzes: quizzes.map((quiz) => {
        const { activityId, title } = quiz;
        const own = slots.get(activityId) ?? [];
        // Within its course the quiz may go on to draw from there.
        const kept = scope.activityId === null ? own.filter(({ draw }) => !draw?.bankId) : own;
        const drawsLeftOut = own.length - kept.length;
        return {
          activityId,
          title,
          settings: settingsOf(quiz),
          hadPassword: false,
          slots: kept,
          drawsLeftOut,
        };
      }),
    };
  }

  makes({ quizzes }: QuizzesDocument): MadeThing[] {
    return quizzes.flatMap(({ slots }) => slots.map(({ id }) => ({ what: 'slot', id })));
  }

  names({ quizzes }: QuizzesDocument): NamedThing[] {
    return quizzes.flatMap(({ activityId: id, slots }, index) => {
      const field = `quizzes.quizzes[${index}]`;
      return [
        { what: 'activity:quiz', id, field: `${field}.activityId` },
        ...slots.flatMap((slot, place) => namedBy(slot, `${field}.slots[${place}]`)),
      ];
    });
  }

  counts({ quizzes }: QuizzesDocument): ThingCount[] {
    return [{ part: 'quizzes', count: quizzes.length }];
  }

  moved({ quizzes }: QuizzesDocument, moves: DateMoves): QuizzesDocument {
    return {
      quizzes: quizzes.map((quiz) => {
        const { activityId: id, title, settings } = quiz;
        const thing = { of: 'quizzes', id, title };
        const isOrdered = (dates: Pick<QuizSettings, (typeof SCHEDULE_FIELDS)[number]>): boolean =>
          scheduleFaults(dates).length === 0;
        const postsAt = moves.instant(settings.postsAt, 'postsAt', thing);
        // Without its date, nothing else says when marks are posted.
        const posting = settings.posting === 'at_date' && postsAt === null ? 'by_hand' : settings.posting;
        const schedule = moves.ordered(settings, SCHEDULE_FIELDS, thing, isOrdered);
        return { ...quiz, settings: { ...settings, ...schedule, posting, postsAt } };
      }),
    };
  }

  /** Without passwords: the file is kept and sent around. */
  write({ quizzes }: QuizzesDocument): object {
    const inOrder = quizzes.toSorted((one, other) => (one.activityId < other.activityId ? -1 : 1));
    return {
      quizzes: inOrder.map(({ activityId, settings, slots }) => ({
        ...{ activityId, settings: { ...settings, password: null } },
        ...(settings.password === null ? {} : { hadPassword: true }),
        slots: slots.map(({ id: _id, questionId, versionId, draw }) =>
          draw ? { draw } : { questionId, versionId },
        ),
      })),
    };
  }

  read(sent: object, field: string): QuizzesDocument {
    const faults: FieldError[] = [];
    const read = readPart(PackagedQuizzes, sent, field, faults);
    const quizzes = (read?.quizzes ?? []).flatMap(
      (quiz, index) => readQuiz(quiz, `${field}.quizzes[${index}]`, faults) ?? [],
    );
    if (faults.length > 0) throw invalidRequest(faults);
    return { quizzes };
  }

  async restore(
    { quizzes }: QuizzesDocument,
    { courseId, place, by, now, warn }: CarryTarget,
  ): Promise<void> {
    const points = await this.quizzes.restore(courseId, quizzes, now);
    const ids = quizzes.map(({ activityId }) => activityId);
    if (place === null) await this.quizzes.placeQuestions(ids);
    else
      for (const activityId of ids) {
        await this.events.publish(new QuizPolicyChanged(activityId, by));
        await this.events.publish(new QuizPointsChanged(activityId, points.get(activityId) ?? '0'));
      }
    for (const { title: value, drawsLeftOut, hadPassword } of quizzes) {
      if (drawsLeftOut > 0) warn({ code: 'draw_left_out', message: sentences.drawLeftOut(), value });
      if (hadPassword) warn({ code: 'password_left_out', message: sentences.passwordLeftOut(), value });
    }
  }
}

function settingsOf(quiz: QuizSettings): QuizSettings {
  return Object.fromEntries(SETTING_NAMES.map((name) => [name, quiz[name]])) as unknown as QuizSettings;
}

function namedBy({ questionId, versionId, draw }: SlotDocument, field: string): NamedThing[] {
  const folderId = draw?.folderId ?? null;
  return [
    ...(questionId === null ? [] : [{ what: 'question', id: questionId, field: `${field}.questionId` }]),
    ...(versionId === null
      ? []
      : [{ what: `version of ${questionId}`, id: versionId, field: `${field}.versionId` }]),
    ...(folderId === null ? [] : [{ what: 'folder', id: folderId, field: `${field}.draw.folderId` }]),
  ];
}

function readQuiz(sent: unknown, field: string, faults: FieldError[]): QuizDocument | undefined {
  const read = readPart(PackagedQuiz, sent, field, faults);
  if (!read) return undefined;
  const changes = readPart(UpdateQuizSettingsDto, read.settings, `${field}.settings`, faults);
  const slots = read.slots.flatMap(
    (slot, index) => readPart(SlotDto, slot, `${field}.slots[${index}]`, faults) ?? [],
  );
  if (!changes || slots.length < read.slots.length) return undefined;
  const { feedback: _feedback, ...others } = changes;
  const given = Object.entries(others).filter(([, value]) => value !== undefined);
  const settings = { ...DEFAULT_SETTINGS, ...Object.fromEntries(given), password: null } as QuizSettings;
  const places = slots.map(({ questionId, versionId = null, draw }) => ({
    ...{ questionId: questionId?.toLowerCase(), versionId: versionId && versionId.toLowerCase() },
    draw: draw && { ...toDraw(draw), bankId: null, folderId: draw.folderId?.toLowerCase() ?? null },
  }));
  const unfit = [...settingsFaults(settings), ...placesFaults(places)];
  faults.push(...unfit.map((fault) => ({ ...fault, field: `${field}.${fault.field}` })));
  return {
    ...{
      activityId: read.activityId.toLowerCase(),
      title: '',
      settings,
      hadPassword: read.hadPassword ?? false,
    },
    slots: places.map(({ questionId = null, draw = null, versionId }) => ({
      ...{ id: newId(), questionId, versionId: draw ? null : versionId, draw },
    })),
    drawsLeftOut: 0,
  };
}
