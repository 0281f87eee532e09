// Plays a study of one frame and says in the page what came of it.
const [, , study, child] = location.pathname.split("/");
const result = document.getElementById("result");
const meta = document.querySelector('meta[name="ember-lookit-frameplayer/config/environment"]');
const settings = JSON.parse(decodeURIComponent(meta.content));
const headers = {
  "Content-Type": "application/vnd.api+json",
  "X-Requested-With": "XMLHttpRequest",
  "X-CSRFTOKEN": document.cookie.match(/csrftoken=([^;]+)/)[1],
};

async function ask(method, path, body) {
  const answer = await fetch("/api/v1/" + path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

async function play() {
  const protocol = (await ask("GET", `studies/${study}/`)).data.attributes;
  const sequence = new Function(protocol.generator + "; return generateProtocol({}, []).sequence")();
  const created = await ask("POST", "responses/", {
    data: {
      type: "responses",
      attributes: {
        completed: false,
        exp_data: {},
        sequence: [],
        recording_method: "recordrtc",
        global_event_timings: [],
      },
      relationships: {
        study: { data: { type: "studies", id: study } },
        child: { data: { type: "children", id: child } },
      },
    },
  });
  const id = created.data.id;
  const frame = { frameType: "TEXT", seen: true };
  await ask("PATCH", `responses/${id}/`, {
    data: {
      type: "responses",
      id,
      attributes: { sequence, exp_data: { [sequence[0]]: frame }, completed: true },
    },
  });
  const foreign = [];
  for (const path of ["/api/v3/me", "/api/v1/responses/", "/api/v1/children/"]) foreign.push((await fetch(path)).status);
  result.textContent = `saved ${id} ${settings.awsRecording.bucket} ${foreign}`;
}

play().catch((fault) => {
  result.textContent = String(fault);
});
