package io.kubeface.core.store;

/** The content type that the ending of a name tells of. */
final class ContentTypes {
    private ContentTypes() {}

    static String of(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return "application/octet-stream";
        }
        return switch (name.substring(dot + 1)) {
            case "html" -> "text/html";
            case "json" -> "application/json";
            case "txt", "log" -> "text/plain";
            case "csv" -> "text/csv";
            case "svg" -> "image/svg+xml";
            case "jar" -> "application/java-archive";
            default -> "application/octet-stream";
        };
    }
}
