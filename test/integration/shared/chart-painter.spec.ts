import { ChartPainter, PAINTING } from '../../../src/shared/charts/chart-painter';
import { drawChart } from '../../../src/shared/charts/chart-thread';
import { finishedSvg, type Picture } from '../../../src/shared/charts/svg-chart';
import { earlyEndsChart } from '../../../src/modules/progress/reports/kinds/early-ends.report';

const pictures = ['Algebra', 'Bones & muscles', '{b} {c} <script>'].map((courseTitle) =>
  earlyEndsChart({ courseTitle, weeks: [{ week: 2, count: 1234 }], lastWeek: 9 }, 'en'),
);

describe('the painter of charts', () => {
  const painter = new ChartPainter();
  afterAll(() => painter.onApplicationShutdown());

  it('draws in its thread what would be drawn here, also for several that ask at once', async () => {
    const painted = await Promise.all(pictures.map((picture) => painter.paint(picture)));
    expect(painted).toEqual(pictures.map(({ frame, chart }) => finishedSvg(drawChart(chart), frame)));
    expect(painted[0]).toContain('1,234');
  });

  it('says what went wrong with a chart, and draws the next one', async () => {
    const [{ frame, chart }] = pictures as [Picture];
    const wrong = { frame, chart: { ...chart, barTexts: undefined as never } };
    await expect(painter.paint(wrong)).rejects.toThrow('length');
    expect(await painter.paint({ frame, chart })).toContain('</svg>');
  });

  it('says that the server is busy where a chart takes too long, and draws the next one', async () => {
    const [picture] = pictures as [Picture];
    const { mostMilliseconds } = PAINTING;
    PAINTING.mostMilliseconds = 0;
    const late = painter.paint(picture).finally(() => (PAINTING.mostMilliseconds = mostMilliseconds));
    await expect(late).rejects.toMatchObject({ code: 'server.busy', retryAfterSeconds: 5 });
    expect(await painter.paint(picture)).toContain('</svg>');
  });
});
