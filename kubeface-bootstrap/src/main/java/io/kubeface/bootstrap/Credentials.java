package io.kubeface.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * Google's default credentials, as far as a pod has them: the key file of a service account that {@code
 * GOOGLE_APPLICATION_CREDENTIALS} names, else the metadata server, which workload identity answers too.
 */
final class Credentials {
    private static final String KEY_FILE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String METADATA = "/computeMetadata/v1/instance/service-accounts/default/token";

    private final Map<String, String> environment;
    private final Retries retries;

    Credentials(Map<String, String> environment, Retries retries) {
        this.environment = environment;
        this.retries = retries;
    }

    /** An access token for reading objects. */
    String token() throws BootstrapException {
        String file = environment.getOrDefault(KEY_FILE, "");
        String[] token = new String[1];
        if (file.isEmpty()) {
            String host = environment.getOrDefault("GCE_METADATA_HOST", "");
            String url = "http://" + (host.isEmpty() ? "metadata.google.internal" : host) + METADATA;
            retries.run(
                    "get credentials from the metadata server (" + KEY_FILE + " is not set)",
                    () -> token[0] = accessToken(Http.text(url, Map.of("Metadata-Flavor", "Google"), null), url));
        } else {
            ServiceAccountKey key = keyOf(Path.of(file));
            retries.run(
                    "get credentials for the key in " + file,
                    () -> token[0] = accessToken(
                            Http.text(
                                    key.tokenUri(),
                                    Map.of(),
                                    "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion="
                                            + key.assertion(Instant.now())),
                            key.tokenUri()));
        }
        return token[0];
    }

    private static String accessToken(String answer, String url) throws BootstrapException {
        String token = fields(answer, "the answer of " + url).get("access_token");
        if (token == null) {
            throw BootstrapException.useless("There is no access_token in the answer of " + url + ".");
        }
        return token;
    }

    private static ServiceAccountKey keyOf(Path file) throws BootstrapException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new BootstrapException(
                    BootstrapException.USELESS, KEY_FILE + " names " + file + ", which cannot be read: " + e, e);
        }
        Map<String, String> fields = fields(text, KEY_FILE + "=" + file);
        String type = fields.getOrDefault("type", "");
        if (!type.equals("service_account")) {
            throw BootstrapException.useless("The credentials in " + file + " are of type \"" + type
                    + "\". The bootstrap knows the keys of service accounts (\"service_account\") and the metadata"
                    + " server, which workload identity uses; unset " + KEY_FILE + " for that, or use an image that has"
                    + " the driver's worker, which knows all types.");
        }
        return ServiceAccountKey.of(fields, file);
    }

    private static Map<String, String> fields(String json, String where) throws BootstrapException {
        try {
            return JsonObject.fields(json);
        } catch (IllegalArgumentException e) {
            // Its text may be secret, and is not told.
            throw new BootstrapException(
                    BootstrapException.USELESS, "No JSON object is in " + where + ": " + e.getMessage(), null);
        }
    }
}
