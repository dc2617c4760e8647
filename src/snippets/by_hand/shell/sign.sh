
# ---- Signing: https://www.twilio.com/docs/iam/pkcv/quickstart ----

# Who asks: the parent with its Main key, or the new subaccount with its own. WHO_PUBLIC_KEY empty: unsigned. A secret
# that was refused is forgotten, and asked for here.
as_parent() {
  if [ -z "${PRIME_MAIN_KEY_SECRET:-}" ]; then read_secrets || return 1; fi
  WHO_ACCOUNT=$PRIME_ACCOUNT_SID WHO_KEY=$PRIME_MAIN_KEY_SID WHO_SECRET=$PRIME_MAIN_KEY_SECRET
  WHO_PUBLIC_KEY=$PRIME_PUBLIC_KEY_SID WHO_PRIVATE_KEY=$PRIME_PRIVATE_KEY WHO_PASSPHRASE=${PRIME_PASSPHRASE:-}
}

# The subaccount signs where the parent does and a public key was seeded.
as_subaccount() {
  name_files
  WHO_ACCOUNT=$SUBACCOUNT_SID WHO_KEY=$API_KEY_SID WHO_SECRET=$API_KEY_SECRET WHO_PUBLIC_KEY=''
  [ -n "$PRIME_PUBLIC_KEY_SID" ] && [ -n "$PUBLIC_KEY_SID" ] || return 0
  ask_passphrase PRIME_NEW_PASSPHRASE "$PRIVATE_KEY_FILE" || return 1
  WHO_PUBLIC_KEY=$PUBLIC_KEY_SID WHO_PRIVATE_KEY=$PRIVATE_KEY_FILE WHO_PASSPHRASE=${PRIME_NEW_PASSPHRASE:-}
}

unsigned() { WHO_PUBLIC_KEY=''; }

sha256_hex() { openssl dgst -sha256 | sed 's/^.*[ =]//' | tr -d '\n'; }

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# METHOD HOST PATH QUERY AUTHORIZATION BODY: the text that both sides hash. Without a body its last line is empty.
canonical_request() {
  printf '%s\n%s\n%s\nauthorization:%s\nhost:%s\n\nauthorization;host\n' "$1" "$3" "$4" "$5" "$2"
  [ -z "$6" ] || printf '%s' "$6" | sha256_hex
}

# The token over the hash of a canonical request, good for two minutes, from half a minute ago.
validation_token() {
  local now header claims signature
  now=$(date +%s)
  header=$(printf '{"cty":"twilio-pkrv;v=1","typ":"JWT","alg":"RS256","kid":"%s"}' "$WHO_PUBLIC_KEY" | base64url)
  claims=$(printf '{"iss":"%s","sub":"%s","exp":%d,"nbf":%d,"hrh":"authorization;host","rqh":"%s"}' \
    "$WHO_KEY" "$WHO_ACCOUNT" $((now + 120)) $((now - 30)) "$1" | base64url)
  signature=$(printf '%s.%s' "$header" "$claims" |
    OPENSSL_PASSPHRASE=$WHO_PASSPHRASE openssl dgst -sha256 -sign "$WHO_PRIVATE_KEY" -passin env:OPENSSL_PASSPHRASE |
    base64url)
  [ -n "$signature" ] && printf '%s.%s.%s' "$header" "$claims" "$signature"
}
