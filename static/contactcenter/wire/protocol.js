// The messages of all sockets as types; nothing is loaded. Written by `manage.py protocol`; do not edit.

export {};

/** @typedef {"asked" | "requested" | "accepted" | "connected" | "reconnecting" | "declined" | "cancelled" | "expired" | "ended" | "failed"} CallState */
/** @typedef {"not-asked" | "asking" | "granted" | "blocked-person" | "blocked-page" | "blocked-system" | "no-device" | "in-use" | "muted" | "off" | "lost"} DeviceState */
/** @typedef {"chat" | "videocall" | "callback" | "invitation"} Entry */
/** @typedef {"open" | "answered" | "withdrawn" | "over"} HelpState */
/** @typedef {"orange" | "blue"} Ink */
/** @typedef {"good" | "weak" | "bad" | "lost"} LineQuality */
/** @typedef {"online" | "away" | "busy" | "wrapup" | "offline"} OperatorState */
/** @typedef {"client" | "operator" | "supervisor" | "system"} Role */
/** @typedef {"waiting" | "active" | "wrapup" | "closed" | "abandoned" | "missed"} State */
/** @typedef {"off" | "asked" | "on"} TextState */

/**
 * An alert that fires, or has been over for a short while. `text`: what its rule watches; `value`: what it was then.
 * @typedef {object} AlertView
 * @property {number} rule
 * @property {string} name
 * @property {string} text
 * @property {string} value
 * @property {"firing" | "resolved"} state
 * @property {string} since
 * @property {string | null} until
 */

/**
 * The author of a log entry. `id`: the operator's; only for operators, and absent for other authors.
 * @typedef {object} Author
 * @property {Role} role
 * @property {string} name
 * @property {number | null} id
 */

/**
 * An entry of the board's own log: a stroke, an erasure of `strokes` or of all up to number `upto`, or an undo. A stroke is visible unless an erasure hides it. A client's `clear` hides only the client's own strokes. `undo` ends the stroke, or the erasure (all its entries), that its role made under the name `stroke`. An `erasure` without a name can't be undone any more. `width` in ten-thousandths of the content's longer side.
 * @typedef {object} BoardMark
 * @property {number} seq
 * @property {Role} role
 * @property {"clear" | "erase" | "stroke" | "undo"} kind
 * @property {string} [stroke]
 * @property {string} [erasure]
 * @property {string[]} [strokes]
 * @property {number} [page]
 * @property {Ink} [ink]
 * @property {number} [width]
 * @property {number[]} [points]
 * @property {number} [upto]
 */

/**
 * What operator and client look at together (F5). `live`: the client's live picture; `share`: the file otherwise.
 * @typedef {object} BoardView
 * @property {string} id
 * @property {boolean} live
 * @property {string} share
 * @property {string} name
 * @property {string} mime
 * @property {number} pages
 */

/**
 * The actor. `name` is empty for the system.
 * @typedef {object} By
 * @property {Role} role
 * @property {string} name
 */

/**
 * Real-time text in a call (L2). `by`: the side that asks for it, or the side that refused it or turned it off.
 * @typedef {object} CallText
 * @property {TextState} state
 * @property {Role | null} by
 */

/**
 * A call as both sides see it. Times are ISO 8601 UTC; `deadline_at` is when the current state expires, null while the call goes on by text without picture and sound; `interrupted_by` is the side that lost the other, while the call is *reconnecting*. `client_leg` and `operator_leg` name the browser tab that carries each side; a tab whose leg isn't named there is out. `signing`: sign-language mode is on, so both sides send at least 20 pictures a second and give up size first.
 * @typedef {object} CallView
 * @property {string} id
 * @property {string} session
 * @property {CallState} state
 * @property {string} created_at
 * @property {string | null} accepted_at
 * @property {string | null} connected_at
 * @property {string | null} ended_at
 * @property {string | null} deadline_at
 * @property {Role | null} ended_by
 * @property {string} reason
 * @property {Role | null} interrupted_by
 * @property {boolean} video
 * @property {string | null} client_leg
 * @property {string | null} operator_leg
 * @property {Devices} client
 * @property {Devices} operator
 * @property {Defaults} defaults
 * @property {boolean} prompt
 * @property {boolean} signing
 * @property {CameraPermission} camera
 * @property {CallText} text
 */

/**
 * When a client wants to be called (E3). `phone` is E.164, `shown` as people write it; the window in UTC, `zone` the client's.
 * @typedef {object} CallbackView
 * @property {string} phone
 * @property {string} shown
 * @property {string} starts_at
 * @property {string} ends_at
 * @property {string} zone
 * @property {number} tries
 */

/**
 * What the operator asks of the client's camera, and may do with it. `asked`: the open question, to control its light and zoom or to flip to the one that faces the other way; `allowed`: the operator may control light and zoom until the client takes it back.
 * @typedef {object} CameraPermission
 * @property {"" | "control" | "flip"} asked
 * @property {boolean} allowed
 */

/**
 * What the client's open camera can do, and does. `facing`: empty if the device doesn't say; `flip`: another camera of the device faces the other way; `zoom`: null if it has none.
 * @typedef {object} CameraState
 * @property {"" | "environment" | "user"} facing
 * @property {boolean} flip
 * @property {"none" | "off" | "on"} torch
 * @property {ZoomRange | null} zoom
 */

/**
 * A canned response: `text` as first written, `texts` in other languages, by the names of our catalogues.
 * @typedef {object} CannedView
 * @property {string} shortcut
 * @property {string} text
 * @property {Record<string, string>} texts
 */

/**
 * The client as the operator sees them (S2, E1). `verified`: identity signed by the site; `parameters`: from the host page.
 * @typedef {object} ClientView
 * @property {string} name
 * @property {string} email
 * @property {string} phone
 * @property {string} language
 * @property {string} browser
 * @property {string} os
 * @property {string} topic
 * @property {Page} page
 * @property {number} earlier
 * @property {boolean} verified
 * @property {string} external_id
 * @property {Record<string, string>} parameters
 * @property {Page[]} path
 */

/**
 * Another operator, with their load (S5).
 * @typedef {object} ColleagueView
 * @property {number} id
 * @property {string} name
 * @property {OperatorState} state
 * @property {number} active
 * @property {number} limit
 */

/**
 * Which devices are on when a call starts (C3).
 * @typedef {object} Defaults
 * @property {boolean} operator_microphone
 * @property {boolean} operator_camera
 * @property {boolean} client_microphone
 * @property {boolean} client_camera
 */

/**
 * The state of one side's devices. `screen`: its picture is the screen, not the camera.
 * @typedef {object} Devices
 * @property {DeviceState} microphone
 * @property {DeviceState} camera
 * @property {boolean} screen
 */

/**
 * A queue a client can be redirected to (S5). `online`: how many other operators are online.
 * @typedef {object} GroupView
 * @property {number} id
 * @property {string} name
 * @property {number} waiting
 * @property {number} online
 */

