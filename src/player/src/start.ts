import type { PlayPage } from "./play.js";

/** Names that scripts before the experiment define, whichever packages the operator chose. */
export interface Globals {
  chsData?: { load(response: string): Promise<void> };
  chsInitJsPsych?: (response: string) => unknown;
  initJsPsych?: unknown;
  responseUuid?: string;
}

/** What the page does around the experiment's module. */
export interface Surroundings {
  page: Pick<PlayPage, "response" | "experiment" | "cleared" | "report" | "expectExperiment" | "fail" | "ended">;
  globals: Globals;
  importModule(address: string): Promise<unknown>;
  /** Has the browser report where a module can't be parsed. Resolves with whether it did. */
  reportSyntaxError(error: unknown, address: string): Promise<boolean>;
  /** Removes the loader as soon as the experiment shows itself. */
  watchLoader(): void;
  removeLoader(): void;
}

/** Loads the session and runs the experiment. Never rejects: what fails is said on the page and reported. */
export async function startExperiment({ page, globals, ...surroundings }: Surroundings): Promise<void> {
  try {
    await page.cleared;
    const { chsData, chsInitJsPsych } = globals;
    if (!page.response || !page.experiment) throw new Error("the page doesn't say what it plays");
    if (!chsData || !chsInitJsPsych) throw new Error(`${chsData ? "chsInitJsPsych" : "chsData"} is missing`);
    await chsData.load(page.response);
    // Assigned, not defined: an experiment may declare names of its own in their place.
    globals.responseUuid = page.response;
    globals.initJsPsych = chsInitJsPsych(page.response);
    surroundings.watchLoader();
    page.expectExperiment();
    await surroundings.importModule(page.experiment);
    page.ended();
  } catch (error) {
    console.error(error);
    page.fail();
    surroundings.removeLoader();
    const isReported = page.experiment !== null && (await surroundings.reportSyntaxError(error, page.experiment));
    if (!isReported) page.report(error);
  } finally {
    surroundings.removeLoader();
  }
}
