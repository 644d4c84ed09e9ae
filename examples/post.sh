#!/bin/sh
# Posts a message: CLICKCLACK_TOKEN=ccb_… examples/post.sh general 'The build is green'
set -eu

url=${CLICKCLACK_URL:-http://localhost:8080}
token=${CLICKCLACK_TOKEN:?set it to a bot token: clickclack admin bot create --help}
name=${1:?usage: post.sh CHANNEL TEXT}
text=${2:?usage: post.sh CHANNEL TEXT}

api() { curl --silent --show-error --fail-with-body -H "Authorization: Bearer $token" "$@"; }

workspace=$(api "$url/api/workspaces" | jq -r '.workspaces[0].id')
channel=$(api "$url/api/workspaces/$workspace/channels" | jq -r --arg name "$name" '.channels[] | select(.name == $name).id')
[ -n "$channel" ] || { echo "there is no channel #$name" >&2; exit 1; }

# The nonce makes repeating harmless: the same text on the same day is posted once.
jq -n --arg body "$text" --arg nonce "$(date +%F):$(printf %s "$text" | cksum | tr ' ' -)" '{$body, $nonce}' |
  api -H 'Content-Type: application/json' -d @- "$url/api/channels/$channel/messages" | jq -r '.message.id'