/**
 * A call for help on the board. Those that are over stay for a minute; `by`: who has answered it; `key`: the session's row.
 * @typedef {object} HelpRequestView
 * @property {number} id
 * @property {string} session
 * @property {number} key
 * @property {number} number
 * @property {number} operator
 * @property {string} name
 * @property {string} reason
 * @property {string} at
 * @property {HelpState} state
 * @property {string} by
 * @property {string | null} ended_at
 */

/**
 * An open call for help, as the operator who asked sees it. `at`: asked.
 * @typedef {object} HelpView
 * @property {number} id
 * @property {string} reason
 * @property {string} at
 */

/**
 * @typedef {object} IceServer
 * @property {string[]} urls
 * @property {string} [username]
 * @property {string} [credential]
 */

/**
 * An invitation of this operator (E4). Link and code are shown once, when it's created: only their hashes are stored.
 * @typedef {object} InvitationView
 * @property {string} id
 * @property {string} name
 * @property {"expired" | "opened" | "revoked" | "unused" | "used" | "waiting"} state
 * @property {boolean} reusable
 * @property {string} created_at
 * @property {string} expires_at
 * @property {number} uses
 */

/**
 * A file or link of the library (F1). `own`: the operator's; otherwise common, managed by supervisors.
 * @typedef {object} LibraryView
 * @property {string} id
 * @property {"link" | "upload"} kind
 * @property {string} name
 * @property {number} size
 * @property {string} mime
 * @property {boolean} own
 * @property {string} author
 * @property {string} at
 * @property {number | null} width
 * @property {number | null} height
 * @property {string} url
 */

/**
 * The live call of a session. `since`: both sides have been connected; `quality`: the worse of what the two sides report.
 * @typedef {object} LiveCall
 * @property {string} state
 * @property {string | null} since
 * @property {LineQuality | null} quality
 */

/**
 * A group, and how many wait in it by entry. `longest`: since when the first of them has been waiting on a page; `goal`: the seconds in which clients are to be accepted.
 * @typedef {object} LiveGroup
 * @property {number} id
 * @property {string} name
 * @property {Record<string, number>} waiting
 * @property {string | null} longest
 * @property {number} goal
 */

/**
 * A number of the board. `value` is null where there's nothing to divide by; `link` leads to the list of what it counts.
 * @typedef {object} LiveMeasure
 * @property {string} name
 * @property {number | null} value
 * @property {string} link
 */

/**
 * An operator. `since`: of the present state; `sessions`: the conversations, by id; `wrapup`: the one to be wrapped up.
 * @typedef {object} LiveOperator
 * @property {number} id
 * @property {string} name
 * @property {OperatorState} state
 * @property {string} reason
 * @property {string | null} since
 * @property {number} limit
 * @property {string[]} sessions
 * @property {string | null} wrapup
 */

/**
 * A waiting or running session. `key` is the row's, for links; `since`: entered the queue, or was accepted; `due`: the client wants to be called at this time.
 * @typedef {object} LiveSession
 * @property {string} id
 * @property {number} key
 * @property {number} number
 * @property {Entry} entry
 * @property {"active" | "waiting"} state
 * @property {number} group
 * @property {string} client
 * @property {string} topic
 * @property {number | null} operator
 * @property {string} since
 * @property {boolean} away
 * @property {string | null} due
 * @property {LiveCall | null} call
 */

/**
 * The shared view. `zoom` in per cent of the fitting size, `turn` in degrees clockwise, `x` and `y` the centre. `rev` counts the stored views; 0 is a temporary one, while somebody is still moving it.
 * @typedef {object} Look
 * @property {number} page
 * @property {number} zoom
 * @property {number} turn
 * @property {number} x
 * @property {number} y
 * @property {number} rev
 */

/**
 * Read receipts: up to which shared sequence number each side has received and read (S4). They only grow.
 * @typedef {object} Marks
 * @property {number} client_delivered
 * @property {number} client_read
 * @property {number} operator_delivered
 * @property {number} operator_read
 */

/**
 * What supervisors have named, in the operator's language by the name as first written; names without a translation are left out.
 * @typedef {object} NamesView
 * @property {Record<string, string>} results
 * @property {Record<string, string>} tags
 * @property {Record<string, string>} reasons
 */

/**
 * A session as its operator sees it: everything the client sees, and more. `message`: left while nobody was available (E5); `language`: of the client's page, by the name of our catalogue; `files`: all of them, each a ShareView; `help`: the open call for help to supervisors (a HelpView).
 * @typedef {object} OperatorSessionView
 * @property {string} id
 * @property {number} number
 * @property {Entry} entry
 * @property {State} state
 * @property {boolean} away
 * @property {string | null} operator
 * @property {string} created_at
 * @property {string | null} accepted_at
 * @property {string | null} ended_at
 * @property {number} head
 * @property {LogEvent[]} events
 * @property {CallView[]} calls
 * @property {Marks} marks
 * @property {number | null} position
 * @property {CallbackView | null} callback
 * @property {Rating | null} rating
 * @property {BoardView | null} board
 * @property {ClientView} client
 * @property {string} widget
 * @property {string} language
 * @property {boolean} message
 * @property {string} result
 * @property {ShareView[]} files
 * @property {number} notes
 * @property {string[]} tags
 * @property {Devices} devices
 * @property {PastSession[]} history
 * @property {HelpView | null} help
 */

/**
 * The operator at the console. `state` is what others see; `chosen` what the operator picked; `idle`: the console picked it. `away_since`: null while online, and if it's unknown.
 * @typedef {object} OperatorView
 * @property {number} id
 * @property {string} name
 * @property {OperatorState} state
 * @property {"away" | "online"} chosen
 * @property {number} limit
 * @property {string} unavailable
 * @property {string} reason
 * @property {boolean} idle
 * @property {string | null} away_since
 * @property {boolean} chat
 * @property {boolean} video
 */

/**
 * The page of the host site the client is on (E1).
 * @typedef {object} Page
 * @property {string} url at most 2000 characters
 * @property {string} title at most 200 characters
 * @property {string} referrer at most 2000 characters
 */

/**
 * A session in a client's history, or in a search.
 * @typedef {object} PastSession
 * @property {string} id
 * @property {number} number
 * @property {Entry} entry
 * @property {string} created_at
 * @property {string} client
 * @property {string | null} operator
 * @property {string} result
 * @property {string} preview
 */

/**
 * The record of one leg; a side that was reloaded has several.
 * @typedef {object} QualityRecord
 * @property {"client" | "operator"} side
 * @property {string} began_at
 * @property {number} every
 * @property {boolean} relayed
 * @property {QualitySample[]} samples
 */

/**
 * The mean of a few seconds at one leg: parts in thousandths, times in milliseconds, the received picture's height in pixels. `level`: 0 good, 1 weak, 2 bad, 3 no connection.
 * @typedef {object} QualitySample
 * @property {number} loss 0 or more
 * @property {number} delay 0 or more
 * @property {number} jitter 0 or more
 * @property {number} frozen 0 or more
 * @property {number} kbit 0 or more
 * @property {number} height 0 or more
 * @property {number} level 0 or more
 */

