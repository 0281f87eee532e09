import { sendUnsavedData } from "./saver.js";

// Runs on every page of the site outside of experiments, and sends session data that an earlier page couldn't save.

/** Milliseconds after which the family is sent on. Data that aren't sent by then stay in the browser for the next page. */
const longestWait = 8_000;

const nextAddress = document.querySelector<HTMLMetaElement>('meta[name="chs-next"]')?.content;
const sent = sendUnsavedData();
if (nextAddress) {
  const timeout = new Promise((resolve) => setTimeout(resolve, longestWait));
  void Promise.race([sent, timeout]).finally(() => location.replace(nextAddress));
} else {
  void sent;
}
