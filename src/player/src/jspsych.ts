import { initJsPsych as init, type JsPsych } from "jspsych";
import { currentSaver, exitAddress, finish } from "./session.js";

type Options = NonNullable<Parameters<typeof init>[0]>;

interface Description {
  type?: { chsData?: () => Record<string, unknown> };
  data?: Record<string, unknown>;
  timeline?: Description[];
  [name: string]: unknown;
}

/** jsPsych with a memory: each trial is saved before the experiment's own callback hears of it; at the end the family goes on its way. */
export const chsInitJsPsych = (_responseId: string) => (options: Options = {}): JsPsych => {
  const jsPsych: JsPsych = init({
    ...options,
    on_data_update: async (data: Parameters<NonNullable<Options["on_data_update"]>>[0]) => {
      await currentSaver().save(jsPsych.data.get().values());
      await (options.on_data_update?.(data) as unknown);
    },
    on_finish: async (data: Parameters<NonNullable<Options["on_finish"]>>[0]) => {
      await (options.on_finish?.(data) as unknown);
      await leave(jsPsych);
    },
  });

  const run = jsPsych.run.bind(jsPsych);
  jsPsych.run = (timeline) => run(withPluginData(timeline as Description[]) as typeof timeline);
  return jsPsych;
};

async function leave(jsPsych: JsPsych): Promise<void> {
  const waiting = document.createElement("p");
  waiting.className = "chs-saving";
  waiting.textContent = "Saving … please keep this page open.";
  document.body.append(waiting);
  try {
    void currentSaver().save(jsPsych.data.get().values(), { completed: true });
    await finish();
    location.assign(exitAddress());
  } catch (error) {
    waiting.textContent = "Something went wrong while saving. Please tell the researchers, and keep this page open.";
    throw error;
  }
}

/** Plugin classes may say what their trials' data hold besides. */
const withPluginData = (timeline: Description[]): Description[] =>
  timeline.map((part) => ({
    ...part,
    ...(part.type?.chsData ? { data: { ...part.type.chsData(), ...part.data } } : {}),
    ...(Array.isArray(part.timeline) ? { timeline: withPluginData(part.timeline) } : {}),
  }));
