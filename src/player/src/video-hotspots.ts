import { ParameterType, type JsPsych, type JsPsychPlugin, type TrialType } from "jspsych";
import { defaultHighlight, endOnce, noResponse, showHotspots, showPrompt, showStimulus, type HotspotTrial } from "./hotspots.js";

const info = {
  name: "video-hotspots",
  // The parameters and data are those of the published plugin of this version.
  version: "1.1.0+chs",
  parameters: {
    /** Address of the film. */
    stimulus: { type: ParameterType.VIDEO, default: undefined },
    /** Rectangles: `{ id, x, y, width, height }`, in pixels of the film. */
    hotspots: { type: ParameterType.COMPLEX, default: [] },
    /** Milliseconds from the end of the film after which the trial ends without a response; null: never. */
    trial_duration: { type: ParameterType.INT, default: null },
    /** Style of a region while it is pressed. */
    hotspot_highlight_css: { type: ParameterType.STRING, default: defaultHighlight },
    /** Whether the film is loaded ahead, so that it plays without a stop. */
    video_preload: { type: ParameterType.BOOL, default: true },
    /** HTML below the film. */
    prompt: { type: ParameterType.HTML_STRING, default: null },
    /** Whether the prompt appears only when the film has ended. */
    show_prompt_on_video_end: { type: ParameterType.BOOL, default: true },
  },
  data: {
    /** Id of the chosen region; null without a response. */
    hotspot_clicked: { type: ParameterType.STRING },
    /** Milliseconds from the end of the film; null without a response. */
    rt: { type: ParameterType.INT },
    /** Pixels from the film's left edge. */
    click_x: { type: ParameterType.INT },
    /** Pixels from the film's upper edge. */
    click_y: { type: ParameterType.INT },
    /** Milliseconds; null when the film couldn't be read. */
    video_duration: { type: ParameterType.FLOAT },
  },
} as const;

type Info = typeof info;

interface VideoTrial extends HotspotTrial {
  video_preload: boolean;
  show_prompt_on_video_end: boolean;
}

/** Plays a film, stops at its last picture, and then lets one of the regions be chosen. */
export class VideoHotspotsPlugin implements JsPsychPlugin<Info> {
  static info = info;

  constructor(private readonly jsPsych: JsPsych) {}

  trial(display: HTMLElement, parameters: TrialType<Info>): void {
    const trial = parameters as unknown as VideoTrial;
    const end = endOnce(this.jsPsych);
    const video = document.createElement("video");
    const container = showStimulus(display, video, info.name);
    const finish = (response: object): void => {
      video.pause();
      end({ ...response, video_duration: durationOf(video) });
    };
    if (!trial.show_prompt_on_video_end) showPrompt(display, trial);
    video.addEventListener("ended", () => {
      if (trial.show_prompt_on_video_end) showPrompt(display, trial);
      showHotspots({ container, stimulus: video, plugin: info.name }, trial, finish);
      if (trial.trial_duration !== null) {
        this.jsPsych.pluginAPI.setTimeout(() => finish(noResponse), trial.trial_duration);
      }
    }, { once: true });
    video.addEventListener("error", () => finish(noResponse));
    video.playsInline = true;
    video.preload = trial.video_preload ? "auto" : "metadata";
    // The preload plugin keeps films that it has loaded.
    video.src = this.jsPsych.pluginAPI.getVideoBuffer(trial.stimulus) ?? trial.stimulus;
    void play(video, container);
  }
}

/** Milliseconds; null when unknown. */
const durationOf = (video: HTMLVideoElement): number | null => (Number.isFinite(video.duration) ? video.duration * 1000 : null);

/** Plays the film, after a click where the browser allows no sound without one. */
async function play(video: HTMLVideoElement, container: HTMLElement): Promise<void> {
  try {
    await video.play();
  } catch (error) {
    if ((error as DOMException).name !== "NotAllowedError") return;
    const start = document.createElement("button");
    start.className = "jspsych-btn";
    start.textContent = "▶";
    start.setAttribute("aria-label", "Play");
    start.style.cssText = "position: absolute; left: 50%; top: 50%; transform: translate(-50%, -50%);";
    start.addEventListener("click", () => {
      start.remove();
      void video.play();
    });
    container.append(start);
  }
}
