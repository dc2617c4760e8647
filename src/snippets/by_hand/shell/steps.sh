
# ---- The steps, in order ----

# What was made so far; and PHASE, the creation whose reply has not been read.
SUBACCOUNT_SID=${SUBACCOUNT_SID:-} API_KEY_SID=${API_KEY_SID:-} API_KEY_SECRET=${API_KEY_SECRET:-}
PUBLIC_KEY_SID=${PUBLIC_KEY_SID:-} KEYS_MADE='' PHASE=''
# The name that was looked for and not found, until a creation is sent.
FREE_NAME=''

# An account of that name would make it impossible to find the new one again if a reply is lost. The request also shows
# whether the Main key is right, before anything is made.
check_name_is_free() {
  local same
  FREE_NAME=''
  check_name PRIME_NAME && as_parent || return 1
  twilio_get api.twilio.com /2010-04-01/Accounts.json FriendlyName "$PRIME_NAME" PageSize 1000 || return 1
  same=$(reply_field 'accounts[] | select(.status != "closed") | .sid')
  if [ -z "$same" ]; then
    FREE_NAME=$PRIME_NAME
    return 0
  fi
  say_error "An account named \"$PRIME_NAME\" exists already: $(one_line "$same"). Choose another name."
  say_error 'If it is the one that you are priming, continue with it: set SUBACCOUNT_SID to its SID, then make_api_key.'
  return 1
}

make_key_pair() {
  local key
  name_files
  check_absent "$PRIVATE_KEY_FILE" "$PUBLIC_KEY_FILE" || return 1
  key=$(openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 2>/dev/null)
  if [ -n "$key" ] && [ -n "${PRIME_NEW_PASSPHRASE:-}" ]; then
    key=$(printf '%s\n' "$key" | OPENSSL_PASSPHRASE=$PRIME_NEW_PASSPHRASE openssl pkcs8 -topk8 -v2 aes-256-cbc \
      -v2prf hmacWithSHA256 -iter 600000 -passout env:OPENSSL_PASSPHRASE)
  fi
  if [ -z "$key" ]; then
    say_error 'openssl could not make and encrypt the key pair. It takes OpenSSL 1.1 or later; LibreSSL cannot encrypt it with 600,000 rounds.'
    return 1
  fi
  printf '%s\n' "$key" | write_new "$PRIVATE_KEY_FILE" || return 1
  KEYS_MADE=$PRIVATE_KEY_FILE
  OPENSSL_PASSPHRASE=${PRIME_NEW_PASSPHRASE:-} openssl pkey -in "$PRIVATE_KEY_FILE" -passin env:OPENSSL_PASSPHRASE -pubout |
    write_new "$PUBLIC_KEY_FILE" || return 1
  KEYS_MADE="$PRIVATE_KEY_FILE, $PUBLIC_KEY_FILE"
  echo "Key pair      $KEYS_MADE"
}

create_subaccount() {
  if [ -z "$FREE_NAME" ] || [ "$FREE_NAME" != "$PRIME_NAME" ]; then check_name_is_free || return 1; fi
  FREE_NAME=''
  # Of an earlier one nothing may be left that a later step would take for the new one's.
  SUBACCOUNT_SID='' API_KEY_SID='' API_KEY_SECRET='' PUBLIC_KEY_SID=''
  as_parent || return 1
  creating subaccount twilio_post api.twilio.com /2010-04-01/Accounts.json FriendlyName "$PRIME_NAME" || return 1
  SUBACCOUNT_SID=$(reply_field sid)
  created "$SUBACCOUNT_SID" AC || return 1
  echo "Subaccount    $SUBACCOUNT_SID"
}

# The secret, which Twilio shows once, goes to a file and not to the screen.
make_api_key() {
  check_sid SUBACCOUNT_SID AC && check_name PRIME_API_KEY_NAME && name_files && as_parent || return 1
  : | write_new "$API_KEY_FILE" || return 1
  creating 'API key' twilio_post api.twilio.com "/2010-04-01/Accounts/$SUBACCOUNT_SID/Keys.json" FriendlyName "$PRIME_API_KEY_NAME" || {
    rm -f "$API_KEY_FILE"
    return 1
  }
  API_KEY_SID=$(reply_field sid) API_KEY_SECRET=$(reply_field secret)
  created "$API_KEY_SID" SK || {
    rm -f "$API_KEY_FILE"
    return 1
  }
  printf 'TWILIO_ACCOUNT_SID=%s\nTWILIO_API_KEY=%s\nTWILIO_API_SECRET=%s\n' "$SUBACCOUNT_SID" "$API_KEY_SID" \
    "$(quoted "$API_KEY_SECRET")" >>"$API_KEY_FILE" || {
    say_error "The secret of $API_KEY_SID could not be written to $API_KEY_FILE. Delete that API key and make another."
    return 1
  }
  echo "API key       $API_KEY_SID, its secret in $API_KEY_FILE"
}

