// What the pages cannot do without a script: times in the reader's zone, a confirmation, and buttons that show they are working.
'use strict';

const DATE = new Intl.DateTimeFormat(undefined, {month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit'});
const TIME = new Intl.DateTimeFormat(undefined, {hour: 'numeric', minute: '2-digit', second: '2-digit'});

function timeLeft(until) {
  const seconds = Math.ceil((until - Date.now()) / 1000);
  if (seconds <= 0) return '0 s';
  if (seconds < 120) return seconds + ' s';
  if (seconds < 7200) return Math.floor(seconds / 60) + ' min ' + (seconds % 60) + ' s';
  return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min';
}

function showTimes(root) {
  for (const time of root.querySelectorAll('time[data-time]')) {
    const when = new Date(time.dateTime);
    if (time.dataset.time === 'left') {
      time.textContent = timeLeft(when);
    } else {
      time.textContent = (when.toDateString() === new Date().toDateString() ? TIME : DATE).format(when);
    }
  }
}

function atWork(form, working) {
  form.toggleAttribute('data-working', working);
  form.setAttribute('aria-busy', String(working));
  for (const button of form.querySelectorAll('button[type=submit]')) button.disabled = working;
}

// Asked before anything else hears of the submission; the answer submits the form once more.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method === 'dialog') return;
  if (form.dataset.confirm && !form.confirmed) {
    event.preventDefault();
    const dialog = document.getElementById('confirm');
    document.getElementById('confirm-text').textContent = form.dataset.confirm;
    dialog.returnValue = '';
    dialog.onclose = () => {
      if (dialog.returnValue === 'yes') {
        form.confirmed = true;
        form.requestSubmit();
      }
    };
    dialog.showModal();
    return;
  }
  if (form.hasAttribute('data-working')) {
    event.preventDefault();
  } else if (!form.hasAttribute('hx-post') && form.method === 'post') {
    // After the browser has taken the form's values, the pressed button's among them.
    setTimeout(() => atWork(form, true));
  }
}, true);

addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-working]')) atWork(form, false);
});

// What is swapped in by itself keeps what the reader has opened.
document.addEventListener('htmx:beforeSwap', event => {
  // Signed out meanwhile: the whole page goes to the login, not a part of it.
  if (new URL(event.detail.xhr.responseURL).pathname === '/login') {
    event.detail.shouldSwap = false;
    location.reload();
    return;
  }
  const open = document.querySelector('#numbers[open]');
  event.detail.target.dataset.numbersOpen = open ? 'yes' : '';
});
document.addEventListener('htmx:afterSwap', event => {
  if (event.detail.target.dataset.numbersOpen === 'yes') document.getElementById('numbers')?.setAttribute('open', '');
});
// What refreshes by itself waits while the reader's focus is inside, which would be lost.
document.addEventListener('htmx:beforeRequest', event => {
  const element = event.detail.elt;
  if ((element.getAttribute('hx-trigger') || '').startsWith('every') && element.contains(document.activeElement)) event.preventDefault();
});
document.addEventListener('htmx:load', event => showTimes(event.target));

showTimes(document);
setInterval(() => showTimes(document), 1000);
