package io.kubeface.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The objects of a {@link TrainingServer}, and its answers to the client's requests. Text is bytes as ISO 8859-1. */
final class TrainingObjects {
    private static final String JSON = "application/json; charset=UTF-8";
    private static final String IN_BUCKET = "/o/";

    private final NavigableMap<String, Stored> byName = new ConcurrentSkipListMap<>();
    private long generation;

    /** What the service answers a request whose target is a path with a query. */
    synchronized Answer answer(String method, String target, String body) {
        int queryAt = target.indexOf('?');
        String path = queryAt < 0 ? target : target.substring(0, queryAt);
        String query = queryAt < 0 ? "" : target.substring(queryAt + 1);
        if (method.equals("POST")) {
            return upload(query, body);
        }
        int at = path.indexOf(IN_BUCKET);
        if (at < 0) {
            return list(value(query, "prefix"));
        }
        String name = decoded(path.substring(at + IN_BUCKET.length()));
        Stored stored = method.equals("DELETE") ? byName.remove(name) : byName.get(name);
        if (stored == null) {
            return error(404, "notFound");
        }
        if (method.equals("DELETE")) {
            return new Answer(204, JSON, new byte[0], "");
        }
        return query.contains("alt=media")
                ? new Answer(200, stored.contentType, stored.content, headers(stored))
                : json(200, resource(name, stored));
    }

    /** Two parts: what the object is, as JSON, and its content. */
    private Answer upload(String query, String body) {
        String boundary = "\r\n" + body.substring(0, body.indexOf("\r\n"));
        int metadata = body.indexOf("\r\n\r\n");
        int metadataEnd = body.indexOf(boundary, metadata);
        int content = body.indexOf("\r\n\r\n", metadataEnd) + 4;
        String about = body.substring(metadata, metadataEnd);
        String name = field(about, "name");
        if (query.contains("ifGenerationMatch=0") && byName.containsKey(name)) {
            return error(412, "conditionNotMet");
        }
        byte[] bytes = body.substring(content, body.lastIndexOf(boundary)).getBytes(ISO_8859_1);
        generation++;
        Stored stored = new Stored(field(about, "contentType"), field(about, WriteMark.KEY), bytes, generation);
        byName.put(name, stored);
        return json(200, resource(name, stored));
    }

    private Answer list(String prefix) {
        StringBuilder items = new StringBuilder();
        for (Map.Entry<String, Stored> object : byName.entrySet()) {
            if (object.getKey().startsWith(prefix)) {
                items.append(items.length() == 0 ? "" : ",").append(resource(object.getKey(), object.getValue()));
            }
        }
        return json(200, "{\"kind\":\"storage#objects\",\"items\":[" + items + "]}");
    }

    /** With content come the checksum and all else that the client reads from there. */
    private static String headers(Stored stored) {
        return "ETag: \"" + stored.generation
                + "\"\r\nLast-Modified: Thu, 01 Jan 2026 00:00:00 GMT\r\nx-goog-generation: "
                + stored.generation + "\r\nx-goog-metageneration: 1\r\nx-goog-hash: crc32c=" + crc32c(stored)
                + "\r\nx-goog-stored-content-encoding: identity\r\nx-goog-stored-content-length: "
                + stored.content.length + "\r\nx-goog-storage-class: STANDARD\r\nx-goog-meta-" + WriteMark.KEY + ": "
                + stored.mark + "\r\n";
    }

    private static String crc32c(Stored stored) {
        Checksum checksum = new Checksum();
        checksum.add(stored.content, 0, stored.content.length);
        return checksum.base64();
    }

    private static String resource(String name, Stored stored) {
        return "{\"kind\":\"storage#object\",\"bucket\":\"" + GcsObjectStoreProvider.TRAINING_BUCKET + "\",\"name\":\""
                + name + "\",\"generation\":\"" + stored.generation + "\",\"metageneration\":\"1\",\"contentType\":\""
                + stored.contentType + "\",\"size\":\"" + stored.content.length + "\",\"crc32c\":\"" + crc32c(stored)
                + "\",\"timeCreated\":\"2026-01-01T00:00:00.000Z\",\"updated\":\"2026-01-01T00:00:00.000Z\",\"etag\":\""
                + stored.generation + "\",\"storageClass\":\"STANDARD\",\"metadata\":{\"" + WriteMark.KEY + "\":\""
                + stored.mark + "\"},\"acl\":[{\"entity\":\"projectOwner-any\",\"role\":\"OWNER\",\"projectTeam\":{"
                + "\"projectNumber\":\"1\",\"team\":\"owners\"}}]}";
    }

    private static Answer error(int status, String reason) {
        return json(
                status,
                "{\"error\":{\"code\":" + status + ",\"message\":\"" + reason + "\",\"errors\":[{\"reason\":\"" + reason
                        + "\",\"message\":\"" + reason + "\"}]}}");
    }

    private static Answer json(int status, String body) {
        return new Answer(status, JSON, body.getBytes(ISO_8859_1), "");
    }

    private static String field(String json, String name) {
        String key = "\"" + name + "\":\"";
        int start = json.indexOf(key);
        return start < 0 ? "" : json.substring(start + key.length(), json.indexOf('"', start + key.length()));
    }

    private static String value(String query, String name) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(name + "=")) {
                return decoded(parameter.substring(name.length() + 1));
            }
        }
        return "";
    }

    /** Of what names are made of, these are all that a URL may hold otherwise. */
    private static String decoded(String part) {
        return part.replace("%2F", "/").replace("%2B", "+").replace("%3D", "=");
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Stored(String contentType, String mark, byte[] content, long generation) {}

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Answer(int status, String contentType, byte[] body, String headers) {}
}
