// The editor lives in a frame of its own, where Tab indents: Escape goes on to what comes after it.
function leave(frame) {
  const reach = "button:not([disabled]), a[href], input:not([disabled]), textarea, select";
  const main = document.querySelector("[data-testid=stMain]") || document.body;
  const next = [...main.querySelectorAll(reach)].find(
    (element) =>
      frame.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING &&
      element.offsetParent !== null,
  );
  frame.blur();
  if (next) next.focus();
}

function watch(steps) {
  for (const frame of document.querySelectorAll("iframe[title*='streamlit_ace']")) {
    const inside = frame.contentWindow;
    if (!inside || inside.cchcWayOut || !inside.document.querySelector("textarea")) continue;
    inside.cchcWayOut = true;
    inside.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape") leave(frame);
      },
      true,
    );
    return;
  }
  if (steps > 0) setTimeout(() => watch(steps - 1), 200);
}

export default function () {
  watch(150);
}
