import { patchResponse, PlayEnded, read, Refused, type Resource } from "./api.js";
import { Saver } from "./saver.js";
import { openUnsentRecords, type UnsentRecords } from "./unsent.js";

/** The current session, as the globals offer it to an experiment. */

interface Chs {
  study: Resource;
  child: Resource;
  pastSessions: Resource[];
  response: Resource;
  sessionRecorder: unknown;
  pendingUploads: unknown[];
}

declare global {
  interface Window {
    chs: Chs;
  }
}

/** Milliseconds that an experiment waits at most until unsent data of earlier sessions are on their way. */
const longestWait = 3_000;

/** Milliseconds that an experiment waits at most until unsent data of an earlier run of its own session are sent. */
const longestWaitForOwn = 10_000;

let saver: Saver | undefined;
let newestTrials: () => unknown[] = () => [];

export const currentSaver = (): Saver => {
  if (!saver) throw new Error("CHS: call chsData.load first");
  return saver;
};

/** @param trials reads all trials so far, for the moment in which the page is closed */
export const watchTrials = (trials: () => unknown[]): void => {
  newestTrials = trials;
};

/** Loads everything that an experiment may read, and sends what earlier pages of the same play couldn't. */
export async function load(responseId: string): Promise<void> {
  const play = window.chsPlay;
  const records = await openUnsentRecords(play);
  const opened = new Saver(responseId, records, (isKept) => play.end(isKept));
  const [study, child, pastSessions, response] = await withRetries(() =>
    Promise.all([
      read<Resource>(`studies/${play.study}`),
      read<Resource>(`children/${play.participant}`),
      read<Resource[]>(`past-sessions/${responseId}`),
      read<Resource>(`responses/${responseId}`),
    ]),
  );
  window.chs = { study, child, pastSessions, response, sessionRecorder: null, pendingUploads: [] };
  if ((await opened.resume(longestWaitForOwn)) && isFirstRestart(responseId)) {
    // An interrupted run of this session has just got its data. This run is another one and needs a session of its own.
    location.reload();
    await new Promise(() => undefined);
  }
  saver = opened;
  addEventListener("online", () => opened.retryNow());
  addEventListener("pagehide", () => opened.sendBeforeUnload(newestTrials()));
  addEventListener("beforeunload", (event) => {
    if (opened.needsPage) event.preventDefault();
  });
  await Promise.race([sendUnsentOfOthers(records, responseId), wait(longestWait)]);
}

const restartedName = "chs:restarted";

/** Whether the page hasn't been loaded again for this session yet, so that no fault can make it do so for ever. */
function isFirstRestart(responseId: string): boolean {
  try {
    if (sessionStorage.getItem(restartedName) === responseId) return false;
    sessionStorage.setItem(restartedName, responseId);
    return true;
  } catch {
    return false;
  }
}

/** Sends unsent data of earlier sessions of this play. What can't be sent now is tried again while the page is open. */
async function sendUnsentOfOthers(records: UnsentRecords, responseId: string): Promise<void> {
  const others = records.sessions().filter((session) => session !== responseId);
  await Promise.all(others.map((session) => new Saver(session, records).resume()));
}

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function withRetries<T>(action: () => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === attempts || error instanceof Refused || error instanceof PlayEnded) throw error;
      await wait(500 * 2 ** attempt);
    }
  }
}

export const retrieveResponse = (id: string = window.chs.response.id): Promise<Resource> => read<Resource>(`responses/${id}`);

type Attributes = Record<string, unknown>;

/** Saves attributes of the session, such as `{ completed_consent_frame: true }`. A session's id may precede them. */
export async function updateResponse(...args: [Attributes] | [string, Attributes]): Promise<void> {
  const [id, attributes] = args.length === 1 ? [window.chs.response.id, args[0]] : args;
  if (id !== window.chs.response.id) {
    await patchResponse(id, JSON.stringify(attributes));
    return;
  }
  const trials = attributes.exp_data as unknown[] | undefined;
  await currentSaver().save(trials, { ...attributes, exp_data: undefined });
}

/** Resolves when everything is saved and uploaded. */
export async function finish(): Promise<void> {
  await Promise.allSettled(window.chs.pendingUploads as Promise<unknown>[]);
  await currentSaver().settled();
}

/** The address to which families are sent at the end, with the ids of child and session. */
export function exitAddress(): string {
  const { study, response } = window.chs;
  const { siteUrl } = window.chsPlay;
  const base = new URL(siteUrl, location.href);
  const address = new URL((study.attributes.exit_url as string) || siteUrl, base);
  address.searchParams.set("child", response.attributes.hash_child_id as string);
  address.searchParams.set("response", response.id);
  return address.href;
}
