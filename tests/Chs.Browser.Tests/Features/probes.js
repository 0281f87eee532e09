// An experiment that tries what docs/experiments.md lists, line by line, and shows a button when all is known.
// OTHER stands for the address of another host.

const other = "OTHER";
const ready = await Promise.resolve("ready");
const marks = "</script><!--<script>";

const element = (name, members) => Object.assign(document.createElement(name), members);
const shown = (name, members) => {
  const made = element(name, members);
  document.body.append(made);
  return made;
};
const loads = (made, event = "load") => new Promise((resolve, reject) => {
  made.addEventListener(event, () => resolve(true));
  made.addEventListener("error", () => reject(new Error("an error event")));
});
const file = (text, type = "text/javascript") => URL.createObjectURL(new Blob([text], { type }));
const message = (port) => new Promise((resolve) => (port.onmessage = ({ data }) => resolve(data)));
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Whether the other host was asked for something. */
async function asked(path) {
  for (let attempt = 0; attempt < 40; attempt++) {
    if ((await (await fetch(`${other}/asked${path}`)).text()) === "yes") return true;
    await wait(100);
  }
  return false;
}

/** Whether the globals are plugins of jsPsych. */
const plugins = (...names) => names.every((name) => typeof window[name]?.info?.name === "string");

async function hears(constraints, kind) {
  const stream = await navigator.mediaDevices.getUserMedia(constraints);
  const isThere = stream.getTracks().some((track) => track.kind === kind);
  stream.getTracks().forEach((track) => track.stop());
  return isThere;
}

const wasm = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

