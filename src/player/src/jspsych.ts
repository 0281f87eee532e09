import { initJsPsych as init, type JsPsych } from "jspsych";
import { PlayEnded } from "./api.js";
import { currentSaver, exitAddress, finish, watchTrials } from "./session.js";
import { prepareTimeline } from "./timeline.js";

type Options = NonNullable<Parameters<typeof init>[0]>;

/** Milliseconds that the experiment's own end waits for the last save, which goes on afterwards. */
const longestWait = 5_000;

/** Milliseconds after which it is known whether the experiment leads elsewhere itself. */
const leavesWithin = 200;

/** Milliseconds that an experiment has for leading elsewhere itself. */
const longestDeparture = 10_000;

/**
 * A jsPsych that saves each trial before it calls the experiment's own callback. At the end, once everything is saved,
 * the family is sent to the study's exit address.
 */
export const chsInitJsPsych = (_responseId: string) => (options: Options = {}): JsPsych => {
  const jsPsych: JsPsych = init({
    ...options,
    on_data_update: async (data: Parameters<NonNullable<Options["on_data_update"]>>[0]) => {
      await currentSaver().save(jsPsych.data.get().values());
      await (options.on_data_update?.(data) as unknown);
    },
    on_finish: async (data: Parameters<NonNullable<Options["on_finish"]>>[0]) => {
      // Experiments that lead elsewhere themselves do so in their callback, so everything is to be stored before it.
      await Promise.race([saveAsCompleted(jsPsych), wait(longestWait)]);
      await (options.on_finish?.(data) as unknown);
      await wait(leavesWithin);
      if (isLeaving) await wait(longestDeparture);
      await leave(jsPsych);
    },
  });
  let isLeaving = false;
  addEventListener("beforeunload", () => (isLeaving = true));
  watchTrials(() => jsPsych.data.get().values());

  const run = jsPsych.run.bind(jsPsych);
  jsPsych.run = async (timeline) => run(prepareTimeline(timeline));
  return jsPsych;
};

const wait = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const saveAsCompleted = (jsPsych: JsPsych): Promise<void> =>
  currentSaver().save(jsPsych.data.get().values(), { completed: true });

async function leave(jsPsych: JsPsych): Promise<void> {
  const message = document.createElement("p");
  message.className = "chs-saving";
  message.textContent = "Saving … please keep this page open.";
  document.body.append(message);
  try {
    // Once more, because the experiment's callback may have changed the data.
    void saveAsCompleted(jsPsych);
    await finish();
    location.assign(exitAddress());
  } catch (error) {
    if (error instanceof PlayEnded) {
      // The page says so already, with what to do.
      message.remove();
      return;
    }
    message.textContent = "Something went wrong while saving. Please tell the researchers, and keep this page open.";
    throw error;
  }
}
