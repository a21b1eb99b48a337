// The text of a document with its records marked. A mark is chosen by click or Enter; words that
// are selected are handed over by the button. Text is only ever set as text, never as HTML.
export default function (component) {
  const { parentElement, data, setTriggerValue } = component;
  const root = parentElement.querySelector(".document-view");
  const text = root.querySelector(".document-text");
  const button = root.querySelector(".document-add");
  root.style.height = `${data.height}px`;
  text.setAttribute("aria-label", data.label);
  button.textContent = data.add;
  button.disabled = true;

  if (text.dataset.signature !== data.signature) {
    text.replaceChildren(...data.pieces.map((piece) => draw(piece, setTriggerValue)));
    text.dataset.signature = data.signature;
    text.scrollTop = 0;
    delete text.dataset.chosen;
  }
  show(text, data.chosen);

  let words = "";
  const remember = () => {
    const selection = document.getSelection();
    const inside = selection && selection.rangeCount && text.contains(selection.anchorNode);
    if (inside) words = selection.toString().trim();
    button.disabled = words.length < 3;
  };
  document.addEventListener("selectionchange", remember);
  // A press on the button must not clear what is selected.
  button.onmousedown = (event) => event.preventDefault();
  button.onclick = () => setTriggerValue("marked", words);
  return () => document.removeEventListener("selectionchange", remember);
}

function draw(piece, setTriggerValue) {
  if (!piece.kind) return document.createTextNode(piece.text);
  const mark = document.createElement("mark");
  mark.textContent = piece.text;
  mark.className = piece.kind;
  mark.dataset.key = piece.key;
  mark.title = piece.title;
  mark.setAttribute("aria-description", piece.title);
  mark.tabIndex = 0;
  mark.setAttribute("role", "button");
  const choose = () => {
    const selection = document.getSelection();
    // Whoever drags over a mark selects words of it.
    if (selection && !selection.isCollapsed) return;
    setTriggerValue("clicked", piece.key);
  };
  mark.onclick = choose;
  mark.onkeydown = (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    setTriggerValue("clicked", piece.key);
  };
  return mark;
}

function show(text, chosen) {
  if (text.dataset.chosen === chosen) return;
  text.dataset.chosen = chosen;
  for (const mark of text.querySelectorAll("mark")) {
    const own = mark.dataset.key === chosen;
    mark.classList.toggle("chosen", own);
    mark.setAttribute("aria-pressed", own ? "true" : "false");
  }
  const first = text.querySelector("mark.chosen");
  if (!first) return;
  const top = first.offsetTop - text.offsetTop;
  const isSeen = top >= text.scrollTop && top < text.scrollTop + text.clientHeight - 40;
  if (!isSeen) text.scrollTop = Math.max(0, top - text.clientHeight / 3);
}
