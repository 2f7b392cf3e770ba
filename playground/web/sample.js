// Photos for those who have none at hand: drawn, clearly marked as samples.

import { day, minute } from "./dom.js";
import { store } from "./store.js";

const SCENES = [["门头", "#9fb4c7"], ["货架", "#b9a88f"], ["证照", "#a9b8a2"]];
let drawn = 0;

export function samplePhotos(count) {
  return Promise.all(Array.from({ length: count }, (_, index) => draw(...SCENES[index % SCENES.length])));
}

function draw(scene, colour) {
  drawn += 1;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [960, 720];
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#dfe6ec";
  pen.fillRect(0, 0, 960, 720);
  pen.fillStyle = colour;
  pen.fillRect(160, 210, 640, 400);
  pen.fillStyle = "#44566a";
  pen.fillRect(130, 150, 700, 80);
  pen.fillStyle = "#f7f9fb";
  for (const left of [220, 520]) pen.fillRect(left, 320, 220, 200);
  pen.font = '36px "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
  pen.fillText(`示例照片 ${drawn}　${scene}`, 170, 203);
  pen.fillStyle = "#44566a";
  pen.fillText(`${day(store.now)} ${minute(store.now)}`, 130, 680);
  return new Promise((done) => canvas.toBlob((blob) => done(new File([blob], `sample-${drawn}.jpg`, { type: "image/jpeg" })), "image/jpeg", 0.85));
}