/**
 * A waiting session as operators see it (S2). `client` is without path and parameters: `session.preview` has them.
 * @typedef {object} QueueItem
 * @property {string} id
 * @property {number} number
 * @property {Entry} entry
 * @property {string} since
 * @property {ClientView} client
 * @property {boolean} away
 * @property {string} widget
 * @property {string} group
 * @property {string} preview
 * @property {Devices} devices
 * @property {CallbackView | null} callback
 * @property {boolean} message
 * @property {boolean} only_you
 * @property {boolean} offered
 * @property {string | null} offer_until
 * @property {string} refusal
 */

/**
 * The client's rating: one to five.
 * @typedef {object} Rating
 * @property {number} value
 * @property {string} comment
 */

/**
 * A session as the supervisor saw it: an act on one that has changed since is refused, and the words say what happened.
 * @typedef {object} Seen
 * @property {State} state
 * @property {number | null} operator 1 or more
 */

/**
 * A session as its client sees it. `events` are the newest log entries (each a LogEvent of the receiver's audience), `head` the last number; `calls` are all calls of the session (each a CallView), oldest first; `board` is what is looked at together (a BoardView).
 * @typedef {object} SessionView
 * @property {string} id
 * @property {number} number
 * @property {Entry} entry
 * @property {State} state
 * @property {boolean} away
 * @property {string | null} operator
 * @property {string} created_at
 * @property {string | null} accepted_at
 * @property {string | null} ended_at
 * @property {number} head
 * @property {LogEvent[]} events
 * @property {CallView[]} calls
 * @property {Marks} marks
 * @property {number | null} position
 * @property {CallbackView | null} callback
 * @property {Rating | null} rating
 * @property {BoardView | null} board
 */

/**
 * One file of a session (F1, F2). `sent`: the client may see it; `url`: a link's target; `call`: a snapshot's call.
 * @typedef {object} ShareView
 * @property {string} id
 * @property {"link" | "snapshot" | "upload"} kind
 * @property {"deleted" | "pending" | "ready"} state
 * @property {string} name
 * @property {number} size
 * @property {string} mime
 * @property {string} sha256
 * @property {By} by
 * @property {string} at
 * @property {boolean} sent
 * @property {number | null} width
 * @property {number | null} height
 * @property {string} source
 * @property {string} url
 * @property {string} call
 */

/**
 * A line as far as it is typed. `line` becomes the id of the command that posts it when it's finished.
 * @typedef {object} TypedLine
 * @property {string} line 1 to 64 characters
 * @property {string} text at most 16000 characters
 */

/**
 * How far the camera can zoom, and how far it does now.
 * @typedef {object} ZoomRange
 * @property {number} least
 * @property {number} most
 * @property {number} step
 * @property {number} now
 */

/**
 * Answers a heartbeat; a socket that doesn't within a minute is closed.
 * @typedef {object} HeartbeatAnswer
 * @property {"heartbeat"} type
 * @property {string} id 1 to 64 characters
 * @property {number} beat 0 or more
 */

/**
 * Either side ends the conversation; a live call ends with it.
 * @typedef {object} SessionEnd
 * @property {"session.end"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Send again the entries after `after`.
 * @typedef {object} SessionResume
 * @property {"session.resume"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {number} after 0 or more
 */

/**
 * Send the entries before `before`. Answered by `session.page`.
 * @typedef {object} SessionHistory
 * @property {"session.history"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {number} before 0 or more
 */

/**
 * @typedef {object} MessagePost
 * @property {"message.post"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} text at most 16000 characters
 */

/**
 * Received and read up to these *shared* sequence numbers.
 * @typedef {object} MessageSeen
 * @property {"message.seen"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {number} delivered 0 or more
 * @property {number} [read] 0 or more
 */

/**
 * The sender is typing, or has stopped. Not stored.
 * @typedef {object} MessageType
 * @property {"message.type"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {boolean} on
 */

/**
 * Send the marks after `after` and the view. Answered by `board.marks`.
 * @typedef {object} BoardResume
 * @property {"board.resume"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {number} after 0 or more
 */

/**
 * Show this page to both sides, whole.
 * @typedef {object} BoardPage
 * @property {"board.page"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {number} page 1 or more
 */

/**
 * Set the shared view. `settled`: store it; otherwise more will follow.
 * @typedef {object} BoardLook
 * @property {"board.view"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {number} page 1 or more
 * @property {number} zoom 100 or more
 * @property {number} turn 0 or more
 * @property {number} x 0 or more
 * @property {number} y 0 or more
 * @property {boolean} settled
 */

/**
 * A piece of a stroke being drawn: x, y, x, y … from number `at` on. Forwarded, not stored.
 * @typedef {object} BoardInk
 * @property {"board.ink"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {string} stroke 1 to 16 characters
 * @property {number} page 1 or more
 * @property {Ink} ink
 * @property {number} width 4 or more
 * @property {number} at 0 or more
 * @property {number[]} points
 */

/**
 * A whole stroke: x, y, x, y … Repeating the same `stroke` has no effect.
 * @typedef {object} BoardStroke
 * @property {"board.stroke"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {string} stroke 1 to 16 characters
 * @property {number} page 1 or more
 * @property {Ink} ink
 * @property {number} width 4 or more
 * @property {number[]} points
 */

/**
 * Erase these strokes, whoever drew them. Everything erased under one `erasure` in several commands is undone together.
 * @typedef {object} BoardErase
 * @property {"board.erase"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {string} erasure 1 to 16 characters
 * @property {string[]} strokes
 */

/**
 * Undo one's own stroke or erasure, by its name.
 * @typedef {object} BoardUndo
 * @property {"board.undo"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {string} stroke 1 to 16 characters
 */

/**
 * Erase everything up to mark `upto`; a client only their own strokes. `erasure` names it for an undo.
 * @typedef {object} BoardClear
 * @property {"board.clear"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {number} upto 0 or more
 * @property {string | null} [erasure] 1 to 16 characters
 */

/**
 * Show one's pointer to the other side. Forwarded, not stored.
 * @typedef {object} BoardPoint
 * @property {"board.point"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {number} x 0 or more
 * @property {number} y 0 or more
 * @property {boolean} [on]
 */

/**
 * The client declines the request; the operator declines what the client asked for.
 * @typedef {object} CallDecline
 * @property {"call.decline"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {"browser" | "no-microphone" | "refused"} [reason]
 */

/**
 * The operator withdraws the request, or the client what it asked for.
 * @typedef {object} CallCancel
 * @property {"call.cancel"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 */

/**
 * @typedef {object} CallHangup
 * @property {"call.hangup"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 */

/**
 * This tab becomes the sender's leg: to arm while it rings, or to take over after a reload. Answered by `call.ice`; while it rings only if calls are armed.
 * @typedef {object} CallJoin
 * @property {"call.join"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 */

/**
 * This leg receives the other's media.
 * @typedef {object} CallConnected
 * @property {"call.connected"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 */

