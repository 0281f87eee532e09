import type { JsPsych } from "jspsych";

/** What the two plugins with clickable regions have in common. */

/** A rectangle of the stimulus, in pixels from its upper left corner. */
export interface Hotspot {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The parameters that both plugins have, when jsPsych has filled in the defaults. */
export interface HotspotTrial {
  stimulus: string;
  hotspots: Hotspot[];
  /** Milliseconds; null: without end. */
  trial_duration: number | null;
  hotspot_highlight_css: string;
  /** HTML, as the researcher wrote it. */
  prompt: string | null;
}

export interface HotspotResponse {
  /** Null when nothing was chosen in time. */
  hotspot_clicked: string | null;
  /** Milliseconds from when the regions could be chosen. */
  rt: number | null;
  /** Pixels from the left edge of the stimulus. */
  click_x: number | null;
  /** Pixels from the upper edge of the stimulus. */
  click_y: number | null;
}

export const noResponse: HotspotResponse = { hotspot_clicked: null, rt: null, click_x: null, click_y: null };

export const defaultHighlight = "background-color: rgba(255, 255, 0, 0.3); border: 2px solid yellow;";

/** Puts the stimulus into a container whose upper left corner is that of the stimulus. */
export function showStimulus(display: HTMLElement, stimulus: HTMLElement, plugin: string): HTMLElement {
  const container = document.createElement("div");
  container.id = `jspsych-${plugin}-container`;
  container.style.cssText = "position: relative; display: inline-block;";
  stimulus.id = `jspsych-${plugin}-stimulus`;
  // Inline elements leave room for the descenders of letters below them.
  stimulus.style.display = "block";
  container.append(stimulus);
  display.replaceChildren(container);
  return container;
}

export function showPrompt(display: HTMLElement, { prompt }: HotspotTrial): void {
  if (prompt !== null) display.insertAdjacentHTML("beforeend", prompt);
}

/**
 * Makes the regions clickable. Where some overlap, the later one is chosen.
 * @param onResponse called once
 */
export function showHotspots(
  { container, stimulus, plugin }: { container: HTMLElement; stimulus: HTMLElement; plugin: string },
  { hotspots, hotspot_highlight_css }: HotspotTrial,
  onResponse: (response: HotspotResponse) => void,
): void {
  const shownAt = performance.now();
  const highlight = document.createElement("div");
  highlight.className = `jspsych-${plugin}-highlight`;
  let isAnswered = false;
  for (const hotspot of hotspots) {
    const region = document.createElement("div");
    region.className = `jspsych-${plugin}-hotspot`;
    region.dataset.hotspotId = hotspot.id;
    const place = placeOf(hotspot);
    region.style.cssText = `${place} cursor: pointer; touch-action: manipulation; user-select: none;`;
    region.addEventListener("pointerdown", () => {
      highlight.style.cssText = `box-sizing: border-box; pointer-events: none; ${hotspot_highlight_css}; ${place}`;
      container.append(highlight);
    });
    for (const end of ["pointerup", "pointerleave", "pointercancel"]) region.addEventListener(end, () => highlight.remove());
    region.addEventListener("click", (event) => {
      if (isAnswered) return;
      isAnswered = true;
      const { left, top } = stimulus.getBoundingClientRect();
      onResponse({
        hotspot_clicked: hotspot.id,
        rt: Math.round(performance.now() - shownAt),
        click_x: Math.round(event.clientX - left),
        click_y: Math.round(event.clientY - top),
      });
    });
    container.append(region);
  }
}

const placeOf = ({ x, y, width, height }: Hotspot): string =>
  `position: absolute; left: ${x}px; top: ${y}px; width: ${width}px; height: ${height}px;`;

/** A function that ends the trial, however often it is called, once. */
export function endOnce(jsPsych: JsPsych): (data: object) => void {
  let hasEnded = false;
  return (data) => {
    if (hasEnded) return;
    hasEnded = true;
    jsPsych.pluginAPI.clearAllTimeouts();
    jsPsych.finishTrial(data);
  };
}
