// Keeps in this browser whose office it is: nothing is sent with requests, as a cookie would be.
const KEY = "cchc-office";
const NOBODY = "none";
const STEP_MS = 50;
const MOST_STEPS = 200;

// An answer during the first run would cut it short, and lose what its filters took from the link.
function whenAtRest(tell, steps = 0) {
  const app = document.querySelector("[data-testid=stApp]");
  const rests = app === null || app.dataset.testScriptState === "notRunning";
  if (rests || steps >= MOST_STEPS) tell();
  else setTimeout(() => whenAtRest(tell, steps + 1), STEP_MS);
}

export default function ({ data, setStateValue }) {
  // Screen readers and translators go by the language of the document; Streamlit says "en".
  document.documentElement.lang = data.language;
  let kept = "";
  try {
    if (data.save) window.localStorage.setItem(KEY, data.save);
    kept = window.localStorage.getItem(KEY) || "";
  } catch {
    // A browser may refuse to keep anything; then the question comes again next time.
  }
  if (data.asks && kept !== NOBODY) whenAtRest(() => setStateValue("kept", kept || "-"));
}