/**
 * This leg lost the other.
 * @typedef {object} CallInterrupted
 * @property {"call.interrupted"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 */

/**
 * The state of this leg's devices (C5).
 * @typedef {object} CallMedia
 * @property {"call.media"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {DeviceState} microphone
 * @property {DeviceState} camera
 * @property {boolean} [screen]
 */

/**
 * Forward to the other leg unchanged.
 * @typedef {object} CallSignalSend
 * @property {"call.signal"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {string} data 2 to 32768 characters
 */

/**
 * The quality record of this leg from its beginning (C13); replaces the previous one. `every`: the seconds of one sample. Accepted from a leg of a running call, and for a minute after its end.
 * @typedef {object} CallQualitySend
 * @property {"call.quality"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {number} every 1 or more
 * @property {boolean} relayed
 * @property {QualitySample[]} samples
 */

/**
 * Switch sign-language mode on or off for both sides (L2), by the tab that carries either of them.
 * @typedef {object} CallSigning
 * @property {"call.signing"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {boolean} on
 */

/**
 * End the operator's control of the client's camera, by either side.
 * @typedef {object} CameraEnd
 * @property {"camera.end"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 */

/**
 * Turn real-time text on or off. Turning it on asks the other side, unless it has agreed in this call; turning it off ends it for both, or refuses what the other side asked.
 * @typedef {object} TextSet
 * @property {"text.set"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {boolean} on
 */

/**
 * Change the line: at `at` remove `cut` units, and put `add` there. `rev` counts this leg's changes without gaps. Refused with `text.off` unless both sides have agreed, and with `call.alone` while nobody is there.
 * @typedef {object} TextEdit
 * @property {"text.edit"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {number} rev 0 or more
 * @property {string} line 1 to 64 characters
 * @property {number} at 0 or more
 * @property {number} cut 0 or more
 * @property {string} add at most 16000 characters
 */

/**
 * All of it: the lines whose messages are on their way, and the one being typed. `again`: the other side is to answer with its own. `back`: what this side has of the other's line, for a page that was reloaded and has no storage.
 * @typedef {object} TextShow
 * @property {"text.show"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {number} rev 0 or more
 * @property {TypedLine[]} lines
 * @property {TypedLine | null} [back]
 * @property {boolean} [again]
 */

/**
 * The client's first command. `language`: of the page.
 * @typedef {object} ClientHello
 * @property {"hello"} type
 * @property {string} id 1 to 64 characters
 * @property {string} [token] at most 200 characters
 * @property {string} [language] at most 35 characters
 */

/**
 * Enter the queue (E1). Answered by `session.snapshot`. `language`: of the page, and from then on of the session.
 * @typedef {object} EntryStart
 * @property {"entry.start"} type
 * @property {string} id 1 to 64 characters
 * @property {string | null} [name] at most 200 characters
 * @property {string | null} [email] at most 200 characters
 * @property {string | null} [phone] at most 200 characters
 * @property {Entry} entry
 * @property {string} [language] at most 35 characters
 * @property {string} [topic] at most 200 characters
 * @property {string} [message] at most 16000 characters
 * @property {boolean} [consent]
 * @property {Page} [page]
 * @property {string} [slot] at most 200 characters
 * @property {string} [zone] at most 200 characters
 * @property {string} [code] at most 200 characters
 * @property {Record<string, string>} [parameters]
 */

/**
 * Leave a message that operators answer later (E5). `session`: it replaces this waiting session; `language`: of the page.
 * @typedef {object} MessageLeave
 * @property {"message.leave"} type
 * @property {string} id 1 to 64 characters
 * @property {string | null} [name] at most 200 characters
 * @property {string | null} [email] at most 200 characters
 * @property {string | null} [phone] at most 200 characters
 * @property {string} [message] at most 16000 characters
 * @property {string} [language] at most 35 characters
 * @property {boolean} [consent]
 * @property {Page} [page]
 * @property {string | null} [session] 1 to 64 characters
 */

/**
 * Result of the waiting client's device check (E2).
 * @typedef {object} DevicesCheck
 * @property {"devices.check"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {DeviceState} microphone
 * @property {DeviceState} camera
 */

/**
 * Ask for a phone call instead of waiting, and keep the place in the queue (E3).
 * @typedef {object} CallbackChoose
 * @property {"callback.choose"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} phone at most 200 characters
 * @property {string} [slot] at most 200 characters
 * @property {string} [zone] at most 200 characters
 */

/**
 * The client's identity, signed by the site's own server (W1).
 * @typedef {object} ClientIdentify
 * @property {"client.identify"} type
 * @property {string} id 1 to 64 characters
 * @property {string} token at most 4000 characters
 */

/**
 * Facts about the client from the host page (S9).
 * @typedef {object} ParametersSet
 * @property {"parameters.set"} type
 * @property {string} id 1 to 64 characters
 * @property {Record<string, string>} parameters
 */

/**
 * Stop waiting.
 * @typedef {object} SessionLeave
 * @property {"session.leave"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * One to five, with a comment (S6). The last one counts.
 * @typedef {object} SessionRate
 * @property {"session.rate"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {number} value 1 or more
 * @property {string} [comment] at most 1000 characters
 */

/**
 * Mail the conversation to this address (S6).
 * @typedef {object} TranscriptSend
 * @property {"transcript.send"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} email at most 200 characters
 */

/**
 * The client's host page changed (E1).
 * @typedef {object} PageVisit
 * @property {"page.visit"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {Page} page
 */

/**
 * The client asks for a call; the operator decides (C4). `call.cancel` withdraws it.
 * @typedef {object} CallAsk
 * @property {"call.ask"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 */

/**
 * The client accepts, with video or with audio only.
 * @typedef {object} CallAccept
 * @property {"call.accept"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {boolean} video
 */

/**
 * This device has no picture of its own to give.
 * @typedef {object} SnapshotRefuse
 * @property {"snapshot.refuse"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} request 1 to 64 characters
 */

/**
 * Answer the operator's question. A client who agrees to flip does so itself.
 * @typedef {object} CameraAnswer
 * @property {"camera.answer"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {"control" | "flip"} what
 * @property {boolean} yes
 */

/**
 * What this leg's camera can do and does, for the operator. Sent again whenever the operator's leg is another one; not stored.
 * @typedef {object} CameraStateSend
 * @property {"camera.state"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {CameraState | null} camera
 */

/**
 * The operator's first command; the http session tells who it is. `language`: of the page.
 * @typedef {object} OperatorHello
 * @property {"hello"} type
 * @property {string} id 1 to 64 characters
 * @property {string} [language] at most 35 characters
 */

/**
 * Set the operator online, or away for a reason; and which kinds of session they take. `idle`: set by the console itself.
 * @typedef {object} PresenceSet
 * @property {"presence.set"} type
 * @property {string} id 1 to 64 characters
 * @property {"away" | "online"} state
 * @property {string} [reason] at most 200 characters
 * @property {boolean} [chat]
 * @property {boolean} [video]
 * @property {boolean} [idle]
 */

