import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.Signature;

/** Reads a private key with a program's own loader and signs a file with it. */
public class LoadAndSign {
    public static void main(String[] args) throws Exception {
        try {
            PrivateKey key = Secrets.privateKey(args[0], "PASSPHRASE");
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(Files.readAllBytes(Path.of(args[1])));
            Files.write(Path.of(args[2]), signature.sign());
        } catch (IllegalStateException error) {
            System.err.println(error.getMessage());
            System.exit(1);
        }
    }
}
