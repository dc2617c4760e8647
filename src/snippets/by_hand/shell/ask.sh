
# ---- What is given, and what is asked for ----

# What the environment gave is kept from the programs that are started.
export -n PRIME_MAIN_KEY_SECRET PRIME_PASSPHRASE PRIME_NEW_PASSPHRASE

# ~ stands for the home folder in a path that was filled in, too.
if [ "${PRIME_PRIVATE_KEY%%/*}" = '~' ]; then PRIME_PRIVATE_KEY=$HOME/${PRIME_PRIVATE_KEY#*/}; fi

# VARIABLE PROMPT: reads a secret without echo, unless the variable is set; only where there is a terminal.
ask_secret() {
  [ -z "${!1:-}" ] || return 0
  if [ ! -t 0 ]; then
    say_error "$1 is not set, and there is no terminal to ask at. Set it in the environment."
    return 1
  fi
  printf '%s: ' "$2" >&2
  IFS= read -rs "$1"
  printf '\n' >&2
}

# VARIABLE FILE: asks for the passphrase of an encrypted private key, and checks that it opens the key. A wrong one is
# forgotten, so that the next call asks again.
ask_passphrase() {
  if [ ! -r "$2" ]; then
    say_error "The private key $2 cannot be read."
    return 1
  fi
  if grep -q ENCRYPTED "$2"; then ask_secret "$1" "Passphrase of $2" || return 1; fi
  OPENSSL_PASSPHRASE=${!1:-} openssl pkey -in "$2" -passin env:OPENSSL_PASSPHRASE -noout 2>/dev/null || {
    unset "$1"
    say_error "openssl cannot open $2: it is not a private key in PEM form, or the passphrase is wrong."
    return 1
  }
}

# Asks for what the parent's requests need.
read_secrets() {
  check_parent || return 1
  ask_secret PRIME_MAIN_KEY_SECRET "Secret of the Main API key $PRIME_MAIN_KEY_SID" || return 1
  [ -z "$PRIME_PUBLIC_KEY_SID" ] || ask_passphrase PRIME_PASSPHRASE "$PRIME_PRIVATE_KEY"
}

# Asks twice for a passphrase for the new private key. It is set only when the two are equal: whatever ends this before,
# the next call asks again. Without a passphrase, the file's owner can read the key.
read_new_passphrase() {
  local first='' again=''
  [ "$PRIME_SEED_PUBLIC_KEY" = yes ] && [ -z "${PRIME_NEW_PASSPHRASE+set}" ] && [ -t 0 ] || return 0
  printf 'Passphrase for the new private key (none: not encrypted): ' >&2
  IFS= read -rs first
  printf '\nThe same again: ' >&2
  IFS= read -rs again
  printf '\n' >&2
  if [ "$first" != "$again" ]; then
    say_error 'The two passphrases differ. Nothing was made. Try again.'
    return 1
  fi
  PRIME_NEW_PASSPHRASE=$first
}

# The files are named after the subaccount, in letters and digits that mean nothing to a shell or a file system.
name_files() {
  local stem
  stem=$(printf '%s' "$PRIME_NAME" | LC_ALL=C tr -cs 'A-Za-z0-9' '-' | cut -c1-64 | sed 's/^-*//; s/-*$//')
  FILES=${PRIME_FILES:-./${stem:-subaccount}}
  PRIVATE_KEY_FILE=$FILES-private-key.pem PUBLIC_KEY_FILE=$FILES-public-key.pem API_KEY_FILE=$FILES-api-key.env
}

# NAME PREFIX: a SID is two letters and 32 hexadecimal digits.
check_sid() {
  case ${!1} in '<FILL IN'*) say_error "$1 is still to be filled in, at the top of prime.sh or in the environment." && return 1 ;; esac
  if printf '%s' "${!1}" | grep -Eq "^$2[0-9a-fA-F]{32}\$"; then return 0; fi
  say_error "$1 is not a SID of that kind: it has to be $2 and 32 hexadecimal digits."
  return 1
}

check_name() {
  case ${!1} in
    '<FILL IN'*) say_error "$1 is still to be filled in, at the top of prime.sh or in the environment." && return 1 ;;
    '' | *[[:cntrl:]]*) say_error "$1 has to be a name, without control characters." && return 1 ;;
  esac
  [ "$(printf '%s' "${!1}" | jq -sR length)" -le 64 ] && return 0
  say_error "$1 has more than 64 characters, the most that Twilio takes."
  return 1
}

check_tools() {
  local tool
  for tool in openssl curl jq; do
    command -v "$tool" >/dev/null || {
      say_error "$tool is missing. Install it, then try again."
      return 1
    }
  done
}

# The account that asks.
check_parent() {
  check_sid PRIME_ACCOUNT_SID AC && check_sid PRIME_MAIN_KEY_SID SK || return 1
  [ -n "$PRIME_PUBLIC_KEY_SID" ] || return 0
  check_sid PRIME_PUBLIC_KEY_SID CR || return 1
  case $PRIME_PRIVATE_KEY in
    '' | '<FILL IN'*) say_error 'PRIME_PRIVATE_KEY is still to be filled in: the path of the private key that signs.' && return 1 ;;
  esac
}

# What is to be made.
check_wishes() {
  check_name PRIME_NAME && check_name PRIME_API_KEY_NAME || return 1
  case $PRIME_SEED_PUBLIC_KEY in
    yes) check_name PRIME_PUBLIC_KEY_NAME ;;
    no) ;;
    *) say_error 'PRIME_SEED_PUBLIC_KEY has to be yes or no.' && return 1 ;;
  esac
}

# FILE...: none of them may exist, for nothing is overwritten.
check_absent() {
  local file
  for file in "$@"; do
    if [ -e "$file" ]; then
      say_error "$file exists already and is not overwritten. Move it away, or set PRIME_FILES to how the new files' names are to begin."
      return 1
    fi
  done
}

# FILE: writes its standard input to a new file for its owner alone.
write_new() {
  check_absent "$1" && (umask 077 && set -C && cat >"$1") 2>/dev/null && return 0
  say_error "$1 could not be written. Check the folder and the space left."
  return 1
}
