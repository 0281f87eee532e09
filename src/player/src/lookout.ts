/** Notices that an experiment doesn't begin, so that no family looks at an empty page. */

/** Milliseconds between two looks at the page until the experiment has begun. */
const lookInterval = 500;

/** Milliseconds for which a page may stay empty after an error. */
const emptyFor = 5_000;

/** Milliseconds for which jsPsych may go on after its experiment's module failed: it may have been started before. */
const startWithin = 1_000;

/** What can be seen of a page. */
export interface View {
  /** Whether the first trial was shown. A frameplayer's page has begun as soon as it shows anything. */
  hasBegun(): boolean;
  isEmpty(): boolean;
  /** Calls back when all files of the page have come, at once if they have. */
  whenLoaded(action: () => void): void;
}

type Timers = Pick<typeof globalThis, "setTimeout" | "setInterval" | "clearInterval">;

export class Lookout {
  private isExpected = false;
  private hasBegun = false;

  /**
   * @param fail says that the experiment couldn't be begun
   * @param withdraw takes back what was said
   * @param stall says that the experiment may have stopped
   */
  constructor(
    private readonly view: View,
    private readonly fail: () => void,
    private readonly withdraw: () => void,
    private readonly stall: () => void,
    private readonly timers: Timers = globalThis,
  ) {}

  /** The experiment's code runs from now on. */
  expect(): void {
    this.isExpected = true;
    const look = this.timers.setInterval(() => {
      if (this.looksBegun()) this.timers.clearInterval(look);
    }, lookInterval);
  }

  /** An error happened somewhere. It may mean nothing, so what counts is whether the page stays empty. */
  errorMet(): void {
    if (!this.isExpected) return;
    if (this.looksBegun()) this.afterEmptyTime(() => this.sayStalled());
    else this.failWhereEmpty();
  }

  /** The experiment's module has run to its end. @param report tells the researchers that nothing came of it */
  moduleEnded(report: () => void): void {
    this.failWhereEmpty(report);
  }

  private failWhereEmpty(report?: () => void): void {
    this.view.whenLoaded(() =>
      this.afterEmptyTime(() => {
        if (this.looksBegun()) return;
        report?.();
        this.fail();
      }),
    );
  }

  private afterEmptyTime(action: () => void): void {
    this.timers.setTimeout(() => {
      if (this.view.isEmpty()) action();
    }, emptyFor);
  }

  /** Some trials show nothing, so it is taken back when something is shown again. */
  private sayStalled(): void {
    this.stall();
    const look = this.timers.setInterval(() => {
      if (this.view.isEmpty()) return;
      this.timers.clearInterval(look);
      this.withdraw();
    }, lookInterval);
  }

  /** The experiment's module, or what comes before it, failed. If jsPsych was started by then, the experiment goes on. */
  moduleFailed(): void {
    if (!this.isExpected) {
      this.fail();
      return;
    }
    this.timers.setTimeout(() => {
      if (!this.looksBegun()) this.fail();
    }, startWithin);
  }

  private looksBegun(): boolean {
    if (!this.hasBegun && this.view.hasBegun()) {
      this.hasBegun = true;
      this.withdraw();
    }
    return this.hasBegun;
  }
}

/** What shows something although it has no text. */
const pictures = "img, picture, svg, video, canvas, iframe, embed, object, input, button, select, textarea";

/** Whether a page shows nothing at all. */
export function isEmpty(page: Document): boolean {
  const { body } = page;
  if (!body) return true;
  if (body.innerText.trim() !== "") return false;
  return ![...body.querySelectorAll(pictures)].some((element) => element.getClientRects().length > 0);
}

/** Whether jsPsych has shown a trial. */
export const showsTrial = (page: Document): boolean => !!page.querySelector(".jspsych-content")?.hasChildNodes();
