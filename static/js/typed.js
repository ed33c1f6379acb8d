// What was typed into a form of a staff page is not lost: leaving asks, the language switch and a new log-in bring it back.
(() => {
  const main = document.querySelector("main[data-who]");
  if (!main) return;

  const STORE = "typed";
  const HOURS = 12;
  const LOOSE = ["password", "file", "hidden", "submit", "button", "reset", "image"];
  const path = location.pathname;
  const ofAccount = path.startsWith("/accounts/");
  const failed = main.querySelector(".errorpage") !== null;
  const forms = ofAccount ? [] : [...main.querySelectorAll("form")].filter((form) => form.method === "post");
  const touched = new Set();
  let leaving = false;

  // Entries: { who, at, page, action, index, fields, state: "sent" (not known whether it went through) or "waiting", out }.
  function load() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(STORE) || "[]");
      return kept.filter((entry) => Date.now() - entry.at < HOURS * 3600 * 1000);
    } catch { return []; }
  }
  function keep(entries) {
    try {
      if (entries.length) sessionStorage.setItem(STORE, JSON.stringify(entries));
      else sessionStorage.removeItem(STORE);
      return true;
    } catch { return false; } // full or refused: leaving asks instead
  }

  const actionOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
  const fieldsOf = (form) => [...form.elements].filter((field) => field.name && !LOOSE.includes(field.type) && field.tagName !== "FIELDSET");
  const ticked = (field) => field.type === "checkbox" || field.type === "radio";

  // The page came back from the server with errors: nothing of what it shows is saved anywhere.
  const returned = (form) => form.querySelector(".is-invalid, .errorlist, .invalid-feedback") !== null
    || (forms.length === 1 && main.querySelector(".error-summary") !== null);

  function chosenAtFirst(select) {
    const options = [...select.options];
    const marked = options.filter((option) => option.defaultSelected);
    return marked.length || select.multiple ? marked : options.slice(0, 1);
  }
  function isChanged(field) {
    if (ticked(field)) return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    const first = chosenAtFirst(field);
    return [...field.options].some((option) => option.selected !== first.includes(option));
  }
  function valueOf(field) {
    if (ticked(field)) return field.checked;
    return field.tagName === "SELECT" ? [...field.selectedOptions].map((option) => option.value) : field.value;
  }

  // Each field by its name, its place among those of that name, and for a box or button the value it stands for.
  function snapshot(form) {
    const fields = fieldsOf(form);
    const whole = returned(form);
    const changedNames = new Set(fields.filter(isChanged).map((field) => field.name));
    return fields
      .filter((field) => whole || changedNames.has(field.name))
      .map((field) => ({ name: field.name, nth: nthOf(fields, field), value: valueOf(field) }));
  }
  const nthOf = (fields, field) => fields.filter((other) => other.name === field.name).indexOf(field);
  const hasFile = (form) => [...form.querySelectorAll("input[type=file]")].some((field) => field.files.length);
  const isDirty = (form) => returned(form) || (touched.has(form) && (fieldsOf(form).some(isChanged) || hasFile(form)));

  function store(form, state) {
    const index = forms.indexOf(form);
    const entry = { who: main.dataset.who, at: Date.now(), page: path, action: actionOf(form), index, fields: snapshot(form), state };
    const others = load().filter((other) => other.page !== path || other.index !== index);
    return keep(entry.fields.length ? [...others, entry] : others);
  }

  function put(field, value) {
    if (ticked(field)) field.checked = value;
    else if (field.tagName === "SELECT") [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
    else field.value = value;
    const closed = field.closest("details:not([open])");
    if (closed && isChanged(field)) closed.open = true;
  }

  // Into fields that still show what the page came with; what the browser itself brought back stays.
  function restore(form, entry) {
    const fields = fieldsOf(form);
    const free = new Set(fields.filter((field) => !isChanged(field)));
    for (const { name, nth, value } of entry.fields) {
      const field = fields.filter((other) => other.name === name)[nth];
      if (field && free.has(field)) put(field, value);
    }
    touched.add(form);
    if (!fields.some(isChanged)) return;
    const note = document.createElement("div");
    note.className = "note typed-back";
    note.setAttribute("role", "status");
    form.before(note);
    note.append(Object.assign(document.createElement("p"), { textContent: main.dataset.back }));
    note.scrollIntoView({ block: "nearest" });
  }

  const formOf = (entry) => {
    const same = forms.filter((form) => actionOf(form) === entry.action || (entry.action === path && entry.page !== path));
    return same.includes(forms[entry.index]) && entry.page === path ? forms[entry.index] : same[0];
  };

  function arrive() {
    let entries = load();
    const signedOut = !main.dataset.who;
    const again = ["reload", "back_forward"].includes(performance.getEntriesByType("navigation")[0]?.type);
    if (!signedOut) entries = entries.filter((entry) => entry.who === main.dataset.who);
    if (signedOut || ofAccount || failed || again) {
      entries.forEach((entry) => { entry.state = "waiting"; entry.out = entry.out || signedOut; });
    } else {
      entries = entries.filter((entry) => entry.state === "waiting");
    }
    keep(entries);
    if (signedOut || ofAccount) return;
    // Logging in leads to the address the form was sent to: go back to where it was being filled in.
    const astray = entries.find((entry) => entry.out && entry.action === path && entry.page !== path);
    if (astray) {
      entries.forEach((entry) => { entry.out = false; });
      keep(entries);
      location.replace(astray.page);
      return;
    }
    const here = entries.filter((entry) => entry.page === path && formOf(entry));
    here.forEach((entry) => restore(formOf(entry), entry));
    keep(entries.filter((entry) => !here.includes(entry)));
  }

  document.addEventListener("input", (event) => { if (event.target.form) touched.add(event.target.form); });
  document.addEventListener("change", (event) => { if (event.target.form) touched.add(event.target.form); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    const action = actionOf(form);
    if (action.endsWith("/logout/")) keep([]);
    const others = forms.filter((other) => other !== form && isDirty(other));
    if (forms.includes(form)) {
      store(form, "sent");
      leaving = others.length === 0;
    } else if (action === main.dataset.language) {
      leaving = others.every((other) => !hasFile(other) && store(other, "waiting"));
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && forms.some(isDirty)) event.preventDefault();
    leaving = false;
  });

  arrive();
})();
