import { ParameterType, type JsPsych, type JsPsychPlugin, type TrialType } from "jspsych";
import { defaultHighlight, endOnce, noResponse, showHotspots, showPrompt, showStimulus, type HotspotTrial } from "./hotspots.js";

const info = {
  name: "image-hotspots",
  // The parameters and data are those of the published plugin of this version.
  version: "1.1.0+chs",
  parameters: {
    /** Address of the image. */
    stimulus: { type: ParameterType.IMAGE, default: undefined },
    /** Rectangles: `{ id, x, y, width, height }`, in pixels of the image. */
    hotspots: { type: ParameterType.COMPLEX, default: [] },
    /** Milliseconds after which the trial ends without a response; null: never. */
    trial_duration: { type: ParameterType.INT, default: null },
    /** Style of a region while it is pressed. */
    hotspot_highlight_css: { type: ParameterType.STRING, default: defaultHighlight },
    /** HTML below the image. */
    prompt: { type: ParameterType.HTML_STRING, default: null },
  },
  data: {
    /** Id of the chosen region; null without a response. */
    hotspot_clicked: { type: ParameterType.STRING },
    /** Milliseconds from when the image was shown; null without a response. */
    rt: { type: ParameterType.INT },
    /** Pixels from the image's left edge. */
    click_x: { type: ParameterType.INT },
    /** Pixels from the image's upper edge. */
    click_y: { type: ParameterType.INT },
  },
} as const;

type Info = typeof info;

/** Shows an image with invisible regions, one of which is chosen. */
export class ImageHotspotsPlugin implements JsPsychPlugin<Info> {
  static info = info;

  constructor(private readonly jsPsych: JsPsych) {}

  trial(display: HTMLElement, parameters: TrialType<Info>): void {
    const trial = parameters as unknown as HotspotTrial;
    const end = endOnce(this.jsPsych);
    const image = document.createElement("img");
    const container = showStimulus(display, image, info.name);
    showPrompt(display, trial);
    image.addEventListener("load", () => showHotspots({ container, stimulus: image, plugin: info.name }, trial, end), {
      once: true,
    });
    // Without the image nobody knows where the regions are, and the trial could never end.
    image.addEventListener("error", () => end(noResponse));
    image.src = trial.stimulus;
    if (trial.trial_duration !== null) {
      this.jsPsych.pluginAPI.setTimeout(() => end(noResponse), trial.trial_duration);
    }
  }
}
