
# ---- When something goes wrong ----

# Looks for what a creation made whose reply was lost, and names it. A list may be late, so it is asked again.
look_for_lost() {
  local pause what=$PHASE found='' answered=no
  PHASE=''
  say_error "The reply to the creation of the $what was lost. Looking for what it made ..."
  for pause in 1 3 6; do
    sleep "$pause"
    case $what in
      subaccount) found=$(lost_accounts) ;;
      'API key') found=$(lost_keys) ;;
      *) found=$(lost_public_keys) ;;
    esac || {
      answered=no
      say_error "$found"
      case $found in *70052*) break ;; *) continue ;; esac
    }
    answered=yes
    [ -z "$found" ] || break
  done
  if [ "$answered" = no ]; then
    found=''
    say_error "So it is not known whether there is a new $what. The Twilio Console shows it."
  elif [ -z "$found" ]; then
    say_error "No new $what was found. A list may be late: look once more before you make another."
  fi
  tell_found "$what" "$found"
}

# check_name_is_free found none of that name, so one that is there now is new.
lost_accounts() {
  as_parent || unanswered
  twilio_request GET api.twilio.com /2010-04-01/Accounts.json "$(form_of FriendlyName "$PRIME_NAME" PageSize 1000)" '' || unanswered
  reply_field 'accounts[] | select(.status == "active" and .sid != .owner_account_sid) | .sid'
}

lost_keys() {
  as_parent || unanswered
  twilio_request GET api.twilio.com "/2010-04-01/Accounts/$SUBACCOUNT_SID/Keys.json" PageSize=1000 '' || unanswered
  reply_field "keys[] | select(.friendly_name == $(printf '%s' "$PRIME_API_KEY_NAME" | jq -Rs .)) | .sid"
}

# Only the new account sees its public keys; where signing is enforced it can sign only if the SID is known.
lost_public_keys() {
  as_subaccount || unanswered
  unsigned
  twilio_request GET accounts.twilio.com /v1/Credentials/PublicKeys PageSize=1000 '' || unanswered
  reply_field 'credentials[].sid'
}

# In the subshell of a look: gives the reason instead of what was found.
unanswered() {
  printf '%s' "$TROUBLE"
  exit 1
}

# WHAT SIDS: one subaccount is continued with. Of several, somebody else made all but one.
tell_found() {
  local sid
  case "$1 $2" in
    'subaccount '*[[:space:]]*) say_error 'Somebody else made a subaccount of that name at the same time. Find yours in the Twilio Console.' ;;
    'subaccount '*) SUBACCOUNT_SID=$2 ;;
  esac
  for sid in $2; do
    case $1 in
      subaccount) say_error "The account holds the subaccount $sid of that name now, which was not there before." ;;
      'API key')
        say_error "The subaccount holds the API key $sid of that name. Unless you have its secret from before: it was in the lost reply, so the key is of no use. To delete it, in bash:"
        say_error "  $(prefix) && as_parent && twilio_delete api.twilio.com /2010-04-01/Accounts/$SUBACCOUNT_SID/Keys/$sid.json"
        ;;
      *)
        keep_public_key "$sid"
        say_error "The subaccount holds the public key $sid."
        ;;
    esac
  done
}

# What begins a line that is pasted later: the variables that the environment gave, the functions, the secrets.
prefix() {
  printf '%s. %s && read_secrets' "$(given)" "$(quoted "$PRIME_SCRIPT")"
}

given() {
  local name
  for name in $PRIME_GIVEN; do printf 'export %s=%s && ' "$name" "$(quoted "${!name}")"; done
}

# The functions that are still to be called.
remaining() {
  local last=''
  if [ "$PRIME_SEED_PUBLIC_KEY" = yes ] && [ -z "$PUBLIC_KEY_SID" ]; then last=' && seed_public_key'; fi
  if [ -n "$API_KEY_SID" ]; then
    printf 'load_api_key'
  elif [ -n "$SUBACCOUNT_SID" ]; then
    printf 'SUBACCOUNT_SID=%s && make_api_key' "$SUBACCOUNT_SID"
  else
    if [ -n "$last" ] && [ -z "$KEYS_MADE" ]; then printf 'read_new_passphrase && make_key_pair && '; fi
    printf 'create_subaccount && make_api_key'
  fi
  printf '%s && verify' "$last"
}

# Takes up what an earlier run made, from its file.
load_api_key() {
  name_files
  SUBACCOUNT_SID=$(from_file TWILIO_ACCOUNT_SID) API_KEY_SID=$(from_file TWILIO_API_KEY)
  API_KEY_SECRET=$(from_file TWILIO_API_SECRET) PUBLIC_KEY_SID=$(from_file TWILIO_PUBLIC_KEY_SID)
  [ -n "$API_KEY_SECRET" ] && return 0
  say_error "$API_KEY_FILE holds no API key."
  return 1
}

# shellcheck disable=SC1090 # The file is the one that make_api_key wrote.
from_file() { (unset TWILIO_ACCOUNT_SID TWILIO_API_KEY TWILIO_API_SECRET TWILIO_PUBLIC_KEY_SID && . "$API_KEY_FILE" && printf '%s' "${!1:-}"); }

# Whatever ended the run: what exists now, and how to go on or to clean up.
report() {
  local status=$1
  trap - EXIT INT TERM HUP
  if [ "$DONE" = yes ]; then exit "$status"; fi
  printf '\nStopped.' >&2
  if [ -n "$KEYS_MADE$SUBACCOUNT_SID" ]; then printf ' This exists now:\n' >&2; else printf ' Nothing was made.\n' >&2; fi
  exists 'Private key' "$KEYS_MADE"
  exists Subaccount "$SUBACCOUNT_SID"
  exists 'API key' "$API_KEY_SID"
  exists 'Public key' "$PUBLIC_KEY_SID"
  if [ -n "$PHASE" ]; then look_for_lost; fi
  # The place that was kept for a secret which did not come.
  if [ -z "$API_KEY_SID" ] && [ -f "$API_KEY_FILE" ] && [ ! -s "$API_KEY_FILE" ]; then rm -f "$API_KEY_FILE"; fi
  printf 'To go on, in bash:\n  %s && %s\n' "$(prefix)" "$(remaining)" >&2
  if [ -n "$SUBACCOUNT_SID" ]; then
    printf 'To close the subaccount for good, with all that is in it:\n  %s\n' "$(closing)" >&2
  elif [ -n "$KEYS_MADE" ]; then
    printf 'To begin afresh, first:\n  rm %s %s\n' "$(quoted "$PRIVATE_KEY_FILE")" "$(quoted "$PUBLIC_KEY_FILE")" >&2
  fi
  if [ "$status" = 0 ]; then status=1; fi
  exit "$status"
}

exists() {
  if [ -n "$2" ]; then printf '  %-14s%s\n' "$1" "$2" >&2; fi
}

closing() { printf '%sbash %s close %s' "$(given)" "$(quoted "$PRIME_SCRIPT")" "$SUBACCOUNT_SID"; }
