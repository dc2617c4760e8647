import com.twilio.exception.ApiException;
import com.twilio.exception.TwilioException;
import com.twilio.http.TwilioRestClient;
import com.twilio.http.ValidationClient;
import com.twilio.rest.accounts.v1.credential.PublicKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One signed request: it lists the account's public keys. */
public class Check {
    /** The names are those of the .env file. If the environment has the public key, it wins over what is filled in here. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>();
        settings.put("TWILIO_ACCOUNT_SID", {{account_sid}});
        settings.put("TWILIO_API_KEY", {{api_key_sid}});
        settings.put("TWILIO_PUBLIC_KEY_SID", {{public_key_sid}});
        settings.put("TWILIO_PRIVATE_KEY_FILE", {{private_key_file}});
        if (!System.getenv().getOrDefault("TWILIO_PUBLIC_KEY_SID", "").isEmpty()) {
            settings.putAll(System.getenv());
        }
        return settings;
    }

    public static void main(String[] args) {
        try {
            Map<String, String> settings = settings();
            String account = settings.get("TWILIO_ACCOUNT_SID");
            String apiKey = settings.get("TWILIO_API_KEY");
            String publicKeySid = settings.get("TWILIO_PUBLIC_KEY_SID");
            PrivateKey privateKey = Secrets.privateKey(settings.get("TWILIO_PRIVATE_KEY_FILE"), "PRIVATE_KEY_PASSPHRASE");
            String secret = Secrets.secret("TWILIO_API_SECRET", "API key secret");
            TwilioRestClient client = new TwilioRestClient.Builder(apiKey, secret)
                    .accountSid(account)
                    .httpClient(new ValidationClient(account, publicKeySid, apiKey, privateKey))
                    .build();
            for (PublicKey publicKey : PublicKey.reader().limit(1000).read(client)) {
                System.out.println("{{accepted}} " + publicKey.getSid());
            }
        } catch (TwilioException | IllegalStateException error) {
            System.err.println(why(error));
            System.exit(1);
        }
    }

    private static String why(Exception error) {
        if (error instanceof ApiException && ((ApiException) error).getCode() != null) {
            ApiException refused = (ApiException) error;
            return "Refused. Twilio says " + refused.getCode() + " (HTTP " + refused.getStatusCode() + "): " + refused.getMessage();
        }
        return error.getMessage();
    }
}

{{secrets}}
