// What pages do with JavaScript; without it they all still work. Nothing typed is ever put in browser storage.
import { initAll } from "./govuk/govuk-frontend.min.js";
import { sharing } from "./sharing.js";
import { lookAgain } from "./writing.js";

const EVERY = 2000; // milliseconds between saves while someone types
const WARN = 5 * 60 * 1000; // before a session ends

/** Keeps a form as a draft on the server while it is typed, and says so. */
class Draft {
  constructor(form) {
    this.form = form;
    this.said = document.querySelector("[data-gt-saved]");
    this.changed = false;
    this.saving = null;
    this.stopped = false;
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.soon());
    form.addEventListener("focusout", () => this.soon());
    form.addEventListener("submit", (event) => this.beforeSubmit(event));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.soon());
    window.addEventListener("pagehide", () => this.changed && !this.stopped && this.send());
  }

  later() {
    this.changed = true;
    this.timer ??= setTimeout(() => this.save(), EVERY);
  }

  soon() {
    if (this.changed) this.save();
  }

  save() {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!this.changed || this.stopped || this.saving) return;
    this.changed = false;
    this.saving = this.send().finally(() => {
      this.saving = null;
      if (this.changed && !this.stopped) this.timer ??= setTimeout(() => this.save(), EVERY);
    });
  }

  async send() {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) if (typeof value === "string") body.append(name, value);
    body.delete("_action");
    // A request may outlive its page only when it is small.
    const keepalive = body.toString().length < 60000;
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST", body, keepalive, headers: { Accept: "application/json" }, redirect: "error",
      });
      if (answer.ok) this.saved(await answer.json());
      else if (answer.status === 409) this.clash(await answer.json());
      else if (answer.status < 500) this.refused();
      else this.failed();
    } catch {
      this.failed();
    }
  }

  saved({ version, saved, left }) {
    session.last(left);
    this.form.querySelector('input[name="_version"]').value = version;
    this.say(`Saved at ${saved}`);
  }

  clash({ both }) {
    this.stopped = true;
    const link = document.createElement("a");
    Object.assign(link, { href: both, className: "govuk-link", target: "_blank", textContent: "See both versions" });
    this.say("This draft was changed somewhere else. Both versions are kept. ", true);
    this.said?.append(link);
  }

  refused() {
    this.stopped = true;
    this.say("Not saved: this draft was sent already, or you have been signed out. Sign in from another window.", true);
  }

  failed() {
    this.changed = true;
    this.say("Not saved: we keep trying. Do not close this page.", true);
  }

  say(words, problem = false) {
    if (!this.said) return;
    this.said.classList.toggle("gt-saved--not", problem);
    if (this.said.textContent !== words) this.said.textContent = words;
  }

  /** A save on its way is waited for, so that the form does not clash with its own draft. */
  beforeSubmit(event) {
    clearTimeout(this.timer);
    if (!this.saving) {
      this.stopped = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    const go = () => {
      this.stopped = true;
      this.saving = null;
      this.form.requestSubmit(button);
    };
    Promise.race([this.saving, new Promise((done) => setTimeout(done, 2000))]).then(go);
  }
}

/** One press is enough. The server does not rely on it: the form's key makes a repeat harmless. */
function sendOnce(form) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
}

/** After a row was added or removed, the keyboard is where it was. */
function putFocus(form) {
  const target = form.dataset.focus && document.getElementById(form.dataset.focus);
  (target?.querySelector("input:not([type=hidden]), select, textarea") ?? target)?.focus();
}

/** Warns before the session ends, and lets it go on. The server says how many seconds are left. */
const session = { ends: Infinity, last(left) { if (left) this.ends = Date.now() + left * 1000; } };

function watchSession({ sessionLeft, stayUrl }) {
  session.last(Number(sessionLeft));
  const box = document.createElement("dialog");
  box.className = "gt-ending";
  box.setAttribute("aria-labelledby", "gt-ending-title");
  box.innerHTML = `<h2 class="govuk-heading-m" id="gt-ending-title">You will be signed out soon</h2>
    <p class="govuk-body">You have not done anything for a while. What you typed is kept as a draft.</p>
    <button type="button" class="govuk-button" autofocus>Stay signed in</button>`;
  document.body.append(box);

  let warned = false;
  const start = () => location.assign(location.pathname + location.search);
  const check = () => {
    const left = session.ends - Date.now();
    if (left <= 0) return start();
    if (left <= WARN && !box.open && !warned) box.showModal();
    setTimeout(check, left > WARN ? Math.min(left - WARN, 60000) : 1000);
  };
  const stay = async () => {
    const token = document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
    const answer = await fetch(stayUrl, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "error" });
    if (!answer.ok) return start();
    session.last((await answer.json()).left);
    box.close();
    if (session.ends - Date.now() <= WARN) warned = true; // the longest session is over: saying so once is enough
  };
  box.querySelector("button").addEventListener("click", () => stay().catch(start));
  check();
}

/** Escape three times within five seconds leaves a public page, as the button does. */
function quickExit(button) {
  let presses = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    presses = [...presses.filter((at) => Date.now() - at < 5000), Date.now()];
    if (presses.length >= 3) button.click();
  });
}

/** A part of the page that is renewed while someone answers in it keeps what they picked and typed there. */
function keepAnswers({ target }) {
  const named = ({ name, type, value }) => `[name="${CSS.escape(name)}"]${type === "radio" ? `[value="${CSS.escape(value)}"]` : ""}`;
  const given = [...target.querySelectorAll("input:checked, input[type=text]")].filter((one) => one.value);
  target.addEventListener("htmx:afterSwap", () => {
    for (const one of given) {
      const again = target.querySelector(named(one));
      if (again) Object.assign(again, one.type === "radio" ? { checked: true } : { value: one.value });
    }
  }, { once: true });
}

/** Radios that uncover questions. In place of GOV.UK's own way, which gives radios an attribute they may not have. */
function reveal(inputs) {
  const show = () => inputs.forEach(([input, id]) => {
    document.getElementById(id)?.classList.toggle("govuk-radios__conditional--hidden", !input.checked);
  });
  for (const [input] of inputs) {
    for (const one of document.querySelectorAll(`input[name="${CSS.escape(input.name)}"]`)) one.addEventListener("change", show);
  }
  show();
}

function revealIn(root) {
  reveal([...root.querySelectorAll(".govuk-radios__input[data-aria-controls]")].map((input) => {
    const id = input.dataset.ariaControls;
    delete input.dataset.ariaControls;
    return [input, id];
  }));
}

function markIn(root) {
  for (const box of root.querySelectorAll("[data-gt-marks]")) lookAgain(box, document.body.dataset.writingUrl);
}

revealIn(document);
markIn(document);
document.addEventListener("gt:renewed", ({ target }) => { revealIn(target); markIn(target); }); // rows that somebody else added
initAll();
const Shared = sharing(Draft, session);
for (const form of document.querySelectorAll("form[data-gt-form]")) {
  if (form.dataset.draftUrl) new (form.hasAttribute("data-shared") ? Shared : Draft)(form);
  sendOnce(form);
  if (!document.querySelector("[data-module=govuk-error-summary]")) putFocus(form);
}
document.addEventListener("htmx:beforeSwap", keepAnswers);
if (document.body.dataset.sessionLeft) watchSession(document.body.dataset);
const exit = document.querySelector(".govuk-js-exit-this-page-button");
if (exit) quickExit(exit);
