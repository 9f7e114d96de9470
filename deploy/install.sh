#!/bin/sh
# Install the product on Debian, or upgrade it, from the folder above this one. install.md is the book to it.
#     deploy/install.sh DOMAIN RELAY_DOMAIN PUBLIC_ADDRESS      the first time
#     deploy/install.sh                                         an upgrade
# Safe to repeat: data and /etc/contactcenter are kept, everything else is written anew.
set -eu
umask 022

TOP=/opt/contactcenter
ETC=/etc/contactcenter
ENV=$ETC/env
source=$(cd "$(dirname "$0")/.." && pwd -P)

say() { printf '\n== %s\n' "$*"; }
fail() { echo "$*" >&2; exit 1; }
secret() { python3 -c 'import secrets; print(secrets.token_urlsafe(64))'; }
kept() { (unset "$1"; . "$ENV"; eval "printf '%s' \"\${$1-}\""); } # the value of a variable in the environment file, without quotes

check_machine() {
    [ "$(id -u)" = 0 ] || fail "Run it as root."
    for program in nginx turnserver psql redis-server curl python3 systemctl; do
        command -v "$program" >/dev/null || fail "$program is missing: install the packages that install.md names."
    done
    python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' || fail "Python 3.11 or newer with its venv module is needed."
    [ -e "$ENV" ] || [ $# = 3 ] || fail "usage: $0 DOMAIN RELAY_DOMAIN PUBLIC_ADDRESS"
}

make_user() {
    id contactcenter >/dev/null 2>&1 ||
        useradd --system --home-dir /var/lib/contactcenter --shell /usr/sbin/nologin --user-group contactcenter
    install -d -m 0755 "$TOP" "$TOP/releases" "$TOP/static" "$ETC"
    install -d -m 0700 -o contactcenter -g contactcenter /var/lib/contactcenter /var/backups/contactcenter
}

write_environment() { # write_environment DOMAIN RELAY_DOMAIN PUBLIC_ADDRESS
    [ ! -e "$ENV" ] || return 0
    (umask 077 && cat >"$ENV.new" <<EOF
# The product's environment. Every variable: $TOP/current/deploy/.env.example.
# A value with anything but letters, digits and :/.,@_=+- goes into single quotes: systemd and shells read this file.
# After a change: contactcenter-restart
CONTACTCENTER_DOMAIN=$1
CONTACTCENTER_TURN_DOMAIN=$2
CONTACTCENTER_TURN_ADDRESS=$3
CONTACTCENTER_PUBLIC_URL=https://$1
CONTACTCENTER_BEHIND_PROXY=1
CONTACTCENTER_DATA_DIR=/var/lib/contactcenter
CONTACTCENTER_STATIC_ROOT=$TOP/static
DATABASE_URL=postgresql:////run/postgresql/contactcenter
REDIS_URL=redis://127.0.0.1:6379/0
CONTACTCENTER_TURN_URLS='turn:$2:3478?transport=udp,turn:$2:3478?transport=tcp,turns:$2:5349?transport=tcp'
CONTACTCENTER_TURN_SECRET=$(secret)
SECRET_KEY=$(secret)
EOF
    )
    mv "$ENV.new" "$ENV"
}

install_commands() {
    for name in "$source"/deploy/bin/*; do
        case $name in */contactcenter-backup) ;; *) install -m 0755 "$name" /usr/local/sbin/ ;; esac
    done
}

# Each release has a folder with its own libraries and its own list of static files; `current` names the one that runs. Going back is naming
# an earlier one. This script is in the folder, too: run from there it finds that the release is complete.
unpack_release() {
    version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$source/pyproject.toml")
    files() {
        tar -C "$source" -c --sort=name --owner=0 --group=0 --mtime=@0 --mode=u=rwX,go=rX --exclude=./.git --exclude=./.venv \
            --exclude=./node_modules --exclude=./var --exclude=./tests --exclude=./bench --exclude=./test-results \
            --exclude=./deploy/.env --exclude=./deploy/backups --exclude=./staticfiles.json --exclude=./.complete --exclude=./.observability \
            --exclude='./.*_cache' --exclude=__pycache__ .
    }
    release=$TOP/releases/$version-$(files | sha256sum | cut -c1-8)
    if [ ! -e "$release/.complete" ]; then
        [ "$source" != "$release" ] || fail "This release was never finished. Run install.sh in the folder that you unpacked."
        rm -rf "$release"
        mkdir "$release"
        files | tar -C "$release" -x
        python3 -m venv "$release/.venv"
        add_libraries requirements.txt
        "$release/.venv/bin/python" -m compileall -q "$release" -x '/\.venv/'
        touch "$release/.complete"
    fi
    if [ ! -e "$release/.observability" ] && sends_errors_or_traces; then
        add_libraries requirements-observability.txt
        touch "$release/.observability"
    fi
    # Static files of earlier releases stay: pages that are open still ask for them. Own catalogues may have changed, so it's done each time.
    CONTACTCENTER_RELEASE=$release contactcenter-manage collectstatic --noinput --verbosity 0
}

