// Fields that are asked for only when another answer makes them matter. The owner judges the same conditions again.
(() => {
  const answers = (form, fact) => {
    // However the form calls its fields, the last part of a name is the key.
    const key = fact.split(".").pop();
    return [...new FormData(form)].filter(([name, value]) => name.split(".").pop() === key && value !== "").map(([, value]) => value);
  };
  const holds = (condition, form) => {
    if (condition.all) return condition.all.every((one) => holds(one, form));
    if (condition.any) return condition.any.some((one) => holds(one, form));
    if (condition.unless) return !holds(condition.unless, form);
    if (condition.is_set) return answers(form, condition.is_set).length > 0;
    const given = answers(form, condition.fact);
    if ("contains" in condition) return given.includes(condition.contains);
    const wanted = "among" in condition ? condition.among : [condition.equals];
    return wanted.some((one) => given.includes(String(one)) || (one === false && given.length === 0));
  };
  const show = (form) => {
    for (const place of form.querySelectorAll("[data-shown-if]")) {
      place.hidden = !holds(JSON.parse(place.dataset.shownIf), form);
      for (const control of place.querySelectorAll("input, select, textarea")) control.disabled = place.hidden;
    }
  };
  const all = () => document.querySelectorAll("form:has([data-shown-if])").forEach(show);
  document.addEventListener("change", (event) => event.target.form && show(event.target.form));
  document.addEventListener("DOMContentLoaded", all);
  window.addEventListener("pageshow", all);
  document.addEventListener("htmx:afterSettle", all);
})();
