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

// What was typed outlives the login: a form is sent only when somebody is signed in, with the
// token of that login.
async function stillSignedIn() {
  let response;
  try {
    response = await fetch('/session', {headers: {'HX-Request': 'true'}, cache: 'no-store'});
  } catch {
    failed(0, false);
    return false;
  }
  if (!response.ok) {
    failed(response.status, false);
    return false;
  }
  const token = await response.text();
  for (const field of document.querySelectorAll('input[name=_csrf]')) field.value = token;
  untell();
  return true;
}
document.addEventListener('input', event => event.target.closest('form[data-keep]')?.setAttribute('data-typed', ''));
document.addEventListener('visibilitychange', () => {
  const told = !document.getElementById('banner').hidden;
  if (!document.hidden && told && document.querySelector('form[data-keep]')) stillSignedIn();
});
document.addEventListener('submit', event => {
  const form = event.target;
  if (!form.hasAttribute('data-keep') || event.defaultPrevented || form.sure) return;
  if (event.submitter?.hasAttribute('hx-post')) return;
  event.preventDefault();
  const pressed = event.submitter;
  form.setAttribute('data-typed', '');
  stillSignedIn().then(signedIn => {
    if (!signedIn) return;
    form.sure = true;
    form.requestSubmit(pressed);
  });
}, true);

// Without it the console asks on a page of its own.
function answer(form) {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'answered';
  field.value = 'yes';
  form.append(field);
}

// Asked before anything else hears of the submission; the answer submits the form once more.
document.addEventListener('submit', event => {
  const form = event.target;
  if (form.method === 'dialog') return;
  if (form.dataset.confirm && !form.confirmed) {
    event.preventDefault();
    event.stopPropagation(); // Nor does htmx hear of it.
    const dialog = document.getElementById('confirm');
    document.getElementById('confirm-yes').textContent = form.dataset.confirmed || 'Delete';
    document.getElementById('confirm-text').textContent = form.dataset.confirm;
    dialog.returnValue = '';
    form.querySelector('input[name=answered]')?.remove();
    dialog.onclose = () => {
      if (dialog.returnValue === 'yes') {
        form.confirmed = true;
        answer(form);
        form.requestSubmit();
      }
    };
    dialog.showModal();
    return;
  }
  form.confirmed = false; // The next time it is asked again.
  if (event.defaultPrevented) return;
  if (form.hasAttribute('data-working')) {
    event.preventDefault();
  } else if (!form.hasAttribute('hx-post') && form.method === 'post') {
    // After the browser has taken the form's values, the pressed button's among them.
    setTimeout(() => atWork(form, true));
  }
}, true);

addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-keep]')) form.sure = false;
  for (const form of document.querySelectorAll('form[data-working]')) atWork(form, false);
});

// Tells above the page what a response could not: it stays until a later response is whole.
function tell(text, link, label) {
  const banner = document.getElementById('banner');
  const words = document.createElement('span');
  words.textContent = text + ' ';
  banner.replaceChildren(words);
  if (link) {
    const place = document.createElement('a');
    place.href = link;
    place.textContent = label;
    if (document.querySelector('form[data-keep]')) place.target = '_blank';
    banner.append(place);
  }
  banner.hidden = false;
}
function untell() {
  const banner = document.getElementById('banner');
  banner.hidden = true;
  banner.replaceChildren();
}

// What was told of an earlier action is not true of this one.
function forgetOutcomes() {
  for (const told of document.querySelectorAll('#told > *, #sent, #tried > *')) told.remove();
}

function signedOut() {
  if (document.querySelector('form[data-keep][data-typed]')) {
    tell('You are no longer signed in. Nothing was sent, and what you typed is still here.', '/login?kept', 'Sign in in another tab, then come back and try again.');
  } else {
    location.reload(); // Leads to the sign-in page, and from there back here.
  }
}

function failed(status, posted) {
  if (posted) forgetOutcomes();
  if (status === 401) {
    signedOut();
  } else if (status === 404) {
    tell('This is not there any more: somebody deleted it.', location.href, 'Load the page again.');
  } else if (status === 403) {
    tell('That was refused: your role does not include it, or the page is too old.', location.href, 'Load the page again.');
  } else if (status === 0) {
    tell('The console cannot be reached. What you see may be out of date.');
  } else {
    tell('The console answered with an error (HTTP ' + status + '). What you see may be out of date.');
  }
}

// Only what holds the part that is selected is swapped in: anything else would leave a hole.
function holds(html, part) {
  return !part || new DOMParser().parseFromString(html, 'text/html').querySelector(part) !== null;
}
function selects(element) {
  return element.closest('[hx-select]')?.getAttribute('hx-select');
}
function posts(event) {
  return event.detail.requestConfig?.verb === 'post';
}
document.addEventListener('htmx:configRequest', event => {
  event.detail.headers['Accept'] = 'text/html';
  if ((event.detail.elt.getAttribute('hx-trigger') || '').startsWith('every')) event.detail.headers['X-Polled'] = 'true';
});
document.addEventListener('htmx:beforeSwap', event => {
  const xhr = event.detail.xhr;
  if (!event.detail.shouldSwap) return;
  if (!holds(xhr.responseText, selects(event.detail.requestConfig.elt))) {
    event.detail.shouldSwap = false;
    failed(new URL(xhr.responseURL).pathname === '/login' ? 401 : xhr.status, posts(event));
    return;
  }
  untell();
  const open = document.querySelector('#numbers[open]');
  event.detail.target.dataset.numbersOpen = open ? 'yes' : '';
});
document.addEventListener('htmx:responseError', event => failed(event.detail.xhr.status, posts(event)));
for (const broken of ['htmx:sendError', 'htmx:timeout']) {
  document.addEventListener(broken, event => failed(0, posts(event)));
}
addEventListener('offline', () => failed(0, false));
addEventListener('online', untell);

document.addEventListener('click', async event => {
  const button = event.target.closest('button[data-copies]');
  if (!button) return;
  const text = document.getElementById(button.dataset.copies);
  text.select();
  await navigator.clipboard?.writeText(text.value);
});

// A file is read here, into the field that is sent: text as it is, anything else in base64.
document.addEventListener('change', async event => {
  const input = event.target.closest('input[type=file][data-fills]');
  if (!input?.files.length) return;
  const bytes = new Uint8Array(await input.files[0].arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const field = document.getElementById(input.dataset.fills);
  field.value = text.includes('-----BEGIN') ? text : btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  field.dispatchEvent(new Event('input', {bubbles: true}));
});

// A search inside a form is no wish to save it.
document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && event.target.matches('input[data-finds]')) event.preventDefault();
});

// The keyboard goes on where something is told: what was pressed may be gone.
function focusOnOutcome() {
  const told = document.querySelector('main .outcome[tabindex]') || document.getElementById('main');
  told?.focus();
}
document.addEventListener('htmx:afterSettle', event => {
  if (posts(event) && !event.detail.requestConfig.elt.matches('input')) focusOnOutcome();
});
if (document.querySelector('main .outcome[tabindex]')) focusOnOutcome();

// What is swapped in by itself keeps what the reader has opened.
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
