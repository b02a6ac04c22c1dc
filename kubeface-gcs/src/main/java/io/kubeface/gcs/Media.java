package io.kubeface.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An answer with an object's bytes, or those from some byte on, and what its headers tell of the object:
 * <a href="https://cloud.google.com/storage/docs/xml-api/reference-headers">the service's headers</a>.
 */
final class Media {
    private static final String CRC32C = "crc32c=";
    private static final int CRC32C_LENGTH = 8;

    private final HttpResponse response;
    private final HttpHeaders headers;
    private final InputStream content;

    Media(HttpResponse response) throws IOException {
        this.response = response;
        this.headers = response.getHeaders();
        InputStream sent = response.getContent();
        this.content = sent == null ? InputStream.nullInputStream() : sent;
    }

    InputStream content() {
        return content;
    }

    int status() {
        return response.getStatusCode();
    }

    @Nullable
    String generation() {
        return headers.getFirstHeaderStringValue("x-goog-generation");
    }

    /** The object's length, though only a part of it may be on its way. */
    long sizeBytes() throws IOException {
        String stored = headers.getFirstHeaderStringValue("x-goog-stored-content-length");
        @Nullable Long sent = headers.getContentLength();
        if (stored == null && sent == null) {
            throw new IOException("The answer tells no length of the object.");
        }
        try {
            return stored == null ? sent : Long.parseLong(stored);
        } catch (NumberFormatException e) {
            throw new IOException("The answer tells a length that is none: " + stored, e);
        }
    }

    String contentType() {
        String type = response.getContentType();
        return type == null ? "application/octet-stream" : type;
    }

    /** When the object was written, to the second. */
    Instant modified() throws IOException {
        String text = headers.getLastModified();
        if (text == null) {
            throw new IOException("The answer does not tell when the object was written.");
        }
        try {
            return HttpDate.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("The answer does not tell when the object was written.", e);
        }
    }

    /** The checksum of the whole object, in Base64; null when the service tells none. */
    @Nullable
    String crc32c() {
        for (String hashes : headers.getHeaderStringValues("x-goog-hash")) {
            int at = hashes.indexOf(CRC32C);
            if (at >= 0 && at + CRC32C.length() + CRC32C_LENGTH <= hashes.length()) {
                return hashes.substring(at + CRC32C.length(), at + CRC32C.length() + CRC32C_LENGTH);
            }
        }
        return null;
    }

    /** Keeps the connection for the next request. */
    void finish() throws IOException {
        content.close();
    }

    /** Ends the connection, so that what has not been read is not sent. */
    void abandon() {
        try {
            response.disconnect();
        } catch (IOException e) {
            // It is gone anyway.
        }
    }
}
