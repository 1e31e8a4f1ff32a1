import { ApiProperty } from '@nestjs/swagger';
import { nullablePlainDecimal, plainDecimal } from '../../../../shared/decimals/plain-decimal';
import { FileResponse, toldMedia } from '../../../files';
import { renderMarkdown } from '../../../../shared/markdown/markdown';
import { RubricMarkResponse, toRubricMarkResponse } from '../../rubrics/dto/rubric-mark.dto';
import { RubricContentResponse, toContentResponse } from '../../rubrics/dto/rubric.response';
import type { RubricChoices } from '../../rubrics/kinds/rubric-kind';
import type { RubricRevision } from '../../rubrics/question-rubrics.repository';
import { type FilesById, filesOf } from '../../feedback-files/feedback-files.service';
import type { ScriptContent } from '../../marked-work';
import { atWorth } from '../../marks/mark-rules';
import type { RevisionRecord } from '../../marks/marks.repository';
import {
  AWAITED_MARKS,
  type AwaitedMark,
  COUNTED_BY,
  type CountedBy,
  MARKING_TURNS,
  type MarkingTurn,
} from '../../second-marking/marking-rule';
import type { TurnsView } from '../../second-marking/turns-view';
import type { ScriptWithHead } from '../script-records';
import { pseudonymOf } from '../script-order';
import { LISTED_STANDINGS, type ListedStanding } from './script.query';

export class ScriptPersonResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'Ada' })
  givenName: string;

  @ApiProperty({ example: 'Lovelace' })
  familyName: string;
}

export class ScriptClaimResponse {
  @ApiProperty({ type: ScriptPersonResponse })
  by: ScriptPersonResponse;

  @ApiProperty({
    format: 'date-time',
    example: '2026-03-10T09:30:00.000Z',
    description: 'From then on somebody else may mark it.',
  })
  until: Date;
}

/** Describes the files of a mark. */
export function toldFeedbackFiles(): PropertyDecorator {
  return ApiProperty({
    type: [FileResponse],
    example: [],
    description:
      'What goes back to the learner with it. The links need no token; when they expire, read this again.',
  });
}

export class MarkResponse {
  @ApiProperty({
    type: String,
    format: 'decimal',
    nullable: true,
    example: '3.5',
    description: 'Null in a draft that has none yet.',
  })
  points: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'You say when the mean misleads; an example is missing.',
    description: 'Markdown, for the learner.',
  })
  comment: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '<p>You say when the mean misleads; an example is missing.</p>\n',
  })
  commentHtml: string | null;

  @toldFeedbackFiles()
  files: FileResponse[];

  @ApiProperty({
    type: RubricMarkResponse,
    nullable: true,
    description: 'What was chosen by the rubric; null: nothing.',
  })
  rubric: RubricMarkResponse | null;

  @ApiProperty({ type: ScriptPersonResponse, description: 'Who gave it.' })
  markedBy: ScriptPersonResponse;

  @ApiProperty({ format: 'date-time', example: '2026-03-10T09:04:12.000Z' })
  markedAt: Date;
}

/** The mark of one of several markers. */
export class TurnMarkResponse extends MarkResponse {
  @ApiProperty({ enum: MARKING_TURNS, example: 'first' })
  turn: MarkingTurn;
}

/** Why the mark of a script that several people mark counts. */
export class CountedMarkResponse {
  @ApiProperty({
    enum: COUNTED_BY,
    example: 'average',
    description:
      '`agreed`: the markers gave the same. `average`, `highest`: of the marks of `turns`, exactly, rounded half-up once. `decision`: an instructor decided.',
  })
  by: CountedBy;

  @ApiProperty({ enum: MARKING_TURNS, isArray: true, example: ['first', 'second'] })
  turns: MarkingTurn[];
}

/** What a learner handed in for one thing that a person marks, without what it says. */
export class ScriptResponse {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  courseId: string;

  @ApiProperty({ format: 'uuid', description: 'The quiz.' })
  activityId: string;

