/* Inspection: a photo is shrunk on the device and gets its time, position and SHA-256. */
"use strict";

(() => {
  const { portalInspection } = window;
  const POSITION_PATIENCE_MS = 4_000;

  const hashOf = async (bytes) => {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  /* As a JPEG whose longer side is at most `limits.photo_longest_side` pixels. */
  const shrunk = async (file, limits) => {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, limits.photo_longest_side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const quality = limits.photo_quality_percent / 100;
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
    if (!blob) throw new Error("the canvas gave no picture");
    return blob.arrayBuffer();
  };

  /* Null where the person does not allow it or the device does not know. */
  const position = () =>
    new Promise((resolve) => {
      navigator.geolocation.getCurrentPosition(
        ({ coords }) =>
          resolve({ latitude: coords.latitude.toFixed(5), longitude: coords.longitude.toFixed(5) }),
        () => resolve(null),
        { timeout: POSITION_PATIENCE_MS, maximumAge: 60_000 },
      );
    });

  /* A signature goes as it was drawn: a PNG. */
  const signed = async (blob, visit) => {
    const bytes = await blob.arrayBuffer();
    return {
      key: crypto.randomUUID(),
      visit,
      kind: "signature",
      type: "image/png",
      question: "",
      title: "ลายมือชื่อผู้แทน",
      bytes,
      size: bytes.byteLength,
      sha256: await hashOf(bytes),
      takenAt: new Date().toISOString(),
      position: null,
    };
  };

  const taken = async (file, { visit, question, title, withPosition, limits }) => {
    const bytes = await shrunk(file, limits);
    const key = crypto.randomUUID();
    return {
      key,
      visit,
      kind: "photo",
      type: "image/jpeg",
      question,
      title,
      bytes,
      size: bytes.byteLength,
      sha256: await hashOf(bytes),
      takenAt: new Date().toISOString(),
      position: withPosition ? await position() : null,
    };
  };

  /* For showing; a data address, because that is what the page's policy allows. */
  const preview = (photo) =>
    new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(new Blob([photo.bytes], { type: photo.type }));
    });

  portalInspection.photos = { preview, signed, taken };
})();
