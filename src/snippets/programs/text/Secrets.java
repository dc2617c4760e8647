/** What must stay secret: where it comes from. */
final class Secrets {
    /** From the environment, or typed unseen. Never an argument: everybody on the machine could read that. */
    static String secret(String variable, String what) {
        String value = System.getenv(variable);
        if (value != null && !value.isEmpty()) {
            return value;
        }
        if (System.console() == null) {
            throw new IllegalStateException("Set " + variable + ", or run this in a terminal to be asked for the " + what + ".");
        }
        return new String(System.console().readPassword("%s: ", what));
    }

    /** Reads a private key in PKCS#8 PEM, plain or encrypted by PBES2 with AES in CBC mode. */
    static PrivateKey privateKey(String file, String passphraseVariable) {
        byte[] der;
        boolean encrypted;
        try {
            Matcher pem = Pattern.compile("-----BEGIN (ENCRYPTED )?PRIVATE KEY-----([^-]+)-----END")
                    .matcher(Files.readString(Path.of(file.startsWith("~/") ? System.getProperty("user.home") + file.substring(1) : file)));
            if (!pem.find()) {
                throw new IllegalStateException(file + " holds no private key in PKCS#8 PEM. openssl pkey -in FILE -out NEW writes one.");
            }
            encrypted = pem.group(1) != null;
            der = Base64.getMimeDecoder().decode(pem.group(2));
        } catch (IOException error) {
            throw new IllegalStateException("Cannot read " + file + ": " + error, error);
        }
        String passphrase = encrypted ? secret(passphraseVariable, "passphrase of " + file) : "";
        try {
            KeySpec key = encrypted ? decrypted(new EncryptedPrivateKeyInfo(der), passphrase) : new PKCS8EncodedKeySpec(der);
            return KeyFactory.getInstance("RSA").generatePrivate(key);
        } catch (GeneralSecurityException | IOException | RuntimeException error) {
            String why = encrypted ? "The passphrase does not open " + file : file + " is damaged, or not an RSA key";
            throw new IllegalStateException(why + ".", error);
        }
    }

    /** The JDK's own PBE ciphers refuse a passphrase that is not ASCII, so its key is derived here. */
    private static KeySpec decrypted(EncryptedPrivateKeyInfo info, String passphrase) throws GeneralSecurityException {
        Matcher scheme = Pattern.compile("PBEWith(HmacSHA\\d+)AndAES_(\\d+)").matcher(info.getAlgParameters().toString());
        if (!scheme.matches()) {
            throw new GeneralSecurityException("not PBES2 with AES");
        }
        PBEParameterSpec parameters = info.getAlgParameters().getParameterSpec(PBEParameterSpec.class);
        PBEKeySpec password = new PBEKeySpec(passphrase.toCharArray(), parameters.getSalt(),
                parameters.getIterationCount(), Integer.parseInt(scheme.group(2)));
        byte[] key = SecretKeyFactory.getInstance("PBKDF2With" + scheme.group(1)).generateSecret(password).getEncoded();
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), parameters.getParameterSpec());
        return info.getKeySpec(cipher);
    }
}
