
# ---- The program ----

prime() {
  check_parent && check_wishes && name_files || return 1
  check_absent "$API_KEY_FILE" || return 1
  if [ "$PRIME_SEED_PUBLIC_KEY" = yes ]; then check_absent "$PRIVATE_KEY_FILE" "$PUBLIC_KEY_FILE" || return 1; fi
  read_secrets && read_new_passphrase && check_name_is_free || return 1
  # From here on something is made: whatever ends the run, what exists is named.
  DONE=no
  trap 'report $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  if [ "$PRIME_SEED_PUBLIC_KEY" = yes ]; then make_key_pair || return 1; fi
  create_subaccount && make_api_key || return 1
  if [ "$PRIME_SEED_PUBLIC_KEY" = yes ]; then seed_public_key || return 1; fi
  verify || return 1
  DONE=yes
  printf '\nTo close the subaccount for good:\n  %s\n' "$(closing)"
}

# AC...: closes a subaccount of the parent, once its name was typed.
close_subaccount() {
  local CLOSE_SID=$1 name typed=''
  check_sid CLOSE_SID AC && read_secrets && as_parent || return 1
  twilio_get api.twilio.com "/2010-04-01/Accounts/$CLOSE_SID.json" || return 1
  if [ "$CLOSE_SID" = "$PRIME_ACCOUNT_SID" ] || [ "$(reply_field owner_account_sid)" != "$PRIME_ACCOUNT_SID" ]; then
    say_error "$CLOSE_SID is not a subaccount of $PRIME_ACCOUNT_SID. Nothing was closed."
    return 1
  fi
  if [ "$(reply_field status)" = closed ]; then
    echo "$CLOSE_SID is closed already."
    return 0
  fi
  name=$(reply_field friendly_name)
  printf 'Closing %s is for good: its phone numbers are released, and it cannot be opened again.\n' "$CLOSE_SID" >&2
  printf 'Its name is: %s\nType the name to close it: ' "$(printf '%s' "$name" | tr -d '\000-\037\177')" >&2
  IFS= read -r typed
  if [ -z "$name" ] || [ "$typed" != "$name" ]; then
    say_error 'That is not its name. Nothing was closed.'
    return 1
  fi
  twilio_post api.twilio.com "/2010-04-01/Accounts/$CLOSE_SID.json" Status closed || return 1
  if [ "$(reply_field status)" != closed ]; then
    say_error "Twilio answered, but says that $CLOSE_SID is still $(reply_field status | tr -d '\000-\037\177'). Look at it in the Twilio Console."
    return 1
  fi
  echo "Closed $CLOSE_SID."
}

PRIME_SCRIPT=${BASH_SOURCE[0]}
case $PRIME_SCRIPT in */*) ;; *) PRIME_SCRIPT=./$PRIME_SCRIPT ;; esac

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -u +x
  umask 077
  SUBACCOUNT_SID='' API_KEY_SID='' API_KEY_SECRET='' PUBLIC_KEY_SID=''
  check_tools || exit 1
  case "${1:-} $#" in
    ' 0') prime || exit 1 ;;
    'close 2') close_subaccount "$2" || exit 1 ;;
    *)
      say_error 'Call it without arguments, or as: bash prime.sh close AC...'
      exit 2
      ;;
  esac
fi
