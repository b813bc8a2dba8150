// A form that several people write at once. Only what was changed is sent, with a mark of what stood there before;
// what the others wrote is put into the page, never over words that are being typed.
const LOOK = 1500; // milliseconds between looks for what the others wrote
const partOf = (name) => name.replace(/-(?:day|month|year|time)$/, "");

export const sharing = (Draft, session) => class Shared extends Draft {
  constructor(form) {
    super(form);
    this.seen = JSON.parse(form.elements._seen.value || "{}");
    this.dirty = new Set();
    this.clashing = new Set();
    this.renew = new Set();
    for (const event of ["input", "change"]) form.addEventListener(event, ({ target }) => this.touched(target));
    this.look();
  }

  get version() { return this.form.elements._version; }

  touched({ name }) {
    if (name && !name.startsWith("_") && !this.filling) this.dirty.add(partOf(name));
  }

  later() { if (!this.filling) super.later(); }

  soon() { if (!this.filling) super.soon(); }

  /** Sends the parts that changed. Those that could not be sent are sent again. */
  async send() {
    const parts = new Set(this.dirty);
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && (name === "csrfmiddlewaretoken" || parts.has(partOf(name)))) body.append(name, value);
    }
    body.set("_version", this.version.value);
    body.set("_seen", JSON.stringify(this.seen));
    this.dirty.clear();
    try {
      const answer = await fetch(this.form.dataset.draftUrl, {
        method: "POST", body, keepalive: body.toString().length < 60000, headers: { Accept: "application/json" }, redirect: "error",
      });
      if (answer.ok) return this.news(await answer.json());
      for (const part of parts) this.dirty.add(part);
      if (answer.status < 500) return this.over(answer);
      this.failed();
    } catch {
      for (const part of parts) this.dirty.add(part);
      this.failed();
    }
  }

  /** Asks what the others wrote, now and then, and less often while nobody looks. */
  look() {
    const again = () => { if (!this.stopped) setTimeout(() => this.look(), document.hidden ? 6 * LOOK : LOOK); };
    if (this.saving || this.stopped) return again();
    this.saving = this.ask().finally(() => { this.saving = null; if (this.changed) this.later(); });
    return this.saving.then(again);
  }

  async ask(since = this.version.value) {
    try {
      const answer = await fetch(`${this.form.dataset.draftUrl}?since=${since}`, { headers: { Accept: "application/json" }, redirect: "error" });
      if (answer.ok) await this.news(await answer.json());
      else if (answer.status < 500) await this.over(answer);
    } catch { /* the next look tries again; what is typed is sent, and said, by itself */ }
  }

  async over(answer) {
    this.stopped = true;
    const why = await answer.json().then((said) => said.why, () => "Not saved: sign in again in another window.");
    this.say(why, true);
  }

  async news({ version, parts, taken = [], clashing, side, saved, left }) {
    session.last(left);
    const settled = [...this.clashing].filter((part) => !clashing.includes(part));
    this.clashing = new Set(clashing);
    for (const part of taken) if (parts[part]) this.seen[part] = parts[part].mark;
    const fresh = Object.entries(parts).filter(([part]) => !taken.includes(part) && !this.dirty.has(part) && !this.clashing.has(part));
    for (const [part, { controls, mark }] of fresh) this.fill(part, controls, mark);
    this.version.value = version;
    this.form.elements._seen.value = JSON.stringify(this.seen);
    this.beside(side);
    const theirs = fresh.filter(([, { by }]) => by).map(([, { by, label }]) => `${by} wrote in “${label}”.`);
    if (taken.length || theirs.length) this.say([taken.length ? `Saved at ${saved}.` : "", ...theirs.slice(0, 2)].join(" ").trim());
    if (settled.length) await this.ask(0);
    if (this.renew.size) await this.rows();
  }

  named(name) { return [...this.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)]; }

  /** Puts what somebody wrote into the page. Rows that the page does not have yet are fetched. */
  fill(part, controls, mark) {
    this.filling = true;
    for (const [name, texts] of Object.entries(controls)) {
      const boxes = this.named(name).filter(({ type }) => type !== "hidden" || this.named(name).length === 1);
      if (!boxes.length || !texts.length) this.renew.add(part.split("-")[0]);
      for (const box of boxes) {
        if (box.type === "radio" || box.type === "checkbox") box.checked = texts.includes(box.value);
        else if (box.value !== (texts[0] ?? "")) box.value = texts[0] ?? "";
        box.dispatchEvent(new Event("change", { bubbles: true }));
        const group = box.closest(".govuk-form-group");
        group?.classList.add("gt-theirs");
        setTimeout(() => group?.classList.remove("gt-theirs"), 6000);
      }
    }
    this.filling = false;
    this.seen[part] = mark;
  }

  /** Groups of rows as they are now, unless somebody is writing in them: then at the next look. */
  async rows() {
    const free = [...this.renew].filter((id) => {
      const group = document.getElementById(id);
      const writing = group?.contains(document.activeElement) || [...this.dirty, ...this.clashing].some((part) => part.startsWith(`${id}-`));
      return group && !writing;
    });
    if (!free.length) return;
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const marks = JSON.parse(page.querySelector('input[name="_seen"]')?.value || "{}");
    for (const id of free) {
      const now = document.getElementById(id), next = page.getElementById(id);
      this.renew.delete(id);
      if (!now || !next) continue;
      now.replaceWith(next);
      for (const [part, mark] of Object.entries(marks)) if (part.startsWith(`${id}-`)) this.seen[part] = mark;
      next.dispatchEvent(new Event("gt:renewed", { bubbles: true }));
    }
    this.form.elements._seen.value = JSON.stringify(this.seen);
  }

  /** What is missing, and two texts in one place; left alone while somebody is about to press a button there. */
  beside(html) {
    const box = document.getElementById("gt-shared");
    if (!box || box.dataset.html === html || box.contains(document.activeElement)) return;
    box.dataset.html = html;
    box.innerHTML = html;
  }
};
