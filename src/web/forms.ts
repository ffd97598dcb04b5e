import { randomUUID } from 'node:crypto';
import { html } from 'hono/html';
import type { Field } from './fields.ts';
import { type Markup, words } from './layout.ts';
import type { Action, Upload } from './route.ts';
import type { Visit } from './visit.ts';

/** How a form of an action stands on a page. */
export interface FormLook {
  /** The action's path with its parts filled in. */
  readonly at: string;
  /** What stands in fields before anybody types. */
  readonly values?: Readonly<Record<string, string>>;
  /** Fields that are not shown: their values are given. */
  readonly hidden?: readonly string[];
  /** The choices of a field here. */
  readonly choices?: Readonly<Record<string, Field['choices']>>;
  /** In one line, for rows of tables. */
  readonly isSmall?: boolean;
  /** What stands above the button. */
  readonly before?: Markup;
  /** Makes its fields' ids differ from those of the same form elsewhere on the page. */
  readonly key?: string;
}

/** The field for the password that is asked for again. */
export const PASSWORD: Field = {
  name: 'password',
  label: { vi: 'Mật khẩu của bạn', en: 'your password' },
  kind: 'password',
  required: true,
  autocomplete: 'current-password',
};

const INPUT_TYPES: Readonly<Partial<Record<Field['kind'], string>>> = {
  month: 'month',
  day: 'date',
  password: 'password',
};

function choiceInput(field: Field, id: string, value: string, choices: Field['choices']): Markup {
  return html`<select id="${id}" name="${field.name}" ${field.required ? html`required` : ''}>
    ${field.required ? '' : html`<option value="">–</option>`}
    ${(choices ?? []).map(
      (one) =>
        html`<option value="${one.value}" ${one.value === value ? html`selected` : ''}>
          ${one.label.vi} / ${one.label.en}
        </option>`,
    )}
  </select>`;
}

function inputOf(field: Field, id: string, value: string, look: FormLook): Markup {
  const described = field.help === undefined ? '' : html`aria-describedby="${id}-help"`;
  const required = field.required ? html`required` : '';
  if (field.kind === 'choice') return choiceInput(field, id, value, look.choices?.[field.name] ?? field.choices);
  if (field.kind === 'text')
    return html`<textarea id="${id}" name="${field.name}" rows="3" ${required} ${described}>${value}</textarea>`;
  if (field.kind === 'tick')
    return html`<input
      id="${id}"
      type="checkbox"
      name="${field.name}"
      ${value === 'true' ? html`checked` : ''}
      ${described}
    />`;
  return html`<input
    id="${id}"
    type="${INPUT_TYPES[field.kind] ?? 'text'}"
    name="${field.name}"
    value="${field.kind === 'password' ? '' : value}"
    autocomplete="${field.autocomplete ?? 'off'}"
    ${field.kind === 'number' ? html`inputmode="numeric"` : ''}
    ${required}
    ${described}
  />`;
}

function row(field: Field, id: string, value: string, look: FormLook): Markup {
  return html`<div class="field ${field.kind}">
    <label for="${id}">${words(field.label)}</label>
    ${inputOf(field, id, value, look)}
    ${field.help === undefined ? '' : html`<p class="help" id="${id}-help">${words(field.help)}</p>`}
  </div>`;
}

/** Hidden fields that every form has: the key of the session, and one that lets the act be done only once. */
export function formSecrets(visit: Visit): Markup {
  return html`<input type="hidden" name="form_key" value="${visit.session?.formKey ?? ''}" />
    <input type="hidden" name="once" value="${randomUUID()}" />`;
}

/** The form of an action: its fields, the password where it is asked for again, its button. What was typed before a refusal stands in it again. */
export function formOf(visit: Visit, action: Action, look: FormLook): Markup {
  const typed = visit.refusal !== null && visit.refusal.action === action.name ? visit.refusal.values : null;
  const valueOf = (field: Field): string => typed?.get(field.name) ?? look.values?.[field.name] ?? '';
  const isHidden = (field: Field): boolean => look.hidden?.includes(field.name) === true;
  const shown = action.fields.filter((field) => !isHidden(field));
  const fields = action.provesPassword === true ? [...shown, PASSWORD] : shown;
  const key = look.key === undefined ? action.name : `${action.name}-${look.key}`;
  return html`<form class="${look.isSmall === true ? 'act small' : 'act'}" method="post" action="${look.at}">
    ${formSecrets(visit)}
    ${action.fields.filter(isHidden).map((field) => html`<input type="hidden" name="${field.name}" value="${valueOf(field)}" />`)}
    ${fields.map((field) => row(field, `${key}-${field.name}`, valueOf(field), look))} ${look.before ?? ''}
    <button>${words(action.label)}</button>
  </form>`;
}

/** The form of an upload. Its keys and fields stand before the file: they are looked at before a byte of it is kept. */
export function uploadForm(visit: Visit, upload: Upload, at: string): Markup {
  const typed = visit.refusal !== null && visit.refusal.action === upload.name ? visit.refusal.values : null;
  const id = `${upload.name}-file`;
  const megabytes = Math.floor(visit.office.settings.largestUpload / (1024 * 1024));
  return html`<form class="act" method="post" action="${at}" enctype="multipart/form-data">
    ${formSecrets(visit)}
    ${upload.fields.map((field) => row(field, `${upload.name}-${field.name}`, typed?.get(field.name) ?? '', { at }))}
    <div class="field file">
      <label for="${id}">${words(upload.file.label)}</label>
      <input
        id="${id}"
        type="file"
        name="file"
        accept="${upload.file.endings.join(',')}"
        ${upload.file.isMany ? html`multiple` : ''}
        required
        aria-describedby="${id}-help"
      />
      <p class="help" id="${id}-help">
        ${words({ vi: `Tệp ${upload.file.endings.join(', ')}, tối đa ${megabytes} MB.`, en: `at most ${megabytes} MB` })}
      </p>
    </div>
    <button>${words(upload.label)}</button>
  </form>`;
}
