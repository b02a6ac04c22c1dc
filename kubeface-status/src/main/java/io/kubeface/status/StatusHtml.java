package io.kubeface.status;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * A {@link JobStatus} as a page of HTML that needs nothing else: no network, no script, which its own policy forbids. Safe for
 * use by several threads.
 */
final class StatusHtml {
    private static final String STYLE = resource("page.css");
    private static final String STYLE_HASH = "sha256-" + Base64.getEncoder().encodeToString(sha256(STYLE));
    private static final Template PAGE = template();

    private StatusHtml() {}

    /** The page, in UTF-8. */
    static byte[] render(JobStatus status) throws IOException {
        Map<String, Object> model = PageModel.of(status);
        model.put("style", STYLE);
        model.put("styleHash", STYLE_HASH);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try (Writer out = new OutputStreamWriter(page, StandardCharsets.UTF_8)) {
            PAGE.process(model, out);
        } catch (TemplateException e) {
            throw new IOException("The status page cannot be made: " + e.getMessage(), e);
        }
        return page.toByteArray();
    }

    private static Template template() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setLocale(Locale.ROOT);
        configuration.setNumberFormat("c");
        configuration.setAPIBuiltinEnabled(false);
        try {
            return new Template("page.ftlh", resource("page.ftlh"), configuration);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(StatusHtml.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256, and this one has not.", e);
        }
    }
}
