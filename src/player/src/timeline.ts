/** A trial, a block of trials, or a list of both, as an experiment describes it. */
interface TimelineEntry {
  type?: { chsData?: () => Record<string, unknown> } | null;
  data?: Record<string, unknown>;
  timeline?: unknown;
}

/** Characters of a faulty entry that its message shows. */
const longestExcerpt = 200;

/**
 * Adds the data that plugin classes declare with `chsData` to their trials, and fails where jsPsych would fail later, in
 * mid-study. Entries are changed and not copied: experiments may go on changing them while the study runs.
 */
export function prepareTimeline<T>(timeline: T): T {
  prepareAll([timeline], false);
  return timeline;
}

/** @param isTyped whether a block around the entries names the plugin of those that name none */
function prepareAll(entries: unknown[], isTyped: boolean): void {
  for (const entry of entries) {
    if (Array.isArray(entry)) prepareAll(entry, isTyped);
    else if (typeof entry === "object" && entry !== null) prepare(entry, isTyped);
    else throw new Error(`an entry of the timeline is neither a trial nor a list of trials: ${excerptOf(entry)}`);
  }
}

function prepare(entry: TimelineEntry, isTyped: boolean): void {
  if (entry.type?.chsData) entry.data = { ...entry.data, ...entry.type.chsData() };
  if (entry.timeline) {
    if (!Array.isArray(entry.timeline)) throw new Error(`a block needs a timeline that is a list: ${excerptOf(entry)}`);
    prepareAll(entry.timeline, isTyped || !!entry.type);
  } else if (!entry.type && !isTyped) {
    throw new Error(
      `the type of a trial isn't there; its plugin may be misspelled or not be loaded on this page: ${excerptOf(entry)}`,
    );
  }
}

function excerptOf(entry: unknown): string {
  try {
    return (JSON.stringify(entry) ?? String(entry)).slice(0, longestExcerpt);
  } catch {
    // It may contain itself.
    return String(entry);
  }
}
