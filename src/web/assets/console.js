// Moves the progress bars of a run while workers are at it; when they are through, or the status changes, the page loads again.
const live = document.querySelector('[data-events]');
const status = document.querySelector('.badge')?.dataset.status;

function show(step) {
  const row = live.querySelector(`[data-stage="${step.stage}"]`);
  if (row === null) return;
  const bar = row.querySelector('progress');
  if (bar !== null) {
    bar.max = Math.max(step.all, 1);
    bar.value = step.done;
  }
  row.querySelector('.step-text').textContent = step.text;
  if (step.stage !== 'approve' && step.all > 0) row.dataset.state = step.done === step.all ? 'done' : 'now';
}

if (live !== null) {
  const title = document.title;
  const events = new EventSource(live.dataset.events);
  events.addEventListener('progress', (event) => {
    const run = JSON.parse(event.data);
    if (run.status !== status) {
      location.reload();
      return;
    }
    for (const step of run.steps) show(step);
    const now = run.steps.find((step) => step.stage !== 'approve' && step.done < step.all);
    document.title = now === undefined ? title : `${Math.floor((100 * now.done) / now.all)}% · ${title}`;
  });
  events.addEventListener('over', () => {
    events.close();
    location.reload();
  });
}

// Long work of a page: it loads again until that is over.
// Not while somebody is filling in a form, and not the answer to a form, which would be sent again.
let isTouched = false;
document.addEventListener('input', () => (isTouched = true));
if (document.querySelector('[data-reload]') !== null && document.querySelector('#error') === null)
  setInterval(() => {
    const isTyping = document.activeElement?.closest('form.act') !== null && document.activeElement !== document.body;
    if (!isTouched && !isTyping) location.reload();
  }, 2000);
