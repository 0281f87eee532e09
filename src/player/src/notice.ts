import type { Play } from "./play.js";

/** What families read when a study can't be begun or go on. Nothing technical; researchers get that by the reports. */

type Page = Pick<Document, "createElement" | "documentElement" | "getElementById" | "fullscreenElement" | "exitFullscreen">;

/** Inline and important, because the experiment's own styles are unknown. */
const styles = {
  common:
    "all:initial;display:block;position:fixed;z-index:2147483647;box-sizing:border-box;padding:1.5rem;" +
    "font:1.1rem/1.5 system-ui,sans-serif;color:#222;text-align:center;overflow:auto;",
  bar: "inset:0 0 auto 0;background:#fffbe6;border-bottom:2px solid #b58900;",
  full: "inset:0;background:#fff;padding-top:20vh;",
  line: "all:unset;display:block;max-width:40rem;margin:0 auto 1rem;",
  link: "color:#0645ad;text-decoration:underline;cursor:pointer;font:inherit;",
};

/** A browser accepts "!important" only after each declaration. */
const important = (style: string): string => style.replaceAll(";", " !important;");

/**
 * A message above the experiment. It stands beside the body, where neither jsPsych nor an experiment that empties the
 * body removes it.
 */
export class Notice {
  private shown: "failure" | "stall" | "end" | "end with data kept" | undefined;
  private element: HTMLElement | undefined;

  constructor(
    private readonly page: Page,
    private readonly play: Pick<Play, "contact" | "siteUrl">,
    private readonly reload: () => void = () => location.reload(),
  ) {}

  /**
   * Says that the experiment couldn't be begun.
   * @param reasons what happened, in previews: there the researchers themselves look at it
   */
  showFailure(reasons: readonly string[] = []): void {
    // That the play was ended is the reason of everything that fails afterwards.
    if (this.shown) return;
    this.shown = "failure";
    const again = this.page.createElement("button");
    again.type = "button";
    again.textContent = "Try again";
    again.addEventListener("click", this.reload);
    this.show("full", [
      this.line("This study couldn't be started. You did nothing wrong, and no answers were lost."),
      this.line("Please try again. If it still doesn't start, please tell the researchers", this.contact(), "."),
      ...(reasons.length > 0 ? ["Only previews show why:", ...reasons].map((text) => this.line(text)) : []),
      this.line(styled(again, styles.link), " · ", this.wayBack("Back to the site")),
    ]);
    this.page.getElementById("chs-loader")?.remove();
  }

  /** Says that the experiment may have stopped after an error. */
  showStall(): void {
    if (this.shown) return;
    this.shown = "stall";
    this.show("bar", [
      this.line("If nothing happens here any more: you did nothing wrong, and your answers so far are saved."),
      this.line("Please tell the researchers", this.contact(), "."),
      this.line(this.wayBack("Back to the site")),
    ]);
  }

  /** Takes back that the experiment couldn't be begun, or has stopped: it goes on after all. */
  withdraw(): void {
    if (this.shown !== "failure" && this.shown !== "stall") return;
    this.element?.remove();
    this.shown = undefined;
  }

  /** Says that this play was ended. @param isKept whether all data that couldn't be sent are kept in this browser */
  showEnd(isKept: boolean): void {
    const form = isKept ? "end with data kept" : "end";
    // Said again it would be read out again.
    if (this.shown === form) return;
    this.shown = form;
    const kept = isKept ? " What couldn't be sent yet stays in this browser and is sent when you begin it again here." : "";
    this.show("bar", [
      this.line(
        "This study was ended here, because another one was begun in this browser, or because somebody logged out." + kept,
      ),
      this.line(this.wayBack("Go back to the site to begin again")),
    ]);
  }

  private contact(): string {
    return this.play.contact.trim() ? `: ${this.play.contact.trim()}` : "";
  }

  private wayBack(text: string): HTMLElement {
    const link = this.page.createElement("a");
    link.href = this.play.siteUrl;
    link.textContent = text;
    return styled(link, styles.link);
  }

  private line(...parts: (string | HTMLElement)[]): HTMLElement {
    const line = this.page.createElement("p");
    line.append(...parts);
    return styled(line, styles.line);
  }

  private show(form: "bar" | "full", lines: HTMLElement[]): void {
    this.element?.remove();
    const element = this.page.createElement("div");
    element.id = "chs-notice";
    element.setAttribute("role", "alert");
    styled(element, styles.common + styles[form]);
    element.append(...lines);
    this.page.documentElement.append(element);
    // Nothing beside an element that fills the screen can be seen, or reached.
    const { fullscreenElement } = this.page;
    if (fullscreenElement && fullscreenElement !== this.page.documentElement) {
      this.page.exitFullscreen().catch(() => undefined);
    }
    this.element = element;
  }
}

function styled<T extends HTMLElement>(element: T, style: string): T {
  element.style.cssText = important(style);
  return element;
}
