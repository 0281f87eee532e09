/** What the server tells the page about the play that it serves. */
export interface Play {
  /** Id of the session; null on a frameplayer's page, which makes its session itself. */
  response: string | null;
  study: string;
  participant: string;
  isPreview: boolean;
  runner: "jspsych" | "frameplayer";
  /** Stands for who plays, and says nothing else about them. */
  person: string;
  /** Stands for person, study, participant and preview flag together: whose unsent data are whose. */
  unsentTag: string;
  /** Base64 of the 32 bytes with which unsent data of the same four are encrypted. */
  unsentKey: string;
  /** Whom families may ask, as plain text; can be empty. */
  contact: string;
  studyName: string;
  siteUrl: string;
  /** Address of the experiment's module; null on a frameplayer's page. */
  experiment: string | null;
}

/** What the first script of the page offers to the others, as `chsPlay`. */
export interface PlayPage extends Play {
  /** Resolves when everything that another person left in this browser is cleared, or can't be. */
  readonly cleared: Promise<void>;
  /** Tells the researchers of an error that nothing else would report. */
  report(error: unknown): void;
  /** To be called before the experiment's code runs: from now on a page that stays empty is noticed. */
  expectExperiment(): void;
  /** Says that the experiment couldn't be begun, unless it shows itself nevertheless. */
  fail(): void;
  /** The experiment's module has run to its end: from now on a page that stays empty has failed. */
  ended(): void;
  /** Says that this play was ended. @param isKept whether all data that couldn't be sent are kept in this browser */
  end(isKept: boolean): void;
}

declare global {
  interface Window {
    readonly chsPlay: PlayPage;
  }
}

const nothing: Play = {
  response: null,
  study: "",
  participant: "",
  isPreview: false,
  runner: "jspsych",
  person: "",
  unsentTag: "",
  unsentKey: "",
  contact: "",
  studyName: "",
  siteUrl: "/",
  experiment: null,
};

/** Reads the play from the page and removes it there, so that the experiment finds a page without it. */
export function takePlay(page: Pick<Document, "getElementById">): Play {
  const element = page.getElementById("chs-play");
  element?.remove();
  try {
    return { ...nothing, ...(JSON.parse(element?.textContent ?? "{}") as Partial<Play>) };
  } catch {
    return nothing;
  }
}