/**
 * @typedef {object} SessionPreviewAsk
 * @property {"session.preview"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Accept a waiting session; the first of several operators wins (S3).
 * @typedef {object} SessionAccept
 * @property {"session.accept"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Decline an offer: it goes to the next operator (S3).
 * @typedef {object} SessionPass
 * @property {"session.pass"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Result and note of an ended session; closes it (S6).
 * @typedef {object} SessionWrapup
 * @property {"session.wrapup"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} [result] at most 200 characters
 * @property {string} [note] at most 16000 characters
 * @property {string[]} [tags]
 */

/**
 * Ask where a session can be redirected (S5). Answered by `colleagues.found`.
 * @typedef {object} ColleaguesFind
 * @property {"colleagues.find"} type
 * @property {string} id 1 to 64 characters
 */

/**
 * Redirect the session to a colleague or a group, with a note (S5). Exactly one of `operator` and `group`.
 * @typedef {object} SessionRedirect
 * @property {"session.redirect"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {number | null} [operator] 1 or more
 * @property {number | null} [group] 1 or more
 * @property {string} [note] at most 16000 characters
 */

/**
 * Search the operator's own past sessions. Answered by `sessions.found`.
 * @typedef {object} SessionSearch
 * @property {"session.search"} type
 * @property {string} id 1 to 64 characters
 * @property {string} text 2 to 100 characters
 */

/**
 * A past session: the operator's own, or of a client the operator serves now. Answered by `session.read`.
 * @typedef {object} SessionReadAsk
 * @property {"session.read"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Correct the client's details (S9).
 * @typedef {object} ClientEdit
 * @property {"client.edit"} type
 * @property {string} id 1 to 64 characters
 * @property {string | null} [name] at most 200 characters
 * @property {string | null} [email] at most 200 characters
 * @property {string | null} [phone] at most 200 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Ban this client, with a reason; ends the session (S8).
 * @typedef {object} ClientBan
 * @property {"client.ban"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} reason 1 to 200 characters
 */

/**
 * The operator called the number: reached, or no answer (E3).
 * @typedef {object} CallbackTry
 * @property {"callback.try"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {"called" | "no-answer"} outcome
 */

/**
 * No answer: back into the queue, to be called later (E3).
 * @typedef {object} CallbackPostpone
 * @property {"callback.postpone"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {"hour" | "quarter" | "tomorrow"} delay
 */

/**
 * Answered by `invitation.created`. `seconds`: its validity, one minute to 90 days. `session`: whose client it's for.
 * @typedef {object} InvitationCreate
 * @property {"invitation.create"} type
 * @property {string} id 1 to 64 characters
 * @property {number} seconds 60 or more
 * @property {boolean} [reusable]
 * @property {string} [name] at most 200 characters
 * @property {string | null} [session] 1 to 64 characters
 */

/**
 * @typedef {object} InvitationRevoke
 * @property {"invitation.revoke"} type
 * @property {string} id 1 to 64 characters
 * @property {string} invitation 1 to 64 characters
 */

/**
 * @typedef {object} NotePost
 * @property {"note.post"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} text at most 16000 characters
 */

/**
 * Make a file visible to the client (F2).
 * @typedef {object} ShareSend
 * @property {"share.send"} type
 * @property {string} id 1 to 64 characters
 * @property {string} share 1 to 64 characters
 */

/**
 * @typedef {object} ShareDelete
 * @property {"share.delete"} type
 * @property {string} id 1 to 64 characters
 * @property {string} share 1 to 64 characters
 */

/**
 * Rename a file; the extension stays.
 * @typedef {object} ShareRename
 * @property {"share.rename"} type
 * @property {string} id 1 to 64 characters
 * @property {string} share 1 to 64 characters
 * @property {string} name at most 200 characters
 */

/**
 * Add a link (http or https) to the session; `send`: to the chat at once.
 * @typedef {object} ShareLink
 * @property {"share.link"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} url at most 2000 characters
 * @property {string} [name] at most 200 characters
 * @property {boolean} [send]
 */

/**
 * Search the common library and the operator's own. Answered by `library.found`.
 * @typedef {object} LibraryFind
 * @property {"library.find"} type
 * @property {string} id 1 to 64 characters
 * @property {string} [text] at most 100 characters
 */

/**
 * Add a library item to the session and send it to its chat.
 * @typedef {object} LibrarySend
 * @property {"library.send"} type
 * @property {string} id 1 to 64 characters
 * @property {string} item 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Copy a file an operator added to a session to one's own library.
 * @typedef {object} LibraryKeep
 * @property {"library.keep"} type
 * @property {string} id 1 to 64 characters
 * @property {string} share 1 to 64 characters
 */

/**
 * Add a link to one's own library.
 * @typedef {object} LibraryLink
 * @property {"library.link"} type
 * @property {string} id 1 to 64 characters
 * @property {string} url at most 2000 characters
 * @property {string} [name] at most 200 characters
 */

/**
 * @typedef {object} LibraryRename
 * @property {"library.rename"} type
 * @property {string} id 1 to 64 characters
 * @property {string} item 1 to 64 characters
 * @property {string} name at most 200 characters
 */

/**
 * Delete one's own item; copies already sent stay in their sessions.
 * @typedef {object} LibraryDelete
 * @property {"library.delete"} type
 * @property {string} id 1 to 64 characters
 * @property {string} item 1 to 64 characters
 */

/**
 * Look together at a picture or PDF of this session, or (without `share`) at the live picture of its call.
 * @typedef {object} BoardOpen
 * @property {"board.open"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string | null} [share] 1 to 64 characters
 */

/**
 * Replace the live picture with this file; the drawing stays.
 * @typedef {object} BoardFreeze
 * @property {"board.freeze"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 * @property {string} share 1 to 64 characters
 */

/**
 * @typedef {object} BoardClose
 * @property {"board.close"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} board 1 to 64 characters
 */

/**
 * The operator asks the client into a call: the prompt of C4 (no prompt if the client asked for it). `signing`: begin it in sign-language mode, or not; without it the call begins as the last one of the session was.
 * @typedef {object} CallRequest
 * @property {"call.request"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {boolean | null} [signing]
 */

/**
 * Send the client the steps that make this device work; a log entry for both (C5).
 * @typedef {object} HelpSend
 * @property {"help.send"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {"camera" | "microphone"} device
 */

/**
 * Take a picture of what the client shows. Answered by `snapshot.asked`; the picture comes as a file (C8).
 * @typedef {object} SnapshotAsk
 * @property {"snapshot.ask"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 */

/**
 * Ask for the connection quality of a call. Answered by `call.quality`.
 * @typedef {object} CallQualityAsk
 * @property {"call.quality.read"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 */

/**
 * Ask the client to be allowed to control the light and the zoom of its camera, or to flip to its other camera.
 * @typedef {object} CameraAsk
 * @property {"camera.ask"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {"control" | "flip"} what
 */

/**
 * Withdraw the question.
 * @typedef {object} CameraUnask
 * @property {"camera.unask"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 */

