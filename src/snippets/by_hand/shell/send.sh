
# ---- Requests ----

# twilio_get HOST PATH [KEY VALUE]..., keys in the order of the alphabet; twilio_post the same with a form; and
# twilio_delete HOST PATH. The reply is then in REPLY; reply_field prints a part of it.
twilio_get() {
  local host=$1 path=$2
  shift 2
  twilio_request GET "$host" "$path" "$(form_of "$@")" '' || explain $?
}

twilio_post() {
  local host=$1 path=$2
  shift 2
  twilio_request POST "$host" "$path" '' "$(form_of "$@")" || explain $?
}

twilio_delete() { twilio_request DELETE "$1" "$2" '' '' || explain $?; }

reply_field() { printf '%s' "$REPLY" | jq -r ".$1 // empty"; }

# Percent-encoding by RFC 3986; jq alone leaves five signs that have to be encoded.
form_of() {
  local form='' value
  while [ $# -gt 1 ]; do
    value=$(printf '%s' "$2" | jq -sRr '@uri | gsub("!"; "%21") | gsub("\\*"; "%2A") | gsub("\u0027"; "%27")
      | gsub("\\("; "%28") | gsub("\\)"; "%29")')
    form="$form${form:+&}$1=$value"
    shift 2
  done
  printf '%s' "$form"
}

# METHOD HOST PATH QUERY BODY. Returns 0: done; 1: not done; 2: unknown, for no reply came that can be read.
twilio_request() {
  local authorization token='' raw curl_exit=0
  REPLY='' REPLY_STATUS='' REPLY_CODE='' TROUBLE='' REMEDY=''
  authorization="Basic $(printf '%s:%s' "$WHO_KEY" "$WHO_SECRET" | openssl base64 -A)"
  if [ -n "$WHO_PUBLIC_KEY" ]; then
    token=$(validation_token "$(canonical_request "$1" "$2" "$3" "$4" "$authorization" "$5" | sha256_hex)") || {
      TROUBLE="The request was not sent: openssl could not sign it with $WHO_PRIVATE_KEY."
      REMEDY='Check the file and its passphrase.'
      return 1
    }
  fi
  # The headers reach curl through its standard input, where no list of processes shows them.
  raw=$({
    printf 'request = "%s"\nurl = "https://%s%s"\n' "$1" "$2" "$3${4:+?$4}"
    printf 'header = "Accept: application/json"\nheader = "Authorization: %s"\n' "$authorization"
    [ -z "$token" ] || printf 'header = "Twilio-Client-Validation: %s"\n' "$token"
    [ -z "$5" ] || printf 'data = "%s"\n' "$5"
    printf 'silent\nshow-error\ngloboff\nproto = "=https"\nconnect-timeout = 20\nmax-time = 60\nwrite-out = "\\n%%{http_code}"\n'
  } | curl --config -) || curl_exit=$?
  REPLY_STATUS=${raw##*$'\n'} REPLY=${raw%$'\n'*}
  judge "$curl_exit" "$2"
}

# CURL_EXIT HOST: what the reply means, and whether the request may have had its effect.
judge() {
  case $1 in
    0) ;;
    2 | 3 | 5 | 6 | 7 | 35 | 51 | 58 | 59 | 60 | 77)
      TROUBLE="$2 was not reached, so nothing was sent (curl says $1)."
      REMEDY='Check the network, its proxy and the certificates that curl trusts.'
      return 1
      ;;
    *)
      TROUBLE="No whole reply came (curl says $1)."
      REMEDY='The request may have been done all the same: look before you send it again.'
      return 2
      ;;
  esac
  if [ "$REPLY_STATUS" = 204 ]; then return 0; fi
  if ! printf '%s' "$REPLY" | jq -e 'type == "object"' >/dev/null 2>&1; then
    TROUBLE="The reply (HTTP $REPLY_STATUS) is not Twilio's, or not whole."
    REMEDY='A proxy may stand in the way: ask whoever runs the network.'
    case $REPLY_STATUS in 4*) return 1 ;; *) return 2 ;; esac
  fi
  case $REPLY_STATUS in 2*) return 0 ;; esac
  REPLY_CODE=$(reply_field code)
  TROUBLE="Twilio refused (HTTP $REPLY_STATUS, error ${REPLY_CODE:-none}): $(reply_field message | tr -d '\000-\037\177')"
  REMEDY=$(remedy "$REPLY_CODE")
  if [ "$REPLY_CODE" = 20003 ] && [ "$WHO_KEY" = "$PRIME_MAIN_KEY_SID" ]; then unset PRIME_MAIN_KEY_SECRET; fi
  case $REPLY_STATUS in 5*) return 2 ;; *) return 1 ;; esac
}

# CODE: what to do next, https://www.twilio.com/docs/api/errors.
remedy() {
  case $1 in
    20003) echo 'Check the Main key: its SID, its secret (the next request asks for it again), that its type is Main, and that it belongs to this account.' ;;
    20008) echo 'These are test credentials. Use live ones.' ;;
    20403) echo 'The account may not do this: often it is suspended or closed. Look at it in the Twilio Console.' ;;
    20404) echo 'Check the SID. What belongs to another account cannot be seen.' ;;
    20155 | 20156 | 20157) echo "Set this machine's clock, which says $(date -u '+%Y-%m-%d %H:%M:%S') UTC." ;;
    20159) echo 'The private key does not belong to the public key SID. Check both.' ;;
    2015[0-9] | 20160) echo 'Check that public key SID, API key SID and Account SID belong together.' ;;
    20429 | 70005) echo 'Wait a minute. Twilio did not do this, so sending it again is safe.' ;;
    20500 | 20503) echo 'Look whether it was done before you send it again.' ;;
    20002 | 70001) echo 'A name may have 64 characters at most.' ;;
    21101) echo 'A subaccount cannot have subaccounts: give the SID of the parent account and its Main key.' ;;
    21479) echo 'Nothing to do: it is closed already.' ;;
    21480) echo "Close subaccounts that are no longer used, or ask Twilio's support to raise the limit." ;;
    70004 | 70051) echo 'Use a Main key of this account.' ;;
    70052) echo 'The account takes signed requests only: set PRIME_PUBLIC_KEY_SID and PRIME_PRIVATE_KEY.' ;;
    70053) echo 'The account does not take signed requests: leave PRIME_PUBLIC_KEY_SID empty, or have the feature enabled.' ;;
    7010[1-4]) echo 'Make a new key pair: RSA of exactly 2048 bits, sent as the block BEGIN PUBLIC KEY.' ;;
    70151) echo 'The account holds as many API keys as it may: delete unused ones.' ;;
    70153) echo 'The account has no public key of that SID. One that was added a moment ago may need a little time.' ;;
    70156) echo 'What arrived is not what was signed: something on the way changes requests.' ;;
    *) echo "See https://www.twilio.com/docs/api/errors${1:+/$1}" ;;
  esac
}

# Says what went wrong; passes the status on.
explain() {
  say_error "$TROUBLE"
  say_error "$REMEDY"
  return "$1"
}

say_error() { printf 'prime.sh: %s\n' "$1" >&2; }
