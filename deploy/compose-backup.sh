#!/bin/sh
# With compose: make a backup named by its time in UTC, read it back, and delete those older than two weeks. By cron, as root, from the folder of
# compose.yaml: the product's user alone may read "backups". It exits with 0 or 2 if there is a backup (2: the storage had lost a file of it),
# and with anything else if there is none that could be restored. bin/contactcenter-backup is the same without containers.
set -eu
cd "$(dirname "$0")"
file=$(date -u +%Y%m%dT%H%M%SZ).zip
manage() { docker compose exec -T web python manage.py "$@" </dev/null; }

result=0
manage backup --verbosity 0 "/backups/$file" || result=$?
if [ "$result" = 0 ] || [ "$result" = 2 ]; then
    # What can't be restored is no backup; it's kept under another name, for whoever looks for the cause.
    manage restore --verbosity 0 --check "/backups/$file" || { mv "backups/$file" "backups/$file.unreadable"; result=1; }
fi

# What was erased for a client is in old backups: these go, whatever happened above. The last one stays in any case.
last=$(find backups -maxdepth 1 -name '*.zip' -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
find backups -maxdepth 1 -name '*.zip*' -mtime +14 ! -path "$last" -delete
exit "$result"
