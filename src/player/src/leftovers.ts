import { sendLeftovers } from "./saver.js";

// On every page of the stage: a family that comes back to the list of studies brings along what it couldn't send.
const next = document.querySelector<HTMLMetaElement>('meta[name="chs-next"]')?.content;
const sent = sendLeftovers();
if (next) {
  // Not for ever: a family that waits is worse than data that are sent a little later.
  const patience = new Promise((resume) => setTimeout(resume, 8_000));
  void Promise.race([sent, patience]).finally(() => location.replace(next));
} else {
  void sent;
}
