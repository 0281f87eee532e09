import { startExperiment, type Globals } from "./start.js";

// The last script of an experiment's page.

const loader = document.getElementById("chs-loader");
// It covers the page, and an experiment that awaits its own end would never get rid of it otherwise.
const observer = new MutationObserver(removeLoader);

function removeLoader(): void {
  observer.disconnect();
  loader?.remove();
}

void startExperiment({
  page: window.chsPlay,
  globals: globalThis as unknown as Globals,
  importModule: (address) => import(address),
  watchLoader: () => observer.observe(document.body, { childList: true, subtree: true, attributes: true }),
  removeLoader,
});
