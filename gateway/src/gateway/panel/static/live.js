// Live pages: listens for changed things and lets the parts that show them fetch themselves again.
// A part names its things in `data-live="<ids>"` (and `data-version` of the first); a list has `data-live-kind` and shows a pill.
// A new thing has an id that no part knows: `data-live-created="<kinds>"` reacts to new things of the part's `data-client`.
(() => {
  const body = document.body;
  if (!("position" in body.dataset)) return;
  const bar = document.getElementById("connection");
  const pending = new Map();
  let position = body.dataset.position;
  let source = null;
  let silence = null;

  const refresh = (part, after) => {
    if (pending.has(part)) return;
    pending.set(part, setTimeout(() => {
      pending.delete(part);
      if (part.isConnected) htmx.trigger(part, "changed");
    }, after));
  };

  const isOld = (part, event) => part.dataset.live.startsWith(event.id) && Number(part.dataset.version) >= event.version;

  const updatePill = (list, event) => {
    if (list.querySelector(`[data-live~="${CSS.escape(event.id)}"]`)) return;
    if (list.dataset.liveNew && event.version > 1) return;
    const seen = new Set((list.dataset.seen ?? "").split(" ").filter(Boolean)).add(event.id);
    list.dataset.seen = [...seen].join(" ");
    const pill = list.querySelector("[data-new-pill]");
    if (!pill) return;
    pill.hidden = false;
    pill.querySelector("[data-new-count]").textContent = seen.size;
  };

  const handleEvent = (message) => {
    position = message.lastEventId || position;
    const event = JSON.parse(message.data);
    for (const part of document.querySelectorAll(`[data-live~="${CSS.escape(event.id)}"]`)) {
      if (!isOld(part, event)) refresh(part, 120);
    }
    for (const part of document.querySelectorAll(`[data-live-all~="${event.kind}"]`)) refresh(part, 600);
    for (const part of document.querySelectorAll(`[data-live-created~="${event.kind}"]`)) {
      if (event.version === 1 && part.dataset.client === event.client_id) refresh(part, 300);
    }
    for (const list of document.querySelectorAll(`[data-live-kind="${event.kind}"]`)) updatePill(list, event);
  };

  const connect = () => {
    if (source) return;
    source = new EventSource(`/api/events?after=${position}`);
    source.addEventListener("changed", handleEvent);
    source.addEventListener("open", () => {
      clearTimeout(silence);
      bar.hidden = true;
    });
    source.addEventListener("error", () => {
      if (source?.readyState === EventSource.CLOSED) {
        source = null;
        setTimeout(connect, 5000);
      }
      clearTimeout(silence);
      silence = setTimeout(() => { bar.hidden = false; }, 3000);
    });
  };
  const disconnect = () => {
    source?.close();
    source = null;
    clearTimeout(silence);
  };

  // A browser has six connections to a host: only the page that is looked at holds one.
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  window.addEventListener("pagehide", disconnect);
  window.addEventListener("pageshow", connect);
  if (!document.hidden) connect();

  const announcer = document.getElementById("announcer");
  document.addEventListener("htmx:afterSettle", (event) => {
    const part = event.target;
    if (!part.dataset?.live || event.detail.requestConfig?.triggeringEvent?.type !== "changed") return;
    part.classList.add("fresh");
    setTimeout(() => part.classList.remove("fresh"), 1700);
    announcer.textContent = part.dataset.changedText ?? "";
  });
})();
