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
import { chsInitJsPsych } from "./jspsych.js";
import { finish, load, retrieveResponse, updateResponse } from "./session.js";

// Defines the same globals as the published packages, so that an experiment runs unchanged with either.

/**
 * Stands for a package that isn't part of this site: recording, surveys and templates. An experiment that uses one
 * fails when it is loaded, not after the first trial.
 */
const missingPackage = (name: string): object =>
  new Proxy({}, {
    get: (_, member) => {
      throw new Error(
        `${name}.${String(member)} isn't part of this site's own scripts; ` +
          "its operator can choose the manifest 'lookit' for studies that need it.",
      );
    },
  });

Object.assign(window, {
  jsPsychModule,
  initJsPsych: jsPsychModule.initJsPsych,
  chsInitJsPsych,
  chsData: { load, retrieveResponse, updateResponse, finish, LookitS3: undefined },
  chsRecord: missingPackage("chsRecord"),
  chsSurvey: missingPackage("chsSurvey"),
  chsTemplates: missingPackage("chsTemplates"),
  jsPsychFullscreen: FullscreenPlugin,
  jsPsychHtmlButtonResponse: HtmlButtonResponsePlugin,
  jsPsychHtmlKeyboardResponse: HtmlKeyboardResponsePlugin,
  jsPsychImageButtonResponse: ImageButtonResponsePlugin,
  jsPsychImageKeyboardResponse: ImageKeyboardResponsePlugin,
  jsPsychPreload: PreloadPlugin,
  jsPsychSurveyMultiChoice: SurveyMultiChoicePlugin,
  jsPsychSurveyText: SurveyTextPlugin,
  jsPsychVideoButtonResponse: VideoButtonResponsePlugin,
  jsPsychVideoKeyboardResponse: VideoKeyboardResponsePlugin,
});