/**
 * Control the client's camera, if it's allowed. The client's device does what it can, and reports what it does.
 * @typedef {object} CameraSet
 * @property {"camera.set"} type
 * @property {string} id 1 to 64 characters
 * @property {string} call 1 to 64 characters
 * @property {string} leg 1 to 64 characters
 * @property {boolean | null} [torch]
 * @property {number | null} [zoom]
 */

/**
 * Ask supervisors for help in this session.
 * @typedef {object} HelpAsk
 * @property {"help.ask"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} reason at most 2000 characters
 */

/**
 * Withdraw the call for help.
 * @typedef {object} HelpWithdraw
 * @property {"help.withdraw"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 */

/**
 * Ask for the operator's own numbers of today. Answered by `day`.
 * @typedef {object} DayAsk
 * @property {"day.ask"} type
 * @property {string} id 1 to 64 characters
 */

/**
 * The supervisor's first command; the http session tells who it is. Answered by `board`, and by another one after each change. `language`: of the page.
 * @typedef {object} SupervisorHello
 * @property {"hello"} type
 * @property {string} id 1 to 64 characters
 * @property {string} [language] at most 35 characters
 */

/**
 * Redirect a waiting or active session. Exactly one of `operator` and `group`.
 * @typedef {object} ActRedirect
 * @property {"act.redirect"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} reason at most 800 characters
 * @property {number | null} [operator] 1 or more
 * @property {number | null} [group] 1 or more
 * @property {Seen | null} [seen]
 */

/**
 * End a session; one that waits is missed.
 * @typedef {object} ActEnd
 * @property {"act.end"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} reason at most 800 characters
 * @property {Seen | null} [seen]
 */

/**
 * End the wrap-up of a session.
 * @typedef {object} ActWrapup
 * @property {"act.wrapup"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {string} reason at most 800 characters
 */

/**
 * Set an operator online, or away with one of the reasons of the list (`away_reason`).
 * @typedef {object} ActState
 * @property {"act.state"} type
 * @property {string} id 1 to 64 characters
 * @property {number} operator 1 or more
 * @property {"away" | "online"} state
 * @property {string} reason at most 800 characters
 * @property {string} [away_reason] at most 200 characters
 */

/**
 * Sign an operator out everywhere.
 * @typedef {object} ActSignOut
 * @property {"act.signout"} type
 * @property {string} id 1 to 64 characters
 * @property {number} operator 1 or more
 * @property {string} reason at most 800 characters
 */

/**
 * Answer an operator's call for help; only operators read it. `request`: the id in `help` of the board.
 * @typedef {object} HelpAnswer
 * @property {"help.answer"} type
 * @property {string} id 1 to 64 characters
 * @property {string} session 1 to 64 characters
 * @property {number} request 1 or more
 * @property {string} text at most 2000 characters
 */

/**
 * The command was carried out and is stored. `session` and `seq` give the position of its first event in the log, in the numbers of the sender's audience.
 * @typedef {object} Ack
 * @property {"ack"} type
 * @property {string} id
 * @property {string | null} session
 * @property {number | null} seq
 */

/**
 * The command was refused: a stable `code` (`noun.reason`) and the reason in words. `id` is null if unreadable.
 * @typedef {object} FaultAnswer
 * @property {"fault"} type
 * @property {string | null} id
 * @property {string} code
 * @property {string} text
 * @property {boolean} retry
 */

/**
 * A chat message. `command` is the id its sender gave it.
 * @typedef {object} MessagePosted
 * @property {"message.posted"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {string} text
 * @property {string | null} command
 */

/**
 * An internal note: operators only. `command` is the id its writer gave it; null if the system wrote it for them.
 * @typedef {object} NotePosted
 * @property {"note.posted"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {string} text
 * @property {string | null} command
 */

/**
 * A step of the session's life (S1, S7). `step` names it; the other fields are the state afterwards.
 * @typedef {object} SessionChanged
 * @property {"session.changed"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {"abandoned" | "accepted" | "banned" | "callback" | "client-away" | "client-back" | "closed" | "ended" | "left" | "message" | "missed" | "postponed" | "queued" | "redirected"} step
 * @property {State} state
 * @property {boolean} away
 * @property {string | null} operator
 * @property {string} result
 */

/**
 * The client moved to another page, or the client's data were edited: operators only.
 * @typedef {object} ClientChanged
 * @property {"client.changed"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {ClientView} client
 */

/**
 * Redirected to a colleague or a group (S5). `note` is for operators: the client's entry has none.
 * @typedef {object} SessionRedirected
 * @property {"session.redirected"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {string} to
 * @property {string} note
 */

/**
 * @typedef {object} SessionRated
 * @property {"session.rated"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {Rating} rating
 */

/**
 * The operator called the client's phone, or postponed the next call until `starts_at` (E3): operators only.
 * @typedef {object} CallbackTried
 * @property {"callback.tried"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {"called" | "no-answer" | "postponed"} outcome
 * @property {number} tries
 * @property {string | null} starts_at
 */

/**
 * Everything the widget shows: the answer to the client's hello.
 * @typedef {object} ClientSnapshot
 * @property {"client.snapshot"} type
 * @property {string} at
 * @property {string} name
 * @property {SessionView | null} session
 * @property {string} email
 */

/**
 * Everything the console shows: the answer to the operator's hello. `waiting`: how many wait, including those not in `queue`; `written_in`: the language supervisors write in first.
 * @typedef {object} DeskSnapshot
 * @property {"desk.snapshot"} type
 * @property {string} at
 * @property {OperatorView} me
 * @property {QueueItem[]} queue
 * @property {number} waiting
 * @property {OperatorSessionView[]} sessions
 * @property {CannedView[]} canned
 * @property {string[]} results
 * @property {string[]} tags
 * @property {string[]} reasons
 * @property {InvitationView[]} invitations
 * @property {NamesView} names
 * @property {string} written_in
 */

/**
 * The queue and the operator's own state and invitations: complete, not a difference. Only part of a long queue is shown; `waiting` is how many wait in all.
 * @typedef {object} DeskChanged
 * @property {"desk.changed"} type
 * @property {OperatorView} me
 * @property {QueueItem[]} queue
 * @property {number} waiting
 * @property {InvitationView[]} invitations
 */

/**
 * Answers `invitation.create`: the only time link and code are shown. `qr` is an SVG path's `d` on a grid of `size`.
 * @typedef {object} InvitationCreated
 * @property {"invitation.created"} type
 * @property {InvitationView} invitation
 * @property {string} link
 * @property {string} code
 * @property {string} qr
 * @property {number} size
 */

/**
 * Answers `colleagues.find`: all others and all groups with their load, by name.
 * @typedef {object} ColleaguesFound
 * @property {"colleagues.found"} type
 * @property {ColleagueView[]} colleagues
 * @property {GroupView[]} groups
 */

/**
 * Answers `session.search`, newest first.
 * @typedef {object} SessionsFound
 * @property {"sessions.found"} type
 * @property {string} text
 * @property {PastSession[]} sessions
 */

