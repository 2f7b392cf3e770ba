// The page's only way to the server: acts, readings, and the stream of what happens.

export async function read(path) {
  const answer = await fetch(`/play/${path}`);
  if (!answer.ok) throw new Error((await answer.json()).error ?? answer.statusText);
  return answer.json();
}

export async function act(name, fields) {
  const answer = await fetch(`/play/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  return settled(answer);
}

export async function upload(name, fields, files) {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.append(key, value);
  files.forEach((file, index) => form.append(`file${index}`, file, file.name ?? "photo.jpg"));
  return settled(await fetch(`/play/${name}`, { method: "POST", body: form }));
}

async function settled(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body;
}

export function listen(onEvent, onState) {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const socket = new WebSocket(`${scheme}://${location.host}/play/events`);
  socket.addEventListener("open", () => onState(true));
  socket.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    onState(false);
    setTimeout(() => listen(onEvent, onState), 1500);
  });
}
