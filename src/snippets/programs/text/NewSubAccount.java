import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.http.ValidationClient;
import com.twilio.rest.accounts.v1.credential.PublicKey;
import com.twilio.rest.api.v2010.Account;
import com.twilio.rest.api.v2010.account.NewKey;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes a subaccount, gives it an API key and a public key, and tries them. If a step fails, the new subaccount is
 * closed, for good; what cannot be closed is named.
 */
public class NewSubAccount {
    // The parent account. Without a public key SID, no request is signed.
    private static final String ACCOUNT_SID = {{parent_sid}};
    private static final String MAIN_KEY_SID = {{main_key_sid}};
    private static final String PUBLIC_KEY_SID = {{public_key_sid}};
    private static final String PRIVATE_KEY_FILE = {{private_key_file}};

    // The subaccount. The secret file must not exist yet.
    private static final String SUBACCOUNT_NAME = {{subaccount_name}};
    private static final String API_KEY_NAME = {{api_key_name}};
    private static final String PUBLIC_KEY_NAME = {{public_key_name}};
    private static final String NEW_PUBLIC_KEY_FILE = {{new_public_key_file}};
    private static final String NEW_PRIVATE_KEY_FILE = {{new_private_key_file}};
    private static final String SECRET_FILE = {{secret_file}};

    private static final boolean SIGNS = !PUBLIC_KEY_SID.isEmpty();

    /** What was made so far: the SID last in each line, the subaccount first of all. */
    private static final List<String> made = new ArrayList<>();

    public static void main(String[] args) {
        try {
            PrivateKey key = SIGNS ? Secrets.privateKey(PRIVATE_KEY_FILE, "PRIME_PASSPHRASE") : null;
            PrivateKey newKey = SIGNS ? Secrets.privateKey(NEW_PRIVATE_KEY_FILE, "PRIME_NEW_PASSPHRASE") : null;
            String newPublicKey = publicKey(NEW_PUBLIC_KEY_FILE);
            String secret = Secrets.secret("PRIME_MAIN_KEY_SECRET", "Main API key secret");
            TwilioRestClient parent = client(ACCOUNT_SID, MAIN_KEY_SID, secret, PUBLIC_KEY_SID, key);
            Path secretFile = reserve(SECRET_FILE);
            try {
                prime(parent, newPublicKey, newKey, secretFile);
            } catch (TwilioException | IOException | IllegalStateException error) {
                System.err.println("Failed. " + why(error));
                if (isUnknown(error)) {
                    System.err.println("The step may have had its effect all the same: look in the Console before you run this again.");
                }
                cleanUp(parent, secretFile);
                System.exit(1);
            }
        } catch (IOException | IllegalStateException error) {
            System.err.println("Nothing was made. " + why(error));
            System.exit(1);
        }
    }

    private static void prime(TwilioRestClient parent, String newPublicKey, PrivateKey newKey, Path secretFile) throws IOException {
        String sid = Account.creator().setFriendlyName(SUBACCOUNT_NAME).create(parent).getSid();
        note("subaccount", sid);

        NewKey apiKey = NewKey.creator(sid).setFriendlyName(API_KEY_NAME).create(parent);
        note("API key", apiKey.getSid());
        Files.writeString(secretFile, "TWILIO_ACCOUNT_SID=" + sid + "\nTWILIO_API_KEY=" + apiKey.getSid()
                + "\nTWILIO_API_SECRET=" + apiKey.getSecret() + "\n");

        PublicKey publicKey = PublicKey.creator(newPublicKey)
                .setFriendlyName(PUBLIC_KEY_NAME)
                .setAccountSid(sid)
                .create(parent);
        note("public key", publicKey.getSid());

        TwilioRestClient client = client(sid, apiKey.getSid(), apiKey.getSecret(), publicKey.getSid(), newKey);
        List<String> listed = publicKeys(client);
        if (!listed.contains(publicKey.getSid())) {
            throw new IllegalStateException("The subaccount does not list " + publicKey.getSid() + ".");
        }
        for (String one : listed) {
            System.out.println("{{accepted}} " + one);
        }
        System.out.println("The API key secret is in " + SECRET_FILE);
    }

    /** Lists with the new credentials, which may take some seconds to be known everywhere. */
    private static List<String> publicKeys(TwilioRestClient client) {
        for (int seconds = 1; ; seconds *= 2) {
            try {
                List<String> sids = new ArrayList<>();
                PublicKey.reader().limit(1000).read(client).forEach(one -> sids.add(one.getSid()));
                return sids;
            } catch (ApiException refused) {
                boolean unknown = refused.getCode() != null && (refused.getCode() == 20003 || refused.getCode() == 70153);
                if (!unknown || seconds > 8) {
                    throw refused;
                }
                pause(seconds);
            }
        }
    }

    private static void cleanUp(TwilioRestClient parent, Path secretFile) {
        try {
            if (!made.isEmpty()) {
                System.err.println("Made before that: " + String.join(", ", made));
                String sid = made.get(0).substring(made.get(0).lastIndexOf(' ') + 1);
                Account.Status status = Account.updater(sid).setStatus(Account.Status.CLOSED).update(parent).getStatus();
                if (status != Account.Status.CLOSED) {
                    throw new IllegalStateException("Twilio answered, but says that " + sid + " is still " + status + ".");
                }
                System.err.println("Closed " + sid + ", and its keys with it.");
            }
            Files.delete(secretFile);
        } catch (TwilioException | IOException | IllegalStateException error) {
            System.err.println("Not cleaned up: " + why(error)
                    + " All of the above may still exist: look in the Console, and close the subaccount there. See also " + SECRET_FILE);
        }
    }

    private static TwilioRestClient client(String account, String apiKey, String secret, String publicKey, PrivateKey key) {
        TwilioRestClient.Builder builder = new TwilioRestClient.Builder(apiKey, secret).accountSid(account);
        if (SIGNS) {
            builder.httpClient(new ValidationClient(account, publicKey, apiKey, key));
        }
        return builder.build();
    }

    private static void note(String what, String sid) {
        made.add(what + " " + sid);
        System.out.println("Made " + what + " " + sid);
    }

    /** A private key must never be sent by mistake. */
    private static String publicKey(String file) throws IOException {
        String pem = Files.readString(Path.of(file));
        if (!pem.contains("-----BEGIN PUBLIC KEY-----") || pem.contains("PRIVATE KEY")) {
            throw new IllegalStateException(file + " holds no public key in PEM, or more than that.");
        }
        return pem;
    }

    /** Before anything is made: a secret that could not be kept would be lost. */
    private static Path reserve(String file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return Files.createFile(Path.of(file));
        }
        return Files.createFile(Path.of(file), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void pause(int seconds) {
        try {
            Thread.sleep(seconds * 1000L);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException("Interrupted.", interrupted);
        }
    }

    /** Without an answer, and with a status of 500 or more, Twilio may have done what was asked. */
    private static boolean isUnknown(Exception error) {
        Integer status = error instanceof ApiException ? ((ApiException) error).getStatusCode() : null;
        return error instanceof TwilioException && (status == null || status >= 500);
    }

    private static String why(Exception error) {
        if (error instanceof ApiException && ((ApiException) error).getCode() != null) {
            ApiException answer = (ApiException) error;
            String refused = isUnknown(answer) ? "" : "Refused. ";
            return refused + "Twilio says " + answer.getCode() + " (HTTP " + answer.getStatusCode() + "): " + answer.getMessage();
        }
        return error instanceof IOException ? error.toString() : error.getMessage();
    }
}

{{secrets}}
