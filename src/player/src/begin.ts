import { meansEnd, watchCalls } from "./calls.js";
import { clearForPerson } from "./clear.js";
import { keepLastSaves } from "./departure.js";
import { isEmpty, Lookout, showsTrial } from "./lookout.js";
import { Notice } from "./notice.js";
import { takePlay, type PlayPage } from "./play.js";
import { Reports } from "./reports.js";
import { directUploads, recordingHost } from "./uploads.js";

// The first script of each page that runs a study. What follows on the page was written by others.

const play = takePlay(document);
const cleared = clearForPerson(window, play.person);
const notice = new Notice(document, play);
const reports = new Reports(play.response, sendReport, location.origin);
const isFrameplayer = play.runner === "frameplayer";
const view = {
  hasBegun: () => (isFrameplayer ? !isEmpty(document) : showsTrial(document)),
  isEmpty: () => isEmpty(document),
  whenLoaded: (action: () => void) => {
    if (document.readyState === "complete") action();
    else addEventListener("load", action);
  },
};
const showFailure = (): void => notice.showFailure(play.isPreview ? reports.recent : []);
const lookout = new Lookout(
  view,
  showFailure,
  () => notice.withdraw(),
  () => notice.showStall(),
);

const page: PlayPage = {
  ...play,
  cleared,
  report: (error) => reports.add(error),
  expectExperiment: () => lookout.expect(),
  fail: () => lookout.moduleFailed(),
  ended: () => lookout.moduleEnded(() => reports.add(new Error("the experiment's code has ended, and the page shows nothing"))),
  end: (isKept) => notice.showEnd(isKept),
};
Object.defineProperty(window, "chsPlay", { value: Object.freeze(page) });

// Before the calls are watched, so that reporting uses the browser's own function.
const { fetch } = window;
function sendReport(body: string, keepalive: boolean): Promise<unknown> {
  const headers = { "Content-Type": "application/json" };
  return fetch("/play/errors", { method: "POST", headers, credentials: "same-origin", keepalive, body });
}

directUploads(window, () => recordingHost(document), location.origin);

// Our own player does the same by itself, and marks those calls.
keepLastSaves(window, location.origin);

let hasEnded = false;
watchCalls(window, (call) => {
  if (hasEnded || !meansEnd(call, location.origin, play.response)) return;
  hasEnded = true;
  notice.showEnd(false);
});

// Failed files don't bubble, so they are met while the event goes down.
addEventListener("error", (event: Event) => {
  if (event instanceof ErrorEvent) {
    const place = event.filename ? `${event.filename}:${event.lineno}:${event.colno}` : "";
    reports.add(event.error ?? event.message, place);
    lookout.errorMet();
  } else if (event.target instanceof Element) {
    fileFailed(event.target);
  }
}, true);
addEventListener("unhandledrejection", ({ reason }) => {
  reports.add(reason);
  lookout.errorMet();
});
addEventListener("pagehide", () => reports.flush(true));

function fileFailed(element: Element): void {
  const { src, href } = element as { src?: unknown; href?: unknown };
  reports.add(`couldn't load <${element.localName}>`, String(src ?? href ?? ""));
  // Without our own scripts nothing begins. Whether an experiment needs another file will be seen.
  const isOurs = element instanceof HTMLScriptElement && element.src.startsWith(`${location.origin}/play/assets/`);
  if (isOurs) showFailure();
  else lookout.errorMet();
}

// An unmodified player follows at once and tells nobody when it begins.
if (isFrameplayer) lookout.expect();
