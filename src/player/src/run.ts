import { startExperiment, type Globals } from "./start.js";

// The last script of an experiment's page.

const loader = document.getElementById("chs-loader");
// It covers the page, and an experiment that awaits its own end would never get rid of it otherwise.
const observer = new MutationObserver(removeLoader);

function removeLoader(): void {
  observer.disconnect();
  loader?.remove();
}

/** Milliseconds for which a browser may take to report what it knows already. */
const reportWithin = 1_000;

/**
 * Some browsers tell the place of a syntax error only when a script element meets it. The element names the module that
 * was loaded already, so nothing is loaded or run again.
 */
function reportSyntaxError(error: unknown, address: string): Promise<boolean> {
  const knowsPlace = !(error instanceof SyntaxError) || /:\d+:\d+/.test(error.stack ?? "");
  if (knowsPlace) return Promise.resolve(false);
  const script = document.createElement("script");
  script.type = "module";
  script.src = address;
  return new Promise((resolve) => {
    const finish = (isReported: boolean): void => {
      script.remove();
      resolve(isReported);
    };
    addEventListener("error", (event) => finish(event instanceof ErrorEvent && event.filename.includes(address)), { once: true });
    setTimeout(() => finish(false), reportWithin);
    document.head.append(script);
  });
}

// The first script of the page is missing when the network failed just then, and with it all that could say more.
if (!window.chsPlay) {
  if (loader) loader.textContent = "This study couldn't be loaded. Please load the page again.";
} else {
  void startExperiment({
    page: window.chsPlay,
    globals: globalThis as unknown as Globals,
    importModule: (address) => import(address),
    reportSyntaxError,
    watchLoader: () => observer.observe(document.body, { childList: true, subtree: true, attributes: true }),
    removeLoader,
  });
}
