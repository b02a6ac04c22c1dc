package io.kubeface.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    private static final String METADATA = "/computeMetadata/v1/instance/service-accounts/default/token";

    @TempDir
    Path temp;

    private FakeServer server;
    private final List<Long> pauses = new ArrayList<>();
    private final Retries retries = new Retries(pauses::add);

    @BeforeEach
    void start() throws Exception {
        server = new FakeServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] answer() {
        return "{\"expires_in\": 3599, \"access_token\":\"a.\\u0074oken\"}".getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void theMetadataServerIsAskedWhenNoFileIsNamedAndAgainWhileItStarts() throws Exception {
        server.bodies.put(METADATA, answer());
        server.failures.addAll(List.of(503, 500, 429));

        String token = new Credentials(Map.of("GCE_METADATA_HOST", server.host()), retries).token();

        assertThat(token).isEqualTo("a.token");
        assertThat(server.requests)
                .hasSize(4)
                .allMatch(request -> request.startsWith("GET " + METADATA + " [] [Google]"));
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(0)).isBetween(500L, 999L);
        assertThat(pauses.get(2)).isBetween(2000L, 3999L);
    }

    @Test
    void itIsGivenUpAfterFiveTries() {
        server.failures.addAll(List.of(503, 503, 503, 503, 503, 503));

        assertThatThrownBy(() -> new Credentials(Map.of("GCE_METADATA_HOST", server.host()), retries).token())
                .isInstanceOfSatisfying(
                        BootstrapException.class, e -> assertThat(e.exitCode()).isEqualTo(75))
                .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS is not set")
                .hasMessageContaining("HTTP 503");
        assertThat(server.requests).hasSize(5);
    }

    @Test
    void anEndpointThatRefusesConnectionsIsAskedAgain() {
        server.close();

        assertThatThrownBy(() -> new Credentials(Map.of("GCE_METADATA_HOST", server.host()), retries).token())
                .isInstanceOfSatisfying(
                        BootstrapException.class, e -> assertThat(e.exitCode()).isEqualTo(75));
        assertThat(pauses).hasSize(4);
    }

    @Test
    void aKeyFileSignsForAToken() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        server.bodies.put("/token", answer());
        Path file = key(Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(pair.getPrivate().getEncoded())
                .replace("\n", "\\n"));

        String token = new Credentials(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()), retries).token();

        assertThat(token).isEqualTo("a.token");
        String request = server.requests.get(0);
        assertThat(request)
                .startsWith("POST /token ")
                .contains("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=");
        String[] jwt = request.substring(request.indexOf("assertion=") + 10).split("\\.", -1);
        assertThat(decoded(jwt[0])).isEqualTo("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        Map<String, String> claims = JsonObject.fields(decoded(jwt[1]));
        assertThat(claims)
                .containsEntry("iss", "robot@project.iam.gserviceaccount.com")
                .containsEntry("aud", "http://" + server.host() + "/token")
                .containsEntry("scope", "https://www.googleapis.com/auth/devstorage.read_only");
        assertThat(decoded(jwt[1])).matches(".*\"iat\":\\d+,\"exp\":\\d+}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(pair.getPublic());
        signature.update((jwt[0] + "." + jwt[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(jwt[2]))).isTrue();
    }

    @Test
    void anAssertionIsGoodForAnHour() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem = Base64.getEncoder()
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        ServiceAccountKey key = ServiceAccountKey.of(
                Map.of("client_email", "a\"b", "private_key", pem, "token_uri", "https://x"), Path.of("key.json"));

        assertThat(decoded(key.assertion(Instant.ofEpochSecond(1_000)).split("\\.", -1)[1]))
                .startsWith("{\"iss\":\"a\\\"b\",")
                .endsWith("\"iat\":1000,\"exp\":4600}");
    }

    @Test
    void otherCredentialsAreRefusedWithTheirType() throws Exception {
        Path file = Files.writeString(temp.resolve("external.json"), """
                {"type": "external_account", "credential_source": {"file": ["/x", {"a": null}]}, "n": -1.5e3}
                """);

        assertThatThrownBy(() ->
                        new Credentials(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()), retries).token())
                .isInstanceOfSatisfying(
                        BootstrapException.class, e -> assertThat(e.exitCode()).isEqualTo(76))
                .hasMessageContaining(file.toString())
                .hasMessageContaining("of type \"external_account\"")
                .hasMessageContaining("use an image that has the driver's worker");
    }

    @Test
    void aDamagedKeyFileIsRefusedWithoutTellingItsText() throws Exception {
        Path noJson =
                Files.writeString(temp.resolve("cut.json"), "{\"type\":\"service_account\",\"private_key\":\"sec");
        assertThatThrownBy(() ->
                        new Credentials(Map.of("GOOGLE_APPLICATION_CREDENTIALS", noJson.toString()), retries).token())
                .hasMessageContaining(noJson.toString())
                .hasMessageNotContaining("sec\"");

        Path noKey = key("c2VjcmV0");
        assertThatThrownBy(() ->
                        new Credentials(Map.of("GOOGLE_APPLICATION_CREDENTIALS", noKey.toString()), retries).token())
                .hasMessage("The private_key in " + noKey + " is no RSA key in PKCS #8 and PEM.");
    }

    private Path key(String base64) throws Exception {
        return Files.writeString(temp.resolve("key.json"), """
                {
                  "type": "service_account",
                  "project_id": "project",
                  "private_key_id": "0123",
                  "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
                  "client_email": "robot@project.iam.gserviceaccount.com",
                  "token_uri": "http:\\/\\/%s/token"
                }
                """.formatted(base64, server.host()));
    }

    private static String decoded(String base64) {
        return new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
