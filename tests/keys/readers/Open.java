import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Lines in: a passphrase, a tab, the DER in base64. Lines out: the SHA-256 of the public key, or that it was refused. */
public class Open {
    public static void main(String[] arguments) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        for (String line; (line = lines.readLine()) != null; ) {
            String[] parts = line.split("\t");
            System.out.println(open(parts[0], Base64.getDecoder().decode(parts[1])));
        }
    }

    static String open(String passphrase, byte[] der) throws Exception {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key;
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // The algorithm's own name is PBES2 only; its parameters know the rest.
            String algorithm = info.getAlgParameters().toString();
            Cipher cipher = Cipher.getInstance(algorithm);
            PBEKeySpec spec = new PBEKeySpec(passphrase.toCharArray());
            cipher.init(Cipher.DECRYPT_MODE, SecretKeyFactory.getInstance(algorithm).generateSecret(spec), info.getAlgParameters());
            PKCS8EncodedKeySpec opened = info.getKeySpec(cipher);
            key = (RSAPrivateCrtKey) rsa.generatePrivate(opened);
        } catch (GeneralSecurityException refused) {
            return "refused";
        }
        BigInteger exponent = key.getPublicExponent();
        byte[] spki = rsa.generatePublic(new RSAPublicKeySpec(key.getModulus(), exponent)).getEncoded();
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
    }
}
