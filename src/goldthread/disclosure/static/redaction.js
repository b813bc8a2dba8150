// Marking words by selecting them. Without it sentences and words are ticked, so nothing depends on this.

const form = document.getElementById("gt-form");

/** How many characters of the text stand before a place in it; a character outside the first plane is one. */
function before(text, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(text);
  range.setEnd(node, offset);
  return Array.from(range.toString()).length;
}

/** The text in which all of the selection lies, and from where to before where; nothing where there is none. */
function selected() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const whose = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-gt-redact]");
  const text = whose(range.startContainer);
  if (!text || text !== whose(range.endContainer)) return null;
  const start = before(text, range.startContainer, range.startOffset);
  const end = before(text, range.endContainer, range.endOffset);
  return end > start ? { text, start, end, words: range.toString() } : null;
}

/** What was selected, as a hidden control and a line that says so, which can be taken back. */
function mark({ text, start, end, words }) {
  const line = document.createElement("p");
  line.className = "govuk-body gt-redact__chosen";
  const control = Object.assign(document.createElement("input"), {
    type: "hidden", name: "hand", value: `${text.dataset.gtRedact}:${start}:${end}`,
  });
  const back = Object.assign(document.createElement("button"), {
    type: "button", className: "govuk-button govuk-button--secondary gt-redact__single", textContent: "Take it back",
  });
  back.addEventListener("click", () => line.remove());
  line.append(control, "Goes when you keep it: ", Object.assign(document.createElement("strong"), { textContent: words }), " ", back);
  text.after(line);
}

if (form && document.querySelector("[data-gt-redact]")) {
  const button = Object.assign(document.createElement("button"), {
    type: "button", className: "govuk-button gt-redact__select", textContent: "Take out what is selected", hidden: true,
  });
  form.append(button);
  let chosen = null;
  document.addEventListener("selectionchange", () => {
    const now = selected();
    if (now || document.activeElement !== button) chosen = now;
    button.hidden = !chosen;
  });
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    if (chosen) mark(chosen);
    chosen = null;
    button.hidden = true;
    document.getSelection().removeAllRanges();
  });
}