add_libraries() { # add_libraries FILE
    "$release/.venv/bin/pip" install --quiet --disable-pip-version-check --require-hashes -r "$release/deploy/$1"
}

sends_errors_or_traces() {
    [ -n "$(kept CONTACTCENTER_SENTRY_DSN)$(kept OTEL_EXPORTER_OTLP_ENDPOINT)$(kept OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)" ]
}

# The database server knows the system user: there is no password that could leak.
make_database() {
    systemctl enable --quiet --now postgresql redis-server
    as_postgres() { (cd / && runuser -u postgres -- "$@"); }
    [ -n "$(as_postgres psql -Atc "SELECT 1 FROM pg_roles WHERE rolname = 'contactcenter'")" ] || as_postgres createuser contactcenter
    [ -n "$(as_postgres psql -Atc "SELECT 1 FROM pg_database WHERE datname = 'contactcenter'")" ] ||
        as_postgres createdb --owner contactcenter --encoding UTF8 --locale C.UTF-8 --template template0 contactcenter
}

# The new release applies its migrations while the old one still serves: every migration is made for that (docs/deployment.md).
migrate() {
    CONTACTCENTER_RELEASE=$release contactcenter-manage check --deploy --fail-level WARNING
    CONTACTCENTER_RELEASE=$release contactcenter-manage migrate --noinput --verbosity 0
    earlier=$(readlink "$TOP/current" || true)
    use_release "$release"
}

use_release() { # use_release FOLDER
    ln -sfn "$1" "$TOP/current.new"
    mv -T "$TOP/current.new" "$TOP/current"
}

use_certificate() {
    install -D -m 0755 "$source/deploy/bin/contactcenter-certificate" /etc/letsencrypt/renewal-hooks/deploy/contactcenter
    [ ! -e $ETC/tls/key.pem ] || return 0
    certbot=/etc/letsencrypt/live/contactcenter
    [ -e $certbot/privkey.pem ] || fail "There is no certificate. Let certbot make one, or give yours: deploy/bin/contactcenter-certificate FULLCHAIN.pem KEY.pem"
    contactcenter-certificate $certbot/fullchain.pem $certbot/privkey.pem
}

start_relay() {
    conf=/etc/turnserver.conf
    [ ! -e $conf ] || grep -q contactcenter $conf || mv $conf $conf.debian
    (umask 077 && {
        echo "# Written by contactcenter's install.sh from deploy/turnserver.conf; lines of your own go to $ETC/turnserver.local."
        grep -vx no-tls "$source/deploy/turnserver.conf"
        printf '\nrealm=%s\nexternal-ip=%s\n' "$(kept CONTACTCENTER_TURN_DOMAIN)" "$(kept CONTACTCENTER_TURN_ADDRESS)"
        printf 'static-auth-secret=%s\n' "$(kept CONTACTCENTER_TURN_SECRET)"
        printf 'tls-listening-port=5349\ncert=%s\npkey=%s\n' $ETC/relay/fullchain.pem $ETC/relay/key.pem
        [ ! -e $ETC/turnserver.local ] || cat $ETC/turnserver.local
    } >$conf.new)
    chown root:turnserver $conf.new && chmod 0640 $conf.new
    if cmp -s $conf.new $conf; then rm $conf.new; else mv $conf.new $conf && systemctl stop coturn; fi
    systemctl enable --quiet --now coturn
}

# One process after the other, each until it can serve. If the first can't, the others still have the earlier release.
start_processes() {
    install -m 0644 "$source"/deploy/systemd/* /etc/systemd/system/
    systemctl daemon-reload
    [ -n "$(contactcenter-processes)" ] || systemctl enable --quiet contactcenter-web@1 contactcenter-web@2
    contactcenter-restart || go_back
    systemctl enable --quiet --now contactcenter-backup.timer
}

go_back() {
    { [ -n "$earlier" ] && [ "$earlier" != "$release" ]; } || fail "The processes after it weren't restarted. Mend the cause, and run install.sh again."
    say "back to $earlier"
    use_release "$earlier"
    contactcenter-restart || fail "$earlier can't serve either, so the cause is probably not the release. Mend it, and run install.sh again."
    fail "$release couldn't serve (see above): nothing was upgraded, and $earlier serves. The database may stay as it is."
}

start_proxy() {
    # Every socket takes two connections; Debian's 768 would be enough for 384 people per core.
    sed -i 's/worker_connections 768;/worker_connections 16384;/' /etc/nginx/nginx.conf
    echo 'worker_rlimit_nofile 65536;' >/etc/nginx/modules-enabled/90-contactcenter.conf
    systemctl enable --quiet nginx
    contactcenter-proxy
}

check_machine "$@"
say "user, folders and environment"
make_user
write_environment "$@"
say "the release and its libraries"
install_commands
unpack_release
say "database"
make_database
migrate
say "certificate and relay"
use_certificate
start_relay
say "server processes and proxy"
start_processes
start_proxy
say "installed: $release"
echo "https://$(kept CONTACTCENTER_DOMAIN)/ answers; accounts: contactcenter-manage createsuperuser"