  @ApiProperty({ format: 'uuid', description: 'The question that is answered.' })
  itemId: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The attempt; null with `anonymous`, since it tells whose it is.',
  })
  workId: string | null;

  @ApiProperty({
    enum: LISTED_STANDINGS,
    example: 'waiting',
    description: '`waiting`: it needs a mark. `marked`: it has one.',
  })
  standing: ListedStanding;

  @ApiProperty({
    type: ScriptPersonResponse,
    nullable: true,
    description: 'Whose it is; null with `anonymous`.',
  })
  learner: ScriptPersonResponse | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description:
      'Stands for the learner with `anonymous`: the same in all answers of the attempt. Otherwise null.',
  })
  pseudonym: string | null;

  @ApiProperty({ format: 'date-time', example: '2026-03-09T10:21:30.000Z' })
  handedInAt: Date;

  @ApiProperty({ format: 'decimal', example: '5', description: 'The most that it can earn.' })
  maxPoints: string;

  @ApiProperty({
    type: ScriptClaimResponse,
    nullable: true,
    example: null,
    description: 'Who is marking it; null: nobody.',
  })
  claim: ScriptClaimResponse | null;

  @ApiProperty({
    type: MarkResponse,
    nullable: true,
    description: 'The mark that counts; null: none was given.',
  })
  mark: MarkResponse | null;

  @ApiProperty({
    enum: AWAITED_MARKS,
    nullable: true,
    example: null,
    description:
      'Where several people mark the question and it is `waiting`: for whose mark, or for the decision of an instructor. Otherwise null.',
  })
  awaits: AwaitedMark | null;

  @ApiProperty({
    type: [TurnMarkResponse],
    example: [],
    description:
      'Where several people mark the question: what each has given. While the script waits for a marker, only those see it who have given theirs.',
  })
  markersMarks: TurnMarkResponse[];

  @ApiProperty({
    type: CountedMarkResponse,
    nullable: true,
    example: null,
    description:
      'Where several people mark the question: how `mark` was made of `markersMarks`. Otherwise null.',
  })
  counted: CountedMarkResponse | null;

  @ApiProperty({
    type: MarkResponse,
    nullable: true,
    example: null,
    description: 'What somebody has saved since and not given yet. Only markers see it.',
  })
  draft: MarkResponse | null;

  @ApiProperty({ example: 1 })
  version: number;
}

/** The rubric of a question, as its markers need it. */
export class ScriptRubricResponse extends RubricContentResponse {
  @ApiProperty({ type: 'integer', example: 1, description: 'To be named by a mark.' })
  revision: number;
}

/** A script with what was asked and what was handed in. */
export class ScriptToMarkResponse extends ScriptResponse {
  @ApiProperty({ example: 'Describing data', description: 'Of the quiz.' })
  title: string;

  @ApiProperty({ example: '<p>When does the <strong>mean</strong> mislead?</p>\n' })
  promptHtml: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '<p>One point for each measure that is named.</p>\n',
    description: 'What the author wrote for those who mark.',
  })
  notesHtml: string | null;

  @ApiProperty({
    anyOf: [{ type: 'string' }, { type: 'array', items: {} }, { type: 'object' }],
    description: 'What was answered, as it was typed; a text for an essay.',
    example: 'The mean misleads …',
  })
  response: unknown;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '<p>The mean misleads …</p>\n',
    description: 'The same as HTML; null where it is not written in Markdown.',
  })
  responseHtml: string | null;

  @ApiProperty({
    type: ScriptRubricResponse,
    nullable: true,
    description: 'By what it is marked now; null: without a rubric.',
  })
  rubric: ScriptRubricResponse | null;

  @ApiProperty({
    type: ScriptRubricResponse,
    nullable: true,
    example: null,
    description:
      'By what `mark` was given, where that is an earlier revision of the rubric, or the rubric is not used any more. Otherwise null.',
  })
  rubricOfMark: ScriptRubricResponse | null;

  @toldMedia('what was asked and what was handed in show')
  media: FileResponse[];
}

/** How a script is shown. */
export interface Shown {
  anonymous: boolean;
  now: Date;
  /** Of its several markers. */
  view: TurnsView;
  /** Of all its marks. */
  files: FilesById;
}