/**
 * Answers `session.read`: a whole past session, read-only.
 * @typedef {object} SessionRead
 * @property {"session.read"} type
 * @property {OperatorSessionView} session
 */

/**
 * Availability of the client's widget (E5). `entries`: why each can't be used now, in words (empty: it can).
 * @typedef {object} AvailabilityChanged
 * @property {"availability.changed"} type
 * @property {"busy" | "offline" | "online"} state
 * @property {string} reason
 * @property {Record<string, string>} entries
 */

/**
 * One whole session: sent when an operator gets it, and when a gap is too wide to fill entry by entry.
 * @typedef {object} SessionSnapshot
 * @property {"session.snapshot"} type
 * @property {OperatorSessionView | SessionView} session
 */

/**
 * A waiting session, to look at before accepting (S2).
 * @typedef {object} SessionPreview
 * @property {"session.preview"} type
 * @property {OperatorSessionView} session
 */

/**
 * The session is no longer this operator's: remove it from the console.
 * @typedef {object} SessionDropped
 * @property {"session.dropped"} type
 * @property {string} session
 */

/**
 * Older entries of a session's log, oldest first; `more` if there are still older ones.
 * @typedef {object} SessionPage
 * @property {"session.page"} type
 * @property {string} session
 * @property {LogEvent[]} events
 * @property {boolean} more
 */

/**
 * The client's place in the queue, counted from one; `expected_wait`: seconds from the entry on, null if unknown.
 * @typedef {object} QueuePosition
 * @property {"queue.position"} type
 * @property {string} session
 * @property {number} position
 * @property {number | null} expected_wait
 */

/**
 * @typedef {object} MessageTyping
 * @property {"message.typing"} type
 * @property {string} session
 * @property {By} by
 * @property {boolean} on
 */

/**
 * @typedef {object} MessageMarks
 * @property {"message.marks"} type
 * @property {string} session
 * @property {Marks} marks
 */

/**
 * Sent every twenty seconds, and sooner after much was sent. `heads`: the last number of each session this socket follows, or of none; `at`: the server's clock.
 * @typedef {object} Heartbeat
 * @property {"heartbeat"} type
 * @property {number} beat
 * @property {string} at
 * @property {Record<string, number>} heads
 */

/**
 * A file was added, sent to the chat, renamed, or deleted.
 * @typedef {object} ShareChanged
 * @property {"share.changed"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {"added" | "deleted" | "renamed" | "sent"} change
 * @property {ShareView} file
 */

/**
 * The operator took a snapshot of what the client shows (C8); both sides are told. `screen`: of the client's screen.
 * @typedef {object} SnapshotTaken
 * @property {"snapshot.taken"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {boolean} screen
 */

/**
 * Answers `library.find`, by name; `more` if there are others: the search needs more text.
 * @typedef {object} LibraryFound
 * @property {"library.found"} type
 * @property {string} text
 * @property {LibraryView[]} items
 * @property {boolean} more
 */

/**
 * The operator opened something to look at together; the previous one is closed.
 * @typedef {object} BoardOpened
 * @property {"board.opened"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {BoardView} board
 */

/**
 * The live picture is frozen from now on: it's a file of the session.
 * @typedef {object} BoardFrozen
 * @property {"board.frozen"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {BoardView} board
 */

/**
 * Looking together has ended.
 * @typedef {object} BoardClosed
 * @property {"board.closed"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {string} board
 */

/**
 * The next mark: its number follows the last one; otherwise ask by `board.resume`.
 * @typedef {object} BoardMarked
 * @property {"board.marked"} type
 * @property {string} session
 * @property {string} board
 * @property {BoardMark} mark
 */

/**
 * Answers `board.resume`: the marks after `after` that still count (each a BoardMark; numbers may be missing), up to `head`, and the view. A long answer comes in several messages, each continuing the last one.
 * @typedef {object} BoardMarks
 * @property {"board.marks"} type
 * @property {string} session
 * @property {string} board
 * @property {number} after
 * @property {number} head
 * @property {BoardMark[]} marks
 * @property {Look} look
 */

/**
 * A stroke being drawn: `points` continue at number `at`. Not stored; the whole stroke comes as a mark.
 * @typedef {object} BoardInked
 * @property {"board.inked"} type
 * @property {string} session
 * @property {string} board
 * @property {Role} role
 * @property {string} stroke
 * @property {number} page
 * @property {Ink} ink
 * @property {number} width
 * @property {number} at
 * @property {number[]} points
 */

/**
 * The current shared view.
 * @typedef {object} BoardViewed
 * @property {"board.viewed"} type
 * @property {string} session
 * @property {string} board
 * @property {Role} role
 * @property {Look} look
 */

/**
 * The other side's pointer; `on` is false when it's gone. Not stored.
 * @typedef {object} BoardPointed
 * @property {"board.pointed"} type
 * @property {string} session
 * @property {string} board
 * @property {Role} role
 * @property {number} x
 * @property {number} y
 * @property {boolean} on
 */

/**
 * A step of the call, and its state afterwards. `move` is a move of the table in `moves.py`, or `join` (another tab carries a side), `media` (devices changed), `screen` (a side started or stopped sharing its screen), `signing` (a side switched sign-language mode on or off), a step about the client's camera (`control-ask`, `control-allow`, `control-decline`, `control-end`, `flip-ask`, `flip-allow`, `flip-decline`, `camera-unask`), one about real-time text (`text-ask`, `text-on`, `text-off`, `text-decline`, `text-withdraw`), or `held` (picture and sound don't come back, and the call goes on by text).
 * @typedef {object} CallChanged
 * @property {"call.changed"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {string} move
 * @property {CallView} call
 */

/**
 * A message of the other leg: opaque to the server, never stored.
 * @typedef {object} CallSignal
 * @property {"call.signal"} type
 * @property {string} call
 * @property {string} leg
 * @property {string} data
 */

/**
 * How this leg can reach the other: sent only to a leg of a live call. `relay`: relayed candidates only.
 * @typedef {object} CallIce
 * @property {"call.ice"} type
 * @property {string} call
 * @property {string} leg
 * @property {IceServer[]} servers
 * @property {boolean} relay
 */

/**
 * The operator sent the client the steps that make a device work; the client's page shows them for its own browser.
 * @typedef {object} HelpSent
 * @property {"help.sent"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {"camera" | "microphone"} device
 */

/**
 * The operator takes a picture of what the client shows (C8). Sent to the client's leg, which may answer `request` once, and to the operator's asking tab, which may do so too; the first answer counts. `seconds`: how long to wait for the client's.
 * @typedef {object} SnapshotAsked
 * @property {"snapshot.asked"} type
 * @property {string} call
 * @property {string} request
 * @property {number} seconds
 */

/**
 * The client's device can't answer: the operator's tab takes the frame it received.
 * @typedef {object} SnapshotRefused
 * @property {"snapshot.refused"} type
 * @property {string} call
 * @property {string} request
 */

/**
 * What the camera of the client's leg can do and does has changed. Sent to the operator's leg; `camera`: null while none is open.
 * @typedef {object} CameraShown
 * @property {"camera.state"} type
 * @property {string} call
 * @property {string} leg
 * @property {CameraState | null} camera
 */

