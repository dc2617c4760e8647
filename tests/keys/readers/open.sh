# Lines in: a passphrase, a tab, the DER in base64. Lines out: the SHA-256 of the public key, or that it was refused.
while IFS='	' read -r PASSPHRASE der; do
    export PASSPHRASE
    if printf %s "$der" | openssl base64 -d -A | openssl pkey -inform DER -passin env:PASSPHRASE -pubout -outform DER -out public.der 2>/dev/null; then
        openssl dgst -sha256 -r <public.der | cut -d' ' -f1
    else
        echo refused
    fi
done
