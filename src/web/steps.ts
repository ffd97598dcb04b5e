import { html } from 'hono/html';
import type { Label } from '../labels/label.ts';
import { grouped } from '../labels/numbers.ts';
import { STAGE_LABELS } from '../labels/runs.ts';
import { isUnderWay } from '../payroll/show-run.ts';
import type { Run, StageProgress } from '../store/runs.ts';
import { type Markup, words } from './layout.ts';

/** One step of a run as the page and its events show it. */
export interface Step {
  readonly stage: string;
  readonly label: Label;
  readonly done: number;
  readonly all: number;
  /** How far it is, in words. */
  readonly text: string;
}

const STAGES = ['compute', 'check', 'approve', 'issue', 'files', 'seal'] as const;
const APPROVAL: Label = { vi: 'Duyệt', en: 'approval by a second person' };

function stepText(stage: string, done: number, all: number, persons: number): string {
  if (all === 0) return 'chưa bắt đầu / not begun';
  const count =
    all === 1 ? (done === 1 ? 'xong / done' : 'đang làm / under way') : `${grouped(done)} / ${grouped(all)}`;
  return stage === 'compute' && persons > 0 ? `${count} · ${grouped(persons)} người / people` : count;
}

/** The steps from computing to sealed files, each with what is done of it; approval stands between them as a step of its own. */
export function stepsOf(run: Run, progress: readonly StageProgress[]): readonly Step[] {
  const endsAtCheck =
    run.approver === null && (run.status === 'closed' || run.status === 'rejected' || run.status === 'failed');
  return STAGES.slice(0, endsAtCheck ? 2 : STAGES.length).map((stage) => {
    if (stage === 'approve') {
      const done = run.approver === null ? 0 : 1;
      return { stage, label: APPROVAL, done, all: 1, text: run.approver ?? 'chưa duyệt / not approved' };
    }
    const { done, all, persons } = progress.find((one) => one.stage === stage) ?? { done: 0, all: 0, persons: 0 };
    const label = STAGE_LABELS[stage] ?? { vi: stage, en: stage };
    return { stage, label, done, all, text: stepText(stage, done, all, persons) };
  });
}

function stateOf(step: Step): 'done' | 'now' | 'ahead' {
  if (step.all > 0 && step.done === step.all) return 'done';
  return step.all > 0 && step.stage !== 'approve' ? 'now' : 'ahead';
}

/** The steps as a list; while workers are at it each has a progress bar that the page's script moves. */
export function stepList(run: Run, steps: readonly Step[]): Markup {
  const isLive = isUnderWay(run);
  return html`<ol class="steps">
    ${steps.map(
      (step) =>
        html`<li data-stage="${step.stage}" data-state="${stateOf(step)}">
          <span class="step-name">${words(step.label)}</span>
          ${
            isLive && step.stage !== 'approve'
              ? html`<progress
                  aria-label="${step.label.vi}"
                  value="${step.done}"
                  max="${Math.max(step.all, 1)}"
                ></progress>`
              : ''
          }
          <span class="step-text">${step.text}</span>
        </li>`,
    )}
  </ol>`;
}