const probes = {
  // First, because one press allows one of these: a full screen, or a window.
  "full screen": async () => {
    await document.documentElement.requestFullscreen();
    const isFull = document.fullscreenElement === document.documentElement;
    await document.exitFullscreen();
    return isFull;
  },
  "inline script": () => {
    shown("script", { textContent: "window.fromInline = true" });
    return window.fromInline;
  },
  "inline event handler": () => {
    shown("div", { innerHTML: '<button id="inline" hidden onclick="window.fromHandler = true">x</button>' });
    document.getElementById("inline").click();
    return window.fromHandler;
  },
  "script from another host": async () => {
    await loads(shown("script", { src: `${other}/script.js` }));
    return window.fromOther === "script";
  },
  "`import()` from another host": async () => (await import(`${other}/module.js`)).default === "module",
  "`await` at the top of the module": () => ready === "ready",
  "`</script>` and `<!--` in the code": () => marks.length === 21,
  "`eval`, `new Function`": () => eval("1 + 1") === 2 && new Function("return 3")() === 3,
  WebAssembly: async () => (await WebAssembly.instantiate(wasm)).instance instanceof WebAssembly.Instance,
  "worker from a blob": async () => (await message(new Worker(file("postMessage('worker')")))) === "worker",
  worklet: async () => {
    await new AudioContext().audioWorklet.addModule(file("class A extends AudioWorkletProcessor {}"));
    return true;
  },
  "`/static/js/mic_check.js`": async () => {
    const audio = new AudioContext();
    await audio.audioWorklet.addModule("/static/js/mic_check.js");
    return new AudioWorkletNode(audio, "mic-check-processor") instanceof AudioWorkletNode;
  },
  "style sheet": async () => {
    await loads(shown("link", { rel: "stylesheet", href: `${other}/style.css` }));
    return getComputedStyle(shown("p", { className: "from-other" })).color === "rgb(1, 2, 3)";
  },
  font: async () => {
    const font = new FontFace("Other", `url(${other}/font.otf)`);
    return (await font.load()).status === "loaded";
  },
  image: () => loads(shown("img", { src: `${other}/image.svg` })),
  sound: () => loads(element("audio", { src: `${other}/sound.wav`, preload: "auto" }), "canplaythrough"),
  film: () => loads(element("video", { src: `${other}/film.webm`, preload: "auto" }), "loadeddata"),
  autoplay: () => loads(shown("video", { src: `${other}/film.webm`, muted: true, autoplay: true }), "playing"),
  "frame of another host": async () => {
    const told = new Promise((resolve) => addEventListener("message", ({ data }) => data === "frame" && resolve(true)));
    // Another host's frame is another process, which a busy browser may drop: shown again, it is asked for again.
    const show = () => shown("iframe", { src: `${other}/frame.html` });
    show();
    const again = setInterval(show, 5_000);
    return told.finally(() => clearInterval(again));
  },
  "`fetch` and `XMLHttpRequest` to another host, with CORS": async () => {
    const request = new XMLHttpRequest();
    request.open("POST", `${other}/data.json`);
    request.setRequestHeader("Content-Type", "application/json");
    const loaded = loads(request);
    request.send("{}");
    await loaded;
    return request.status === 200 && (await (await fetch(`${other}/data.json`)).json()).from === "other";
  },
  beacon: async () => navigator.sendBeacon(`${other}/beacon`, "x") && asked("/beacon"),
  WebSocket: async () => {
    const socket = new WebSocket(`${other.replace("http", "ws")}/socket`);
    await loads(socket, "open");
    const echoed = message(socket);
    socket.send("socket");
    return (await echoed) === "socket";
  },
  "link with `target=_blank`": async () => {
    shown("a", { href: `${other}/linked`, target: "_blank" }).click();
    return asked("/linked");
  },
  "`window.open`": async () => {
    window.open(`${other}/opened`);
    return asked("/opened");
  },
  camera: () => hears({ video: true }, "video"),
  microphone: () => hears({ audio: true }, "audio"),
  "`responseUuid`": () => responseUuid === chs.response.id,
  "a `responseUuid` of your own": async () => {
    shown("script", { textContent: "let responseUuid = 'own'; window.ownUuid = responseUuid;" });
    const own = await import(file("const responseUuid = 'own'; export default responseUuid;"));
    return window.ownUuid === "own" && own.default === "own";
  },
  "`chsData.load`, `retrieveResponse`, `updateResponse`": async () => {
    await chsData.updateResponse({ conditions: { order: 2 } });
    const { attributes } = await chsData.retrieveResponse();
    return typeof chsData.load === "function" && attributes.conditions.order === 2;
  },
  "`window.chs`": () => {
    const { study, child, pastSessions, response } = window.chs;
    return study.type === "studies" && child.type === "children" && Array.isArray(pastSessions) && !!response.id;
  },
  "`initJsPsych`, `jsPsychModule`": () => typeof initJsPsych === "function" && !!jsPsychModule.ParameterType,
  "`jsPsychHtmlKeyboardResponse`, `jsPsychImageKeyboardResponse`, `jsPsychVideoKeyboardResponse`": () =>
    plugins("jsPsychHtmlKeyboardResponse", "jsPsychImageKeyboardResponse", "jsPsychVideoKeyboardResponse"),
  "`jsPsychHtmlButtonResponse`, `jsPsychImageButtonResponse`, `jsPsychVideoButtonResponse`": () =>
    plugins("jsPsychHtmlButtonResponse", "jsPsychImageButtonResponse", "jsPsychVideoButtonResponse"),
  "`jsPsychImageHotspots`, `jsPsychVideoHotspots`": () => plugins("jsPsychImageHotspots", "jsPsychVideoHotspots"),
  "`jsPsychPreload`, `jsPsychFullscreen`": () => plugins("jsPsychPreload", "jsPsychFullscreen"),
  "`jsPsychSurveyText`, `jsPsychSurveyMultiChoice`": () => plugins("jsPsychSurveyText", "jsPsychSurveyMultiChoice"),
  "`chsRecord`, `chsSurvey`, `chsTemplates`": () =>
    [chsRecord.VideoConfigPlugin, chsSurvey.ConsentSurveyPlugin, chsTemplates.consentVideo].every(Boolean),
};

/** The outcome of a probe: `yes`, or why not. */
async function outcome(probe) {
  const late = wait(20_000).then(() => "nothing happened");
  const tried = (async () => ((await probe()) === true ? "yes" : "something else happened"))();
  return Promise.race([tried.catch((error) => String(error)), late]);
}

// Browsers want a press for a full screen, a window and sound.
const begin = shown("button", { textContent: "Begin" });
await new Promise((resolve) => (begin.onclick = resolve));
const outcomes = Object.entries(probes).map(async ([name, probe]) => [name, await outcome(probe)]);
window.outcomes = Object.fromEntries(await Promise.all(outcomes));

const jsPsych = initJsPsych({ on_finish: () => (location.href = `${other}/end`) });
jsPsych.run([{ type: jsPsychHtmlButtonResponse, stimulus: "All is known", choices: ["Finish"] }]);
