package io.kubeface.bootstrap;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** A service account's key, which signs for an access token (RFC 7523). */
final class ServiceAccountKey {
    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";
    private static final long LIFETIME_SECONDS = 3600;

    private final String email;
    private final PrivateKey key;
    private final String tokenUri;

    private ServiceAccountKey(String email, PrivateKey key, String tokenUri) {
        this.email = email;
        this.key = key;
        this.tokenUri = tokenUri;
    }

    static ServiceAccountKey of(Map<String, String> fields, Path file) throws BootstrapException {
        return new ServiceAccountKey(
                field(fields, "client_email", file),
                privateKey(field(fields, "private_key", file), file),
                field(fields, "token_uri", file));
    }

    private static String field(Map<String, String> fields, String name, Path file) throws BootstrapException {
        String value = fields.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw BootstrapException.useless("The service account's key in " + file + " has no " + name + ".");
        }
        return value;
    }

    private static PrivateKey privateKey(String pem, Path file) throws BootstrapException {
        StringBuilder base64 = new StringBuilder();
        for (String line : pem.split("\n", -1)) {
            if (!line.startsWith("-----")) {
                base64.append(line.strip());
            }
        }
        try {
            byte[] encoded = Base64.getDecoder().decode(base64.toString());
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new BootstrapException(
                    BootstrapException.USELESS,
                    "The private_key in " + file + " is no RSA key in PKCS #8 and PEM.",
                    null); // what the cause says might be of the key
        }
    }

    /** Where a token is to be had. */
    String tokenUri() {
        return tokenUri;
    }

    /** A signed statement of who asks, good for an hour. */
    String assertion(Instant now) throws BootstrapException {
        long seconds = now.getEpochSecond();
        String claims = "{\"iss\":" + quoted(email) + ",\"scope\":\"" + SCOPE + "\",\"aud\":" + quoted(tokenUri)
                + ",\"iat\":" + seconds + ",\"exp\":" + (seconds + LIFETIME_SECONDS) + "}";
        String signed = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + base64(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new BootstrapException(BootstrapException.USELESS, "The service account's key cannot sign: " + e, e);
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
