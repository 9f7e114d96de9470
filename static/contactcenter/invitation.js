// An invitation's page: the widget's code on a page of its own. The server's text stays until it's clear what to show.

import { act, changed, data, drawWith, widget } from "./widget.js";
import { Invited } from "./widget/invitation.js";
import { invitationPage } from "./ui/widget/invitation.js";

/** @import { InvitationModel } from "./ui/widget/invitation.js" */
/** @import { Entered } from "./widget/invitation.js" */
/** @import { InvitationData } from "./widget/page_data.d.ts" */
/** @typedef {import("./widget.js").Act & {join: (fields: Entered) => unknown, stay: () =>
 *   void}} InvitationAct */

/** Checks devices at once only if that asks the reader nothing. */
async function mayLook() {
  const ask = (/** @type {PermissionName} */ name) =>
    navigator.permissions?.query({ name }).then(
      ({ state }) => state === "granted",
      () => false,
    );
  return (await ask("camera")) && (await ask("microphone"));
}

async function invite() {
  const invited = new Invited({ widget, data: /** @type {InvitationData} */ (data) });
  // The same object: the call's actions are added to it when its code arrives.
  const acts = /** @type {InvitationAct} */ (
    Object.assign(act, {
      join: (/** @type {Entered} */ fields) => invited.join(fields),
      stay: () => invited.stay(),
    })
  );
  invited.addEventListener("change", changed);
  invited.addEventListener("over", () => location.reload());
  drawWith((model) => invitationPage(/** @type {InvitationModel} */ (model), acts, invited));
  const [{ check }] = await Promise.all([widget.entries.ready(), widget.calls.ready()]);
  widget.change();
  if (invited.stage === "invited" && (await mayLook())) check.begin();
}

/** An ended link only leads its own client back, into an open conversation. */
function resume() {
  const { session } = widget.state;
  if (!session || !["waiting", "active"].includes(session.state)) return;
  widget.removeEventListener("change", resume);
  invite();
}

if (data.resume) widget.addEventListener("change", resume);
else invite();