seed_public_key() {
  check_sid SUBACCOUNT_SID AC && check_name PRIME_PUBLIC_KEY_NAME && name_files && as_parent || return 1
  creating 'public key' twilio_post accounts.twilio.com /v1/Credentials/PublicKeys PublicKey "$(cat "$PUBLIC_KEY_FILE")" \
    FriendlyName "$PRIME_PUBLIC_KEY_NAME" AccountSid "$SUBACCOUNT_SID" || return 1
  PUBLIC_KEY_SID=$(reply_field sid)
  created "$PUBLIC_KEY_SID" CR || return 1
  keep_public_key "$PUBLIC_KEY_SID"
  echo "Public key    $PUBLIC_KEY_SID"
}

keep_public_key() {
  PUBLIC_KEY_SID=$1
  [ -s "$API_KEY_FILE" ] || return 0
  printf 'TWILIO_PUBLIC_KEY_SID=%s\nTWILIO_PRIVATE_KEY_FILE=%s\n' "$1" "$(quoted "$PRIVATE_KEY_FILE")" >>"$API_KEY_FILE"
}

# The new account lists its own public keys, signed and then unsigned: only the two together prove the signature.
verify() {
  local signed=no
  as_subaccount || return 1
  if [ -n "$WHO_PUBLIC_KEY" ]; then
    if list_public_keys; then
      signed=yes
    elif [ "$REPLY_CODE" = 70053 ]; then
      signed=refused
    else
      explain 1
      return 1
    fi
  fi
  unsigned
  if list_public_keys; then
    case $signed in
      yes) echo 'Verified      A signed request was accepted, but so was an unsigned one: signing is not enforced (200).' ;;
      no) echo 'Verified      The new API key works. The subaccount does not ask for signed requests (200).' ;;
      refused) echo 'Verified      The new API key works, but the subaccount does not take signed requests (70053).' ;;
    esac
    return 0
  fi
  case "$signed:$REPLY_CODE" in
    yes:70052) echo 'Verified      A signed request was accepted, an unsigned one refused: signing is enforced (70052).' ;;
    no:70052)
      echo 'Not tried     The subaccount takes signed requests only (70052), and this run signed none.'
      [ -n "$PUBLIC_KEY_SID" ] || echo '              It has no public key yet: seed one before anybody uses it.'
      ;;
    *) explain 1 ;;
  esac
}

# Asks until the new credentials are known and the list shows the public key: a moment may pass. To read is safe to repeat.
list_public_keys() {
  local pause status
  for pause in 1 2 4 8 15 0; do
    status=0
    twilio_request GET accounts.twilio.com /v1/Credentials/PublicKeys PageSize=1000 '' || status=$?
    if [ "$status" = 0 ]; then
      list_has "$PUBLIC_KEY_SID" && return 0
      TROUBLE="The list of public keys does not show $PUBLIC_KEY_SID." REMEDY='Verify again in a minute.'
    else
      case "$status:$REPLY_STATUS:$REPLY_CODE" in 1:*:20003 | 1:*:70153 | 1:429:* | 2:*) ;; *) return 1 ;; esac
    fi
    [ "$pause" = 0 ] || sleep "$pause"
  done
  return 1
}

# SID: whether the list in REPLY shows it; the others in it are named.
list_has() {
  local all others
  [ -n "$1" ] || return 0
  all=$(reply_field 'credentials[].sid')
  others=$(printf '%s\n' "$all" | grep -v "^$1\$")
  [ -z "$others" ] || say_error "The subaccount also has the public key $(one_line "$others")."
  printf '%s\n' "$all" | grep -q "^$1\$"
}

one_line() { printf '%s' "$1" | tr '\n' ' '; }

# TEXT: as a shell reads it back.
quoted() {
  case $1 in
    '') printf "''" ;;
    *[!A-Za-z0-9_./:@%+,=-]*) printf '%s' "$1" | LC_ALL=C sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/" ;;
    *) printf '%s' "$1" ;;
  esac
}

# WHAT COMMAND...: a request that makes something. It is sent once; if the reply is lost, what it made is looked for.
creating() {
  local status=0
  PHASE=$1
  shift
  "$@" || status=$?
  case $status in
    0) return 0 ;;
    2) look_for_lost ;;
    *) PHASE='' ;;
  esac
  return 1
}

# SID PREFIX: whether the reply to a creation has one.
created() {
  if printf '%s' "$1" | grep -Eq "^$2[0-9a-fA-F]{32}\$"; then
    PHASE='' REPLY=''
    return 0
  fi
  say_error 'The reply does not say what was made.'
  look_for_lost
  return 1
}
