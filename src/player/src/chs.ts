import FullscreenPlugin from "@jspsych/plugin-fullscreen";
import HtmlButtonResponsePlugin from "@jspsych/plugin-html-button-response";
import HtmlKeyboardResponsePlugin from "@jspsych/plugin-html-keyboard-response";
import ImageButtonResponsePlugin from "@jspsych/plugin-image-button-response";
import ImageKeyboardResponsePlugin from "@jspsych/plugin-image-keyboard-response";
import PreloadPlugin from "@jspsych/plugin-preload";
import SurveyMultiChoicePlugin from "@jspsych/plugin-survey-multi-choice";
import SurveyTextPlugin from "@jspsych/plugin-survey-text";
import VideoButtonResponsePlugin from "@jspsych/plugin-video-button-response";
import VideoKeyboardResponsePlugin from "@jspsych/plugin-video-keyboard-response";
import * as jsPsychModule from "jspsych";
import { ImageHotspotsPlugin } from "./image-hotspots.js";
import { chsInitJsPsych } from "./jspsych.js";
import { missingPackage } from "./missing.js";
import { finish, load, retrieveResponse, updateResponse } from "./session.js";
import { VideoHotspotsPlugin } from "./video-hotspots.js";

// Defines the same globals as the published packages, so that an experiment runs unchanged with either.

const missing = (name: string): object => missingPackage(name, (error) => window.chsPlay.report(error));

Object.assign(window, {
  jsPsychModule,
  initJsPsych: jsPsychModule.initJsPsych,
  chsInitJsPsych,
  chsData: { load, retrieveResponse, updateResponse, finish, LookitS3: undefined },
  chsRecord: missing("chsRecord"),
  chsSurvey: missing("chsSurvey"),
  chsTemplates: missing("chsTemplates"),
  jsPsychFullscreen: FullscreenPlugin,
  jsPsychHtmlButtonResponse: HtmlButtonResponsePlugin,
  jsPsychHtmlKeyboardResponse: HtmlKeyboardResponsePlugin,
  jsPsychImageButtonResponse: ImageButtonResponsePlugin,
  jsPsychImageHotspots: ImageHotspotsPlugin,
  jsPsychImageKeyboardResponse: ImageKeyboardResponsePlugin,
  jsPsychPreload: PreloadPlugin,
  jsPsychSurveyMultiChoice: SurveyMultiChoicePlugin,
  jsPsychSurveyText: SurveyTextPlugin,
  jsPsychVideoButtonResponse: VideoButtonResponsePlugin,
  jsPsychVideoHotspots: VideoHotspotsPlugin,
  jsPsychVideoKeyboardResponse: VideoKeyboardResponsePlugin,
});
