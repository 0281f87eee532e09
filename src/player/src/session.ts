import { patchResponse, read, type Resource } from "./api.js";
import { Saver } from "./saver.js";

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

let saver: Saver | undefined;

export const currentSaver = (): Saver => {
  if (!saver) throw new Error("CHS: call chsData.load first");
  return saver;
};

/** Loads everything that an experiment may read. The ids of study and child are taken from the page's address. */
export async function load(responseId: string): Promise<void> {
  await sendUnsavedDataOfOtherSessions(responseId);
  const segments = location.pathname.replace("preview/", "").split("/");
  const studyId = segments.at(-3)!;
  const childId = segments.at(-2)!;
  saver = new Saver(responseId);
  const [study, child, pastSessions, response] = await withRetries(() =>
    Promise.all([
      read<Resource>(`studies/${studyId}`),
      read<Resource>(`children/${childId}`),
      read<Resource[]>(`past-sessions/${responseId}`),
      read<Resource>(`responses/${responseId}`),
    ]),
  );
  window.chs = { study, child, pastSessions, response, sessionRecorder: null, pendingUploads: [] };
  addEventListener("online", () => saver?.retryNow());
  addEventListener("pagehide", () => saver?.sendBeforeUnload());
  addEventListener("beforeunload", (event) => {
    if (!saver?.isSaved) event.preventDefault();
  });
}

/** Set while the page that sends unsaved data leads back here, so that one failure doesn't lead there again. */
const redirectedKey = "chs:brought";

/**
 * The page of an experiment may call the API for its own session only. Data that other sessions couldn't save are sent
 * by a page outside of experiments, which leads back here.
 */
async function sendUnsavedDataOfOtherSessions(responseId: string): Promise<void> {
  const hasOtherSessions = Saver.unsavedSessions().some((id) => id !== responseId);
  if (!hasOtherSessions || sessionStorage.getItem(redirectedKey)) {
    sessionStorage.removeItem(redirectedKey);
    return;
  }
  sessionStorage.setItem(redirectedKey, "yes");
  location.replace(`/stage/resume/?next=${encodeURIComponent(location.pathname)}`);
  // Never resolves: nothing may happen while the browser leaves this page.
  await new Promise(() => undefined);
}

async function withRetries<T>(action: () => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
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
  const address = new URL((study.attributes.exit_url as string) || "/stage/thanks/", location.href);
  address.searchParams.set("child", response.attributes.hash_child_id as string);
  address.searchParams.set("response", response.id);
  return address.href;
}