/**
 * The operator controls the client's camera. Sent to the client's leg; null: stays as it is.
 * @typedef {object} CameraControlled
 * @property {"camera.set"} type
 * @property {string} call
 * @property {boolean | null} torch
 * @property {number | null} zoom
 */

/**
 * The quality records of a call, oldest first; sent to the tab that asked.
 * @typedef {object} CallQualityShown
 * @property {"call.quality"} type
 * @property {string} call
 * @property {QualityRecord[]} records
 */

/**
 * The other side has changed its line.
 * @typedef {object} TextEdited
 * @property {"text.edited"} type
 * @property {string} call
 * @property {string} leg
 * @property {number} rev
 * @property {string} line
 * @property {number} at
 * @property {number} cut
 * @property {string} add
 */

/**
 * All the other side has typed and not yet posted.
 * @typedef {object} TextShown
 * @property {"text.shown"} type
 * @property {string} call
 * @property {string} leg
 * @property {number} rev
 * @property {TypedLine[]} lines
 * @property {TypedLine | null} back
 * @property {boolean} again
 */

/**
 * Everything on the live board, sent whole whenever something on it changes. `at`: the server's clock. `waiting` and `sessions` are cut at a bound, the longest first; the measures count all. `messages`: left and unanswered.
 * @typedef {object} LiveBoard
 * @property {"board"} type
 * @property {string} at
 * @property {LiveMeasure[]} measures
 * @property {LiveGroup[]} groups
 * @property {LiveOperator[]} operators
 * @property {LiveSession[]} waiting
 * @property {LiveSession[]} sessions
 * @property {number} messages
 * @property {AlertView[]} alerts
 * @property {HelpRequestView[]} help
 */

/**
 * Nothing on the board has changed until `at`: a browser that hears neither this nor a board for a while shows it as stale.
 * @typedef {object} LiveBoardSame
 * @property {"board.same"} type
 * @property {string} at
 */

/**
 * A call for help and what became of it: operators only. `text`: the reason, or the answer; `help`: the open one afterwards.
 * @typedef {object} HelpChanged
 * @property {"help.changed"} type
 * @property {string} session
 * @property {number} seq
 * @property {number | null} shared
 * @property {string} at
 * @property {Author} by
 * @property {HelpState} state
 * @property {string} text
 * @property {HelpView | null} help
 */

/**
 * A supervisor has set this operator's state, or has signed them out.
 * @typedef {object} OperatorSteered
 * @property {"operator.steered"} type
 * @property {string} by
 * @property {"away" | "offline" | "online"} state
 * @property {string} reason
 */

/**
 * The operator's own numbers since midnight at the place, defined as in reports. Times in seconds; null where there's nothing to divide by. `missed`: offers that ran out. `satisfaction`: from 0 to 1, of `rated` sessions.
 * @typedef {object} OwnDay
 * @property {"day"} type
 * @property {number} accepted
 * @property {number} missed
 * @property {number | null} handling_time
 * @property {number | null} satisfaction
 * @property {number} rated
 * @property {number} online
 * @property {number} away
 */

/**
 * What the widget may send.
 * @typedef {ClientHello | HeartbeatAnswer | EntryStart | MessageLeave | DevicesCheck | CallbackChoose | ClientIdentify | ParametersSet | SessionLeave | SessionEnd | SessionRate | TranscriptSend | SessionResume | SessionHistory | MessagePost | MessageSeen | MessageType | PageVisit | BoardResume | BoardPage | BoardLook | BoardInk | BoardStroke | BoardErase | BoardUndo | BoardClear | BoardPoint | CallAsk | CallAccept | CallDecline | CallCancel | CallHangup | CallJoin | CallConnected | CallInterrupted | CallMedia | CallSignalSend | SnapshotRefuse | CallQualitySend | CallSigning | CameraAnswer | CameraEnd | CameraStateSend | TextSet | TextEdit | TextShow} ClientCommand
 */

/**
 * What the console may send.
 * @typedef {OperatorHello | HeartbeatAnswer | PresenceSet | SessionPreviewAsk | SessionAccept | SessionPass | SessionEnd | SessionWrapup | ColleaguesFind | SessionRedirect | SessionResume | SessionHistory | SessionSearch | SessionReadAsk | ClientEdit | ClientBan | CallbackTry | CallbackPostpone | InvitationCreate | InvitationRevoke | MessagePost | MessageSeen | MessageType | NotePost | ShareSend | ShareDelete | ShareRename | ShareLink | LibraryFind | LibrarySend | LibraryKeep | LibraryLink | LibraryRename | LibraryDelete | BoardOpen | BoardFreeze | BoardClose | BoardResume | BoardPage | BoardLook | BoardInk | BoardStroke | BoardErase | BoardUndo | BoardClear | BoardPoint | CallRequest | CallDecline | CallCancel | CallHangup | CallJoin | CallConnected | CallInterrupted | CallMedia | CallSignalSend | HelpSend | SnapshotAsk | CallQualitySend | CallQualityAsk | CallSigning | CameraAsk | CameraUnask | CameraEnd | CameraSet | TextSet | TextEdit | TextShow | HelpAsk | HelpWithdraw | DayAsk} OperatorCommand
 */

/**
 * What the live board may send.
 * @typedef {SupervisorHello | HeartbeatAnswer | ActRedirect | ActEnd | ActWrapup | ActState | ActSignOut | HelpAnswer} SupervisorCommand
 */

/**
 * An entry of a session's log.
 * @typedef {MessagePosted | NotePosted | SessionChanged | ClientChanged | SessionRedirected | SessionRated | CallbackTried | ShareChanged | SnapshotTaken | BoardOpened | BoardFrozen | BoardClosed | CallChanged | HelpSent | HelpChanged} LogEvent
 */

/**
 * Everything the server may send.
 * @typedef {Ack | FaultAnswer | MessagePosted | NotePosted | SessionChanged | ClientChanged | SessionRedirected | SessionRated | CallbackTried | ClientSnapshot | DeskSnapshot | DeskChanged | InvitationCreated | ColleaguesFound | SessionsFound | SessionRead | AvailabilityChanged | SessionSnapshot | SessionPreview | SessionDropped | SessionPage | QueuePosition | MessageTyping | MessageMarks | Heartbeat | ShareChanged | SnapshotTaken | LibraryFound | BoardOpened | BoardFrozen | BoardClosed | BoardMarked | BoardMarks | BoardInked | BoardViewed | BoardPointed | CallChanged | CallSignal | CallIce | HelpSent | SnapshotAsked | SnapshotRefused | CameraShown | CameraControlled | CallQualityShown | TextEdited | TextShown | LiveBoard | LiveBoardSame | HelpChanged | OperatorSteered | OwnDay} ServerEvent
 */

/**
 * A command before the socket has given it its `id`.
 * @template T
 * @typedef {T extends unknown ? Omit<T, "id"> : never} Unsent
 */
