#!/bin/sh
# Posts a message: CLICKCLACK_TOKEN=ccb_… examples/post.sh chn_… 'The build is green'
# (clickclack channels lists the ids.)
set -eu

url=${CLICKCLACK_URL:-http://localhost:8080}
token=${CLICKCLACK_TOKEN:?set it to the token of a bot: clickclack admin bot create --help}
channel=${1:?usage: post.sh CHANNEL_ID TEXT}
text=${2:?usage: post.sh CHANNEL_ID TEXT}

# As JSON: quotes, backslashes, tabs and line breaks are escaped.
tab=$(printf '\t')
body=$(printf '%s\n' "$text" | sed -e 's/[\\"]/\\&/g' -e "s/$tab/\\\\t/g" | awk 'NR > 1 { printf "\\n" } { printf "%s", $0 }')
# The same text on the same day is posted once, however often this runs.
nonce=$(date +%F)-$(printf '%s' "$channel $text" | cksum | tr ' ' '-')

curl --silent --show-error --fail-with-body --retry 3 --retry-connrefused \
  -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
  -d "{\"body\": \"$body\", \"nonce\": \"$nonce\"}" \
  "$url/api/channels/$channel/messages"
echo
