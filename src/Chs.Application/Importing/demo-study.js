// The demo study of a fresh CHS: consent, three short trials and an exit survey, in plain jsPsych.
const jsPsych = initJsPsych();

const face = (mood) => {
  const mouth = { happy: "M30 62 Q50 82 70 62", sad: "M30 74 Q50 54 70 74", surprised: "M42 66 a8 10 0 1 0 16 0 a8 10 0 1 0 -16 0" }[mood];
  return `<svg viewBox="0 0 100 100" width="180" height="180" role="img" aria-label="A ${mood} face">
    <circle cx="50" cy="50" r="46" fill="#ffd75e" stroke="#333" stroke-width="3"/>
    <circle cx="35" cy="40" r="5" fill="#333"/><circle cx="65" cy="40" r="5" fill="#333"/>
    <path d="${mouth}" fill="none" stroke="#333" stroke-width="4" stroke-linecap="round"/></svg>`;
};

const trial = (mood) => ({
  type: jsPsychHtmlButtonResponse,
  stimulus: `${face(mood)}<p>How does this face feel?</p>`,
  choices: ["Happy", "Sad", "Surprised"],
  data: { mood },
});

jsPsych.run([
  {
    type: jsPsychHtmlButtonResponse,
    stimulus: "<h2>Faces</h2><p>Your child looks at three faces and says how each of them feels. This takes a minute.</p><p>Do you agree to take part together?</p>",
    choices: ["We agree"],
    data: { chs_type: "consent" },
    on_finish: () => chsData.updateResponse({ survey_consent: true, completed_consent_frame: true }),
  },
  trial("happy"),
  trial("sad"),
  trial("surprised"),
  {
    type: jsPsychSurveyText,
    preamble: "<h2>Thank you!</h2>",
    questions: [{ prompt: "Is there anything you want to tell the researchers?", name: "feedback", rows: 3 }],
    button_label: "Finish",
    data: { chs_type: "exit" },
  },
]);
