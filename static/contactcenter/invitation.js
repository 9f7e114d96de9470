// An invitation's page: the widget's code on a page of its own. What the server wrote stands until it is known what to show.

import { act, changed, data, drawWith, widget } from "./client.js";
import { Invited } from "./client/invited.js";
import { invitationPage } from "./ui/client/invitation.js";

/** Looks at devices at once only where that asks the reader nothing. */
async function mayLook() {
  const ask = (/** @type {any} */ name) => navigator.permissions?.query({ name }).then(({ state }) => state === "granted", () => false);
  return (await ask("camera")) && (await ask("microphone"));
}

async function invite() {
  const invited = new Invited({ widget, data });
  const acts = {
    ...act,
    join: (/** @type {any} */ fields) => invited.join(fields),
    stay: () => invited.stay(),
    start: () => widget.calls.preview?.start(),
    previewMicrophone: () => widget.calls.preview?.toggleMicrophone(),
    previewCamera: () => widget.calls.preview?.toggleCamera(),
  };
  invited.addEventListener("change", changed);
  invited.addEventListener("over", () => location.reload());
  drawWith((model) => invitationPage(model, acts, invited));
  await widget.calls.ready();
  const { Preview } = widget.calls.code;
  const preview = new Preview({
    tell: (/** @type {any} */ found) => {
      const { session } = widget.state;
      if (session?.state === "waiting") widget.wire.send({ type: "devices.check", session: session.id, ...found }).catch(() => {});
    },
  });
  widget.calls.preview = preview;
  preview.addEventListener("change", changed);
  if (invited.stage === "invited" && (await mayLook())) preview.start();
  widget.change();
}

/** A link that is over leads only its own client back, into a conversation that goes on. */
function resume() {
  const { session } = widget.state;
  if (!session || !["waiting", "active"].includes(session.state)) return;
  widget.removeEventListener("change", resume);
  invite();
}

if (data.resume) widget.addEventListener("change", resume);
else invite();
