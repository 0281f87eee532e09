import { patchResponse, read, type Resource } from "./api.js";
import { Saver } from "./saver.js";

/** The current session, as the globals of an experiment see it. */

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

/** Loads everything that an experiment may know. The addresses of study and child are those of the page. */
export async function load(responseId: string): Promise<void> {
  await bringLeftovers(responseId);
  const parts = location.pathname.replace("preview/", "").split("/");
  const [study, child] = [parts.at(-3)!, parts.at(-2)!];
  saver = new Saver(responseId);
  const [studyData, childData, pastSessions, response] = await insist(() =>
    Promise.all([
      read<Resource>(`studies/${study}`),
      read<Resource>(`children/${child}`),
      read<Resource[]>(`past-sessions/${responseId}`),
      read<Resource>(`responses/${responseId}`),
    ]),
  );
  window.chs = { study: studyData, child: childData, pastSessions, response, sessionRecorder: null, pendingUploads: [] };
  addEventListener("online", () => saver?.hurry());
  addEventListener("pagehide", () => saver?.farewell());
  addEventListener("beforeunload", (event) => {
    if (!saver?.isSaved) event.preventDefault();
  });
}

/** This page may call its own session only. What an earlier one left is sent from a page of ours, which leads back here. */
async function bringLeftovers(responseId: string): Promise<void> {
  const brought = "chs:brought";
  if (!Saver.leftBehind().some((id) => id !== responseId) || sessionStorage.getItem(brought)) {
    sessionStorage.removeItem(brought);
    return;
  }
  sessionStorage.setItem(brought, "yes");
  location.replace(`/stage/resume/?next=${encodeURIComponent(location.pathname)}`);
  await new Promise(() => undefined);
}

async function insist<T>(action: () => Promise<T>, attempts = 4): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (attempt === attempts) throw error;
      await new Promise((resume) => setTimeout(resume, 500 * 2 ** attempt));
    }
  }
}

export const retrieveResponse = (id: string = window.chs.response.id): Promise<Resource> => read<Resource>(`responses/${id}`);

/** Saves flags of the session, such as `{ completed_consent_frame: true }`. The id may stand before them. */
export async function updateResponse(...said: [Record<string, unknown>] | [string, Record<string, unknown>]): Promise<void> {
  const [id, attributes] = said.length === 1 ? [window.chs.response.id, said[0]] : said;
  if (id !== window.chs.response.id) await patchResponse(id, JSON.stringify(attributes));
  else await currentSaver().save(attributes.exp_data as unknown[] | undefined, { ...attributes, exp_data: undefined });
}

/** Waits until everything is saved and uploaded. */
export async function finish(): Promise<void> {
  await Promise.allSettled(window.chs.pendingUploads as Promise<unknown>[]);
  await currentSaver().settled();
}

/** Where families go at the end, told who they were. */
export function exitAddress(): string {
  const { study, response } = window.chs;
  const address = new URL((study.attributes.exit_url as string) || "/stage/thanks/", location.href);
  address.searchParams.set("child", response.attributes.hash_child_id as string);
  address.searchParams.set("response", response.id);
  return address.href;
}
