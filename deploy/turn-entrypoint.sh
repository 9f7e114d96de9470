#!/bin/sh
# Start coturn with its secret from a file, not from the command line, which every process on the machine may read.
# Arguments go to coturn as they are.
set -eu

umask 077
conf=$(mktemp)
secret=$(cat "${TURN_SECRET_FILE:-/run/secrets/turn}")
[ "${#secret}" -ge 16 ] || { echo "The relay's secret is missing or shorter than 16 characters." >&2; exit 1; }
{
    cat "${TURN_CONF:-/etc/coturn/base.conf}"
    printf '\nstatic-auth-secret=%s\n' "$secret"
} >"$conf"
unset secret
exec turnserver -c "$conf" "$@"