export function toScriptResponse(
  script: ScriptWithHead,
  { anonymous, now, view, files }: Shown,
): ScriptResponse {
  const { id, courseId, activityId, itemId, workId, userId, seed, handedInAt, version } = script;
  const { claimedBy, claimedUntil } = script;
  const isClaimed = claimedBy !== null && claimedUntil !== null && now < claimedUntil;
  return {
    ...{ id, courseId, activityId, itemId, workId: anonymous ? null : workId },
    standing: script.standing === 'marked' ? 'marked' : 'waiting',
    learner: anonymous ? null : toPerson(userId, script.learnerGivenName, script.learnerFamilyName),
    pseudonym: anonymous ? pseudonymOf(seed, workId) : null,
    ...{ handedInAt, maxPoints: plainDecimal(script.maxPoints) },
    claim: isClaimed
      ? { by: toPerson(claimedBy, script.claimerGivenName, script.claimerFamilyName), until: claimedUntil }
      : null,
    awaits: view.awaits,
    markersMarks: view.turns.map(({ turn, mark }) => ({ turn, ...toTurnMark(mark, files) })),
    counted: view.counted,
    mark: view.isBlind
      ? null
      : toMark(
          {
            ...{
              points: script.givenPoints,
              comment: script.givenComment,
              fileIds: script.givenFileIds,
              at: script.givenAt,
              by: script.givenBy,
            },
            ...{ givenName: script.giverGivenName, familyName: script.giverFamilyName },
            ...{ rubricRevision: script.givenRubricRevision, rubricChoices: script.givenRubricChoices },
            ...{
              rubricPoints: script.givenRubricPoints,
              share: script.givenShare,
              maxPoints: script.maxPoints,
            },
          },
          files,
        ),
    draft:
      view.isBlind && script.draftBy !== view.reader
        ? null
        : toMark(
            {
              ...{
                points: script.draftPoints,
                comment: script.draftComment,
                fileIds: script.draftFileIds,
                at: script.draftAt,
                by: script.draftBy,
              },
              ...{ givenName: script.drafterGivenName, familyName: script.drafterFamilyName },
              ...{ rubricRevision: script.draftRubricRevision, rubricChoices: script.draftRubricChoices },
              ...{
                rubricPoints: script.draftRubricPoints,
                share: script.draftShare,
                maxPoints: script.maxPoints,
              },
            },
            files,
          ),
    version,
  };
}

export function toScriptToMarkResponse(
  script: ScriptWithHead,
  content: ScriptContent,
  { present, ofMark }: { present: RubricRevision | undefined; ofMark: RubricRevision | undefined },
  shown: Shown,
): ScriptToMarkResponse {
  const { title, promptHtml, notesHtml, response, responseHtml, media } = content;
  return {
    ...{ ...toScriptResponse(script, shown), title, promptHtml, notesHtml, response, responseHtml, media },
    ...{ rubric: toScriptRubric(present), rubricOfMark: toScriptRubric(ofMark) },
  };
}

function toScriptRubric(rubric: RubricRevision | undefined): ScriptRubricResponse | null {
  if (!rubric) return null;
  return { revision: rubric.number, ...toContentResponse(rubric.title, rubric.definition) };
}

function toTurnMark(mark: RevisionRecord, files: FilesById): MarkResponse {
  const { points, comment, fileIds, markedBy, markedAt, givenName, familyName } = mark;
  return {
    ...{ points: nullablePlainDecimal(points), comment },
    ...{ commentHtml: comment === null ? null : renderMarkdown(comment), files: filesOf(fileIds, files) },
    ...{ rubric: toRubricMark(mark) },
    ...{ markedBy: toPerson(markedBy, givenName, familyName), markedAt },
  };
}

interface RubricMarkRow {
  points: string | null;
  rubricRevision: number | null;
  rubricChoices: RubricChoices | null;
  rubricPoints: string | null;
}

interface MarkRow extends RubricMarkRow {
  fileIds: string[] | null;
  share: string | null;
  maxPoints: string;
  comment: string | null;
  by: string | null;
  at: Date | null;
  givenName: string | null;
  familyName: string | null;
}

export function toRubricMark({
  points,
  rubricRevision: revision,
  rubricChoices: choices,
  rubricPoints,
}: RubricMarkRow): RubricMarkResponse | null {
  if (revision === null || choices === null) return null;
  return toRubricMarkResponse({ revision, choices, points: rubricPoints }, points);
}

function toMark(saved: MarkRow, files: FilesById): MarkResponse | null {
  const row = atWorth(saved, saved.maxPoints);
  const { points, comment, fileIds, by, at, givenName, familyName } = row;
  if (by === null || at === null) return null;
  return {
    points: nullablePlainDecimal(points),
    ...{ comment, commentHtml: comment === null ? null : renderMarkdown(comment) },
    ...{ files: filesOf(fileIds, files), rubric: toRubricMark(row) },
    ...{ markedBy: toPerson(by, givenName, familyName), markedAt: at },
  };
}

export function toPerson(
  id: string,
  givenName: string | null,
  familyName: string | null,
): ScriptPersonResponse {
  return { id, givenName: givenName ?? '', familyName: familyName ?? '' };
}
