#!/usr/bin/env bash
# prime.sh: gives a new Twilio subaccount its own API key and public key, and tries them.
#
#   bash prime.sh              primes one subaccount, step by step
#   bash prime.sh close AC...  closes a subaccount for good, once its name was typed
#   . ./prime.sh               only defines the functions (in bash), so that each step can be taken alone
#
# It needs openssl, curl and jq. Secrets come from the environment or are asked for: PRIME_MAIN_KEY_SECRET,
# PRIME_PASSPHRASE (of the parent's private key, if it is encrypted) and PRIME_NEW_PASSPHRASE (to encrypt the new one).
# No secret is an argument of a program, none is printed, and files that hold one are for their owner alone.

# shellcheck disable=SC2016 # Names are taken as they are: nothing in single quotes is meant to expand.
if [ -z "${BASH_VERSION:-}" ]; then
  echo 'prime.sh needs bash: type bash first, then the same again.' >&2
  # shellcheck disable=SC2317 # Which of the two it is depends on whether this is sourced.
  return 1 2>/dev/null || exit 1
fi

# NAME VALUE: sets a variable, unless the environment has one of that name.
PRIME_GIVEN=''
prime_default() {
  case $(declare -p "$1" 2>/dev/null) in
    'declare -x'*) PRIME_GIVEN="$PRIME_GIVEN $1" ;;
    *) printf -v "$1" '%s' "$2" ;;
  esac
}

