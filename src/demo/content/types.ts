/** How a quiz turns several submitted attempts into one grade. */
export type DemoGradingPolicy = 'highest' | 'latest' | 'first' | 'average';

export interface DemoCourse {
  /** Unique in the school, e.g. `statistics`. */
  key: string;
  code: string;
  title: string;
  /** Plain text, one or two sentences: what the catalog shows. */
  summary: string;
  /** How the catalog describes it. */
  catalog: {
    /** BCP 47. */
    language: string;
    level: 'introductory' | 'intermediate' | 'advanced' | 'graduate';
    category: string;
    tags: string[];
    /** Everybody who is signed in, unless it says otherwise. */
    visibility?: 'public' | 'members';
  };
  /** IANA name; days and hours of the course are reckoned in it. */
  timeZone: string;
  status: 'published' | 'draft';
  /** First day of the course, in days from the seeding day: -70 is ten weeks before it. */
  startOffsetDays: number;
  durationWeeks: number;
  selfEnrollment: boolean;
  /** Whether it has the id that the examples of the API name. */
  isExample?: boolean;
  /** Username of the instructor, see `people.ts`. */
  instructor: string;
  sections: DemoSection[];
  /** Grading periods, one after another from the first day, each of so many weeks. */
  periods?: { title: string; weeks: number }[];
  /** Work done away from the platform; each becomes a line item that the instructor grades by hand. */
  assignments: DemoAssignment[];
}

export interface DemoSection {
  title: string;
  /** It is a sub-section of the last section before it that is none. */
  isPart?: true;
  summary: string;
  activities: DemoActivity[];
}

export type DemoActivity = DemoPage | DemoVideo | DemoQuiz | DemoMaterial;

interface DemoActivityBase {
  /** Unique within the course. */
  key: string;
  /** Unique within the course. */
  title: string;
}

export interface DemoPage extends DemoActivityBase {
  type: 'page';
  /** Markdown without raw HTML unless `isHtml`. Its address for the picture is `picture`. */
  content: string;
  isHtml?: boolean;
  picture?: DemoPicture;
}

export interface DemoPicture {
  /** Of the file. */
  name: string;
  /** A PNG file. */
  draw: () => Buffer;
  /** Whether it has the id that the examples of the API name. */
  isExample?: boolean;
}

export interface DemoVideo extends DemoActivityBase {
  type: 'video';
  /** On an `.example` domain: it leads nowhere, on purpose. */
  url: string;
  durationSeconds?: number;
  /** WebVTT, to be uploaded for it. */
  captions?: { language: string; content: string }[];
  /** Markdown without raw HTML. */
  description: string;
}

/** Anything else that is shown, linked to or handed out. */
export interface DemoMaterial extends DemoActivityBase {
  type: 'label' | 'external_link' | 'file' | 'folder' | 'live_session' | 'survey';
  /** Markdown without raw HTML. */
  content: string;
  /** To be uploaded for it. */
  files?: { name: string; content: () => Buffer }[];
  /** The fields of its type, by their names in the API. */
  fields?: (fileIds: readonly string[]) => Record<string, unknown>;
  /** Of a survey: who has answered what. */
  answered?: { learner: string; answers: Record<string, unknown> }[];
  /** Of a session: the week of the course, from 1, its day, from 0, and what clocks there show. */
  takesPlace?: {
    week: number;
    day: number;
    at: string;
    until: string;
    location: string;
    joinAddress: string;
  };
}

export interface DemoQuiz extends DemoActivityBase {
  type: 'quiz';
  /** `null`: as many attempts as the learner likes. */
  maxAttempts: number | null;
  grading: DemoGradingPolicy;
  /** Week of the course, from 1; due at the end of that week's last day. */
  dueWeek: number;
  /** 0 to 100, or `null` where handing in is enough. */
  passPercentage: number | null;
  questions: DemoQuestion[];
}

export type DemoQuestion =
  DemoSingleChoice | DemoMultipleChoice | DemoTrueFalse | DemoNumericQuestion | DemoShortText;

interface DemoQuestionBase {
  /** Unique within the quiz. */
  key: string;
  /** Markdown. */
  prompt: string;
  /** A positive decimal, e.g. `1.5`. */
  points: string;
  /** Markdown shown after submission: why the answer is what it is. */
  feedback: string;
  /** In logits, about -2 (nearly everyone is right) to 2; a learner of equal ability is right half the time. */
  difficulty: number;
}

export interface DemoOption {
  key: string;
  text: string;
}

export interface DemoSingleChoice extends DemoQuestionBase {
  type: 'single_choice';
  options: DemoOption[];
  /** Key of the one right option. */
  answer: string;
}

export interface DemoMultipleChoice extends DemoQuestionBase {
  type: 'multiple_choice';
  options: DemoOption[];
  /** Keys of all right options. */
  answers: string[];
}

export interface DemoTrueFalse extends DemoQuestionBase {
  type: 'true_false';
  answer: boolean;
}

export interface DemoNumericQuestion extends DemoQuestionBase {
  type: 'numeric';
  /** Decimal. */
  answer: string;
  /** Decimal; a response is right when |response - answer| <= tolerance. */
  tolerance: string;
  /** Wrong values that learners typically arrive at. */
  mistakes: string[];
}

export interface DemoShortText extends DemoQuestionBase {
  type: 'short_text';
  /** Compared without regard to case and surrounding space. */
  accepted: string[];
  /** Wrong words that learners typically write. */
  mistakes: string[];
}

export interface DemoAssignment {
  /** Unique within the course, activities included. */
  key: string;
  title: string;
  /** Plain text. */
  description: string;
  /** Week of the course, from 1; due at the end of that week's last day. */
  dueWeek: number;
  /** A positive decimal. */
  maxScore: string;
  /** What the instructor writes beside a score, by how good the work is. */
  remarks: { good: string[]; fair: string[]; weak: string[] };
}

export interface DemoPerson {
  given: string;
  family: string;
  username: string;
  email: string;
}

export interface DemoLearner extends DemoPerson {
  temperament: Temperament;
}

/** How a learner goes about their weeks; `activity/study-habits.ts` gives each kind its numbers. */
export type Temperament =
  | { kind: 'steady' | 'early_bird' | 'last_minute' | 'struggling' | 'strong' | 'slow_starter' }
  | {
      kind: 'drops_out';
      /** Week of the course, from 1, after which they no longer appear. */
      week: number;
      /** Whether they tell the school (a withdrawal) or only fall silent. */
      withdraws: boolean;
    };

export type TemperamentKind = Temperament['kind'];
