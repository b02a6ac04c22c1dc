package io.kubeface.status;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** A {@link JobStatus} as JSON, in UTF-8. Safe for use by several threads. */
public final class StatusJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .build();

    private StatusJson() {}

    /** Writes it, on one line. Does not close the stream. */
    public static void write(JobStatus status, OutputStream out) {
        MAPPER.writeValue(out, status);
    }

    /** What lies in a storage, as one object on one line. */
    public static String line(StoredStatus stored) {
        return MAPPER.writeValueAsString(stored);
    }

    /**
     * Reads one of this or a later version, of which it leaves out what it does not know. Does not close the stream.
     *
     * @throws UnreadableStatusException when it is none
     * @throws IOException when it cannot be read
     */
    public static JobStatus read(InputStream in) throws IOException {
        JobStatus status;
        try {
            status = MAPPER.readValue(in, JobStatus.class);
        } catch (JacksonIOException e) {
            throw e.getCause();
        } catch (JacksonException e) {
            throw new UnreadableStatusException("This is no status of a job: " + e.getOriginalMessage(), e);
        }
        if (status == null || status.schemaVersion() < 1) {
            throw new UnreadableStatusException("This is no status of a job: it has no schemaVersion.", null);
        }
        return status;
    }
}
