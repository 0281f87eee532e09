import { isUnsentRecord } from "./unsent.js";

/**
 * Clears what one person's play left in this browser before another person's begins. Experiments of one origin share
 * its storage, and what they stored may be about a child.
 */

/** Where the person stands for whom the origin was last cleared. */
const personName = "chs:person";

/** Milliseconds after which the play begins although something is still being cleared. */
const longestWait = 3_000;

/** What of a browser is cleared. Each of these may be missing, or refuse. */
export interface Browser {
  readonly localStorage: Storage;
  readonly sessionStorage: Storage;
  readonly location: Pick<Location, "hostname" | "pathname">;
  readonly document: { cookie: string };
  name: string;
  readonly indexedDB?: IDBFactory;
  readonly caches?: CacheStorage;
  readonly navigator?: Partial<Pick<Navigator, "serviceWorker" | "storage">> & { storageBuckets?: Buckets };
}

/** Storage that scripts can set up under names of their own. Only some browsers have it. */
interface Buckets {
  keys(): Promise<string[]>;
  delete(name: string): Promise<void>;
}

/**
 * Clears the origin when another person was here before, or nobody knows who.
 * @returns a promise of the parts that can't be cleared at once. It never rejects, and resolves after some seconds at the latest.
 */
export function clearForPerson(browser: Browser, person: string): Promise<void> {
  if (attempt(() => browser.localStorage.getItem(personName)) === person) return Promise.resolve();
  attempt(() => clearLocalStorage(browser.localStorage));
  attempt(() => browser.sessionStorage.clear());
  attempt(() => clearCookies(browser.document, browser.location));
  attempt(() => void (browser.name = ""));
  const cleared = Promise.allSettled([
    clearDatabases(browser),
    clearCaches(browser),
    removeServiceWorkers(browser),
    clearFiles(browser),
    clearBuckets(browser),
  ]).then(() => void attempt(() => browser.localStorage.setItem(personName, person)));
  return Promise.race([cleared, new Promise<void>((resolve) => setTimeout(resolve, longestWait))]);
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}

function clearLocalStorage(storage: Storage): void {
  for (const name of Object.keys(storage)) {
    if (!isUnsentRecord(name, storage.getItem(name))) storage.removeItem(name);
  }
}

/** Cookies don't tell their path and domain, so each is ended at all that apply to this address. */
function clearCookies(page: { cookie: string }, { hostname, pathname }: Browser["location"]): void {
  const names = page.cookie
    .split("; ")
    .filter((cookie) => cookie !== "")
    // A cookie without "=" has a value and no name.
    .map((cookie) => (cookie.includes("=") ? cookie.slice(0, cookie.indexOf("=")) : ""));
  for (const name of names.filter((name) => name !== "csrftoken")) {
    for (const path of pathsOf(pathname)) {
      for (const domain of domainsOf(hostname)) {
        page.cookie = `${name}=; Max-Age=0; Path=${path}${domain}`;
        // Some names are only accepted with this attribute, and some browsers accept it only over TLS.
        page.cookie = `${name}=; Max-Age=0; Path=${path}${domain}; Secure`;
      }
    }
  }
}

/** The paths at which a page's cookies can stand: with and without a slash at the end. */
function pathsOf(pathname: string): string[] {
  const paths = ["/"];
  for (let end = pathname.indexOf("/", 1); end > 0; end = pathname.indexOf("/", end + 1)) {
    paths.push(pathname.slice(0, end), pathname.slice(0, end + 1));
  }
  return pathname.endsWith("/") ? paths : [...paths, pathname];
}

/** The attributes for the host alone, and for it and each domain above it. */
function domainsOf(hostname: string): string[] {
  const labels = hostname.split(".");
  return ["", ...labels.map((_, index) => `; Domain=${labels.slice(index).join(".")}`)];
}

async function clearDatabases({ indexedDB }: Browser): Promise<void> {
  const databases = (await indexedDB?.databases?.()) ?? [];
  await Promise.all(databases.map(({ name }) => deleteDatabase(indexedDB!, name!)));
}

const deleteDatabase = (factory: IDBFactory, name: string): Promise<void> =>
  new Promise((resolve) => {
    const request = factory.deleteDatabase(name);
    request.onsuccess = request.onerror = () => resolve();
  });

async function clearCaches({ caches }: Browser): Promise<void> {
  const names = (await caches?.keys()) ?? [];
  await Promise.all(names.map((name) => caches!.delete(name)));
}

async function removeServiceWorkers({ navigator }: Browser): Promise<void> {
  const registrations = (await navigator?.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.map((registration) => registration.unregister()));
}

async function clearFiles({ navigator }: Browser): Promise<void> {
  const folder = await navigator?.storage?.getDirectory?.();
  // TypeScript doesn't know that folders can be read.
  const names = (folder as unknown as { keys(): AsyncIterable<string> } | undefined)?.keys();
  if (names) for await (const name of names) await folder!.removeEntry(name, { recursive: true });
}

async function clearBuckets({ navigator }: Browser): Promise<void> {
  const buckets = navigator?.storageBuckets;
  const names = (await buckets?.keys()) ?? [];
  await Promise.all(names.map((name) => buckets!.delete(name)));
}
